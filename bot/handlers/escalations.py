"""Escalations: raised once for a cause, told rung by rung, "mine", and closed by a person with an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.effects import URGENCIES, Urgency
from bot.core.ladder import Role, climb
from bot.core.rota import Shift, on_duty
from bot.core.span import Span
from bot.handlers import notices
from bot.handlers.bot import Bot, Subject
from bot.store import escalations, people, staff, timers
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.staff import Staff


def raise_one(
    bot: Bot,
    work: Work,
    subject: Subject,
    kind: str,
    urgency: Urgency,
    now: datetime,
    *,
    inbound_id: str | None = None,
    conversation_id: str | None = None,
    cause: str = "",
    unanswered: bool = False,
    first: Role | None = None,
) -> Escalation:
    """Raise an escalation and tell its first rung; a cause that has one open already is noted on that one.

    `unanswered`: the text came too late for an automatic answer, and every notice says so (safety rule 10).
    `first`: the role to begin with, where the ones below it are the matter.
    """
    cause = f"{kind}:{cause or subject.key}"
    # Read again under its lock: it may have been closed since, and then this is a new one.
    if (found := escalations.open_for(work, cause)) and (one := _get(work, found.id)).state != "closed":
        if unanswered:
            escalations.note(work, one.id, escalations.UNANSWERED, now)
        return _again(bot, work, one, urgency, now, conversation_id)
    raised = escalations.add(
        work,
        now,
        cause=cause,
        person_id=subject.person_id,
        team_id=subject.team_id,
        inbound_id=inbound_id,
        conversation_id=conversation_id,
        phone_hash=subject.phone_hash,
        kind=kind,
        urgency=urgency,
        state="open",
        rung=0,
        turn=0,
    )
    if unanswered:
        escalations.note(work, raised.id, escalations.UNANSWERED, now)
    rungs = bot.rules.house_rules.ladder_for(urgency).rungs
    return tell(bot, work, raised, next((at for at, rung in enumerate(rungs) if rung.tell == first), 0), now)


def handed_over(bot: Bot, work: Work, one: Escalation, old: str | None, new: Staff, now: datetime, *, by: str) -> None:
    """Its person has another keyworker: it goes to their team, and what the old one had or was owed goes to the new."""
    escalations.give(work, one.id, new.team_id)
    escalations.note(work, one.id, "handed over", now, staff_id=new.id, detail=by)
    if one.state == "mine" and one.owner_id != old:
        return
    notices.stop(work, one.id, now, reason="handed over")
    tell(bot, work, _get(work, one.id), 0, now)


def heard_more(bot: Bot, work: Work, one: Escalation, now: datetime) -> None:
    """Another text while danger is open: on its page, and whoever has it or is being told hears of it."""
    escalations.note(work, one.id, "more", now)
    notices.more(bot, work, one, now)


def _again(
    bot: Bot, work: Work, one: Escalation, urgency: Urgency, now: datetime, conversation: str | None
) -> Escalation:
    """The same cause once more: it may become more urgent; only the conversation that raised it may make it less."""
    order = URGENCIES.index
    if order(urgency) > order(one.urgency):
        if conversation and conversation == one.conversation_id:
            escalations.lower(work, one.id, urgency)
            escalations.note(work, one.id, "lowered", now, detail=urgency)
            fresh = _get(work, one.id)
            return tell(bot, work, fresh, 0, now) if fresh.state == "open" else fresh
        return one
    escalations.note(work, one.id, "again", now)
    # Raised by two texts, the "no" to one of their questions does not lower it (safety rule 4).
    same = conversation == one.conversation_id
    columns: dict[str, Any] = {"conversation_id": one.conversation_id if same else None}
    if order(urgency) < order(one.urgency):
        columns |= {"urgency": urgency, "state": "open"}
    escalations.move(work, one, **columns)
    fresh = _get(work, one.id)
    if fresh.urgency == "urgent" and fresh.state == "mine":
        notices.to_owner(bot, work, fresh, now, rings=True)
    if "urgency" in columns:
        return tell(bot, work, fresh, 0, now)
    timers.clear_ladder(work, fresh.id)
    _ladder_timer(work, fresh, fresh.deadline_at or now)
    if fresh.urgency == "urgent" and fresh.state == "open":
        notices.more(bot, work, fresh, now)
    return fresh


def tell(bot: Bot, work: Work, one: Escalation, rung: int, now: datetime) -> Escalation:
    """Tell a rung and set the next deadline: one commit, so that a crash between loses neither."""
    rules = bot.rules.house_rules
    ladder = rules.ladder_for(one.urgency)

    rota = staff.shifts(work, one.team_id)

    def who(role: Role, moment: datetime) -> tuple[str, ...]:
        return _standing_on(bot, work, one, rota, role, moment)

    def until(span: Span, moment: datetime) -> datetime:
        return rules.working_time.after(span, moment, rules.zone, bot.holiday)

    def opens(moment: datetime) -> datetime:
        if ladder.hours == "polite":
            return rules.quiet_hours.polite(moment, rules.zone)
        return rules.working_time.open_at(moment, rules.zone, bot.holiday)

    telling = climb(ladder, rung, who, until, opens, now)
    if not telling.staff and (one.urgency == "urgent" or one.kind.startswith("referral_")):
        # A gap in the rota: better the whole team than nobody.
        team = (each.id for each in staff.everybody(work) if each.team_id == one.team_id)
        telling = replace(telling, staff=tuple(team))
    escalations.move(work, one, state="open", rung=telling.rung, deadline_at=telling.deadline)
    fresh = _get(work, one.id)
    notices.send(bot, work, fresh, telling, now)
    timers.clear_ladder(work, one.id)
    _ladder_timer(work, fresh, telling.deadline)
    return fresh


def _ladder_timer(work: Work, one: Escalation, due: datetime) -> None:
    timers.add(work, "ladder", due, person_id=one.person_id, escalation_id=one.id, turn=one.turn)


def _standing_on(
    bot: Bot, work: Work, one: Escalation, rota: Sequence[Shift], role: Role, moment: datetime
) -> tuple[str, ...]:
    """Who stands on the rung at that moment; whoever has left the service does not, whatever the rota says."""
    if role != "keyworker":
        on = on_duty(rota, one.team_id, role, moment, bot.rules.house_rules.zone)
        return tuple(each for each in on if (worker := staff.readable(work, each)) and worker.active)
    who = people.get(work, one.person_id) if one.person_id else None
    worker = staff.readable(work, who.keyworker_id) if who else None
    return (worker.id,) if worker and worker.active and worker.reachable else ()


def ladder_rang(bot: Bot, work: Work, escalation_id: str, turn: int, now: datetime) -> None:
    """The deadline of a rung, or of "mine", has passed: the next rung is told. A fence of a past turn does nothing."""
    one = escalations.get(work, escalation_id, lock=True)
    if one is None or one.state == "closed" or one.turn != turn:
        return
    if one.state == "mine":
        escalations.note(work, one.id, "outcome missed", now, staff_id=one.owner_id)
        notices.to_owner(bot, work, one, now, message="notice-outcome-missed")
    tell(bot, work, one, one.rung + 1, now)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it is theirs now; if not, whose."""

    won: bool
    owner_id: str | None


