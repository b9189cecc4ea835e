"""Escalations: raised once for a cause, and told rung by rung until somebody says "mine" (`owning.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.effects import URGENCIES, Urgency
from bot.core.ladder import Role, climb
from bot.core.meaning import ONE_EMERGENCY
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
    if one := _open_already(work, subject, kind, cause):
        if unanswered:
            escalations.note(work, one.id, escalations.UNANSWERED, now)
        return _again(bot, work, one, urgency, now, conversation_id)
    raised = escalations.add(
        work,
        now,
        cause=f"{kind}:{cause or subject.key}",
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


def _open_already(work: Work, subject: Subject, kind: str, cause: str) -> Escalation | None:
    """The open one of this cause, or the emergency that it is part of."""
    same = [f"{kind}:{cause or subject.key}"]
    if kind in ONE_EMERGENCY and not cause:
        same.append(f"{ONE_EMERGENCY[kind]}:{subject.key}")
    for each in same:
        # Read again under its lock: it may have been closed since, and then this is a new one.
        if (found := escalations.open_for(work, each)) and (one := locked(work, found.id)).state != "closed":
            return one
    return None


def unheard(bot: Bot, work: Work, subject: Subject, now: datetime, *, inbound_id: str | None = None) -> None:
    """What we say to danger did not reach them: whoever has that danger hears it, else somebody is rung for it."""
    about = escalations.open_about(work, subject.person_id, subject.phone_hash, danger=True)
    told_of = [one for one in about if one.urgency == "urgent"]
    for one in told_of:
        escalations.note(work, one.id, escalations.UNHEARD, now)
        notices.unheard(bot, work, one, now)
    if not told_of:
        raise_one(bot, work, subject, "undeliverable", "urgent", now, inbound_id=inbound_id)


def handed_over(bot: Bot, work: Work, one: Escalation, old: str | None, new: Staff, now: datetime, *, by: str) -> None:
    """Its person has another keyworker: it goes to their team, and what the old one had or was owed goes to the new."""
    escalations.give(work, one.id, new.team_id)
    escalations.note(work, one.id, "handed over", now, staff_id=new.id, detail=by)
    if one.state == "mine" and one.owner_id != old:
        return
    notices.stop(work, one.id, now, reason="handed over")
    tell(bot, work, locked(work, one.id), 0, now)


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
            fresh = locked(work, one.id)
            return tell(bot, work, fresh, 0, now) if fresh.state == "open" else fresh
        return one
    escalations.note(work, one.id, "again", now)
    # Raised by two texts, the "no" to one of their questions does not lower it (safety rule 4).
    same = conversation == one.conversation_id
    columns: dict[str, Any] = {"conversation_id": one.conversation_id if same else None}
    if order(urgency) < order(one.urgency):
        columns |= {"urgency": urgency, "state": "open"}
    escalations.move(work, one, **columns)
    fresh = locked(work, one.id)
    if fresh.urgency == "urgent" and fresh.state == "mine":
        notices.to_owner(bot, work, fresh, now, rings=True)
    if "urgency" in columns:
        return tell(bot, work, fresh, 0, now)
    timers.clear_ladder(work, fresh.id)
    set_deadline(work, fresh, fresh.deadline_at or now)
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
    fresh = locked(work, one.id)
    notices.send(bot, work, fresh, telling, now)
    timers.clear_ladder(work, one.id)
    set_deadline(work, fresh, telling.deadline)
    return fresh


def set_deadline(work: Work, one: Escalation, due: datetime) -> None:
    """When the next rung is told, or an outcome is due; the turn fences what is past."""
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


def notice_failed(bot: Bot, work: Work, escalation_id: str, rung: int, now: datetime) -> None:
    """If every notice of the rung failed to arrive, the next rung is told at once; the top again at its deadline."""
    one = escalations.get(work, escalation_id, lock=True)
    if one is None or one.state != "open" or one.rung != rung:
        return
    top = len(bot.rules.house_rules.ladder_for(one.urgency).rungs) - 1
    if rung < top and notices.all_failed(work, one):
        escalations.note(work, one.id, "nobody reached", now, rung=rung)
        tell(bot, work, one, rung + 1, now)


def locked(work: Work, escalation_id: str) -> Escalation:
    """An escalation as it is now, held until the commit; raises LookupError."""
    found = escalations.get(work, escalation_id, lock=True)
    if found is None:
        raise LookupError("there is no such escalation")
    return found