def mine(bot: Bot, escalation_id: str, staff_id: str) -> Answer:
    """Somebody says "mine": the ringing stops and the deadline becomes the one for an outcome."""
    now = bot.clock.now()
    with bot.db.work() as work:
        return take(bot, work, _get(work, escalation_id), staff_id, now)


def take(bot: Bot, work: Work, one: Escalation, staff_id: str, now: datetime) -> Answer:
    if one.state != "open":
        return Answer(one.owner_id == staff_id and one.state == "mine", one.owner_id)
    rules = bot.rules.house_rules
    within = rules.ladder_for(one.urgency).outcome_within
    due = rules.working_time.after(within, now, rules.zone, bot.holiday)
    if not escalations.move(work, one, state="mine", owner_id=staff_id, owned_at=now, deadline_at=due):
        return Answer(False, _get(work, one.id).owner_id)
    escalations.note(work, one.id, "mine", now, staff_id=staff_id)
    notices.stop(work, one.id, now)
    timers.clear_ladder(work, one.id)
    _ladder_timer(work, _get(work, one.id), due)
    return Answer(True, staff_id)


def said_of_mine(bot: Bot, work: Work, escalation_id: str) -> dict[str, str]:
    """What whoever took it is told: its page first (the plan for safe contact stands there), and by when."""
    one = _get(work, escalation_id)
    by = one.deadline_at.astimezone(bot.rules.house_rules.zone) if one.deadline_at else None
    link = f"{bot.public_url.rstrip('/')}/e/{one.code}"
    return {"code": one.code, "link": link, "by": f"{by:%H:%M}" if by else ""}


def pass_on(bot: Bot, escalation_id: str, staff_id: str) -> Answer:
    """They cannot take it after all: the next rung is told. What somebody else has stays theirs."""
    now = bot.clock.now()
    with bot.db.work() as work:
        one = _get(work, escalation_id)
        theirs = one.state == "mine" and one.owner_id != staff_id
        if one.state != "closed" and not theirs:
            on(bot, work, one, staff_id, now)
        return Answer(not theirs, one.owner_id)


def on(bot: Bot, work: Work, one: Escalation, staff_id: str, now: datetime) -> None:
    """To the next rung; what the last one was still owed need not go."""
    escalations.note(work, one.id, "passed on", now, staff_id=staff_id)
    notices.stop(work, one.id, now, reason="passed on")
    tell(bot, work, one, one.rung + 1, now)


def notice_failed(bot: Bot, work: Work, escalation_id: str, rung: int, now: datetime) -> None:
    """If every notice of the rung failed to arrive, the next rung is told at once; the top again at its deadline."""
    one = escalations.get(work, escalation_id, lock=True)
    if one is None or one.state != "open" or one.rung != rung:
        return
    top = len(bot.rules.house_rules.ladder_for(one.urgency).rungs) - 1
    if rung < top and notices.all_failed(work, one):
        escalations.note(work, one.id, "nobody reached", now, rung=rung)
        tell(bot, work, one, rung + 1, now)


def _get(work: Work, escalation_id: str) -> Escalation:
    found = escalations.get(work, escalation_id, lock=True)
    if found is None:
        raise LookupError("there is no such escalation")
    return found
