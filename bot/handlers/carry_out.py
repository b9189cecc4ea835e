"""Effects to rows: the only place where what was decided becomes something owed.

Everything here happens in the transaction that the decision was made in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select, update

from bot.core.effects import Effect, Escalate, Finish, Plan, Remember, Say, Task, Wait
from bot.core.flow import Manner
from bot.handlers import escalations, rhythm
from bot.handlers.bot import Bot, Speech, Subject, about, the_person
from bot.store import outbox, people, tasks, timers
from bot.store.appointments import Appointment
from bot.store.appointments import change as change_appointment
from bot.store.database import Work
from bot.store.escalations import escalation
from bot.store.people import person
from bot.store.prepared import Prepared
from bot.store.timers import timer


@dataclass(frozen=True, slots=True)
class Talk:
    """What the effects come from: one turn of one conversation."""

    speech: Speech
    subject: Subject
    conversation_id: str
    turn: int
    flow: str
    manner: Manner
    replying: bool
    facts: Mapping[str, Any]
    inbound_id: str | None = None
    meeting: Appointment | None = None


LANES: Mapping[str, int] = {"danger": outbox.URGENT, "reply": outbox.REPLY}
REGISTER: Mapping[str, str] = {"number": "number", "custody": "custody", "language": "language"}
"""Facts that are columns of the register."""


def carry_out(bot: Bot, work: Work, talk: Talk, effects: Sequence[Effect], now: datetime) -> None:
    """Write every effect of a turn, in order; the old wait goes, a new one takes its place."""
    timers.clear_wait(work, talk.conversation_id)
    said = True
    for effect in effects:
        match effect:
            case Say(message, given):
                said &= say(bot, work, talk, message, now, dict(given))
            case Wait(_, within):
                due = within.after(now, bot.rules.house_rules.zone)
                _timer(work, talk, "wait", due)
            case Plan(flow, after):
                _timer(work, talk, "plan", after.after(now, bot.rules.house_rules.zone), name=flow)
            case Task():
                _give(bot, work, talk, effect, now)
            case Remember(name, value):
                _remember(work, talk, name, value, now)
                if name in HOW_WE_SPEAK:
                    talk = _as_they_wish_now(work, talk)
            case Escalate(kind, urgency):
                escalations.raise_one(
                    bot, work, talk.subject, kind, urgency, now,
                    inbound_id=talk.inbound_id, conversation_id=talk.conversation_id,
                )  # fmt: skip
            case Finish():
                pass
    if not said:  # last: the danger that it belongs to may be raised by the same turn
        escalations.unheard(bot, work, talk.subject, now, inbound_id=talk.inbound_id)


HOW_WE_SPEAK = ("discreet", "language")
"""What they have just chosen holds for the next text of the same turn already."""


def _as_they_wish_now(work: Work, talk: Talk) -> Talk:
    fresh = people.get(work, talk.subject.person_id) if talk.subject.person_id else None
    return replace(talk, subject=replace(talk.subject, person=fresh)) if fresh else talk


def _timer(work: Work, talk: Talk, kind: str, due: datetime, **extra: Any) -> None:
    person_id = talk.subject.person_id
    timers.add(work, kind, due, person_id=person_id, conversation_id=talk.conversation_id, turn=talk.turn, **extra)


def _give(bot: Bot, work: Work, talk: Talk, task: Task, now: datetime) -> None:
    """A task for the keyworker, one of a kind at a time; a number that is nobody's has none to give it to."""
    person_id = talk.subject.person_id
    if person_id is None or any(each.kind == task.kind for each in tasks.open_of(work, person_id)):
        return
    rules = bot.rules.house_rules
    due = rules.working_time.after(task.within, now, rules.zone, bot.holiday)
    tasks.give(work, person_id, task.kind, task.otherwise, now, due, task.urgency)


def say(
    bot: Bot, work: Work, talk: Talk, message: str, now: datetime, given: Mapping[str, object] | None = None
) -> bool:
    """Owe the person these words; what may not be sent now is kept as not sent, with the reason.

    False where danger goes unanswered by it.
    """
    who = talk.subject.person
    manner: Manner = "danger" if talk.manner == "danger" else "reply" if talk.replying else talk.manner
    zone = bot.rules.house_rules.zone
    rendered = talk.speech.words.render(
        message,
        language=who.language if who else "en",
        discreet=who.discreet if who else True,
        facts={**talk.facts, **given} if given else talk.facts,
        now=now.astimezone(zone),
    )
    refusal = who.standing.refusal(manner, introducing=talk.flow in INTRODUCING) if who else None
    if who and refusal is None and manner == "routine" and rhythm.week_is_full(bot, work, who.id, now):
        # A second question after silence: its silence is told all the same, only the text is too much.
        refusal = rhythm.TOO_MUCH
    dropped: dict[str, Any] = {"state": "dropped", "reason": refusal, "settled_at": now} if refusal else {}
    outbox.add(
        work,
        to=talk.subject.phone or "",
        body=rendered.text,
        now=now,
        person_id=talk.subject.person_id,
        conversation_id=talk.conversation_id,
        appointment_id=talk.meeting.id if talk.meeting else None,
        turn=talk.turn,
        message=message,
        manner=manner,
        parts=rendered.parts,
        lane=LANES.get(manner, outbox.ROUTINE),
        expires_at=_worth_until(bot, talk, manner, now),
        **dropped,
    )
    work.after.append(bot.wake)
    return not (refusal and manner == "danger")


INTRODUCING = frozenset({"welcome", "number_check", "welcome_back", "order_welcome", "arrest_welcome"})
"""Flows that ask whose number it is."""


def _worth_until(bot: Bot, talk: Talk, manner: Manner, now: datetime) -> datetime | None:
    if talk.meeting and manner == "reminder":
        return talk.meeting.starts_at
    rules = bot.rules.house_rules
    return rules.limits.contact_worth_for.after(now, rules.zone) if manner in ("routine", "reminder") else None


def _remember(work: Work, talk: Talk, name: str, value: Any, now: datetime) -> None:
    who = talk.subject.person
    if name == "they_said" and talk.meeting:
        change_appointment(work, talk.meeting.id, they_said=str(value))
    if who is None:
        return
    if name == "number" and who.number == "unsafe":
        return  # whoever answers may be whom they fear: only a worker says that it is safe
    if name in REGISTER:
        people.change(work, who.id, **{REGISTER[name]: str(value)})
        if (name, value) == ("number", "verified"):
            tasks.end(work, who.id, "reach_otherwise", now)
    elif name == "discreet":
        people.change(work, who.id, discreet=str(value) != "no")
    else:
        fresh = people.get(work, who.id)
        people.remember(work, fresh or who, {name: value if isinstance(value, (int, float)) else str(value)})


_WHO: BindParameter[str] = bindparam("who")
_DUE = (
    select(func.min(timer.c.due_at))
    .where(timer.c.person_id == _WHO, timer.c.state == "waiting", timer.c.kind != "ladder")
    .scalar_subquery()
)
_OWNED = (
    select(escalation.c.id).where(escalation.c.person_id == _WHO, escalation.c.state != "closed").limit(1)
).scalar_subquery()


def keep_in_hand(bot: Bot, work: Work, subject: Subject, now: datetime, **columns: Any) -> None:
    """Keep "no one is lost" true before the commit: the next contact, or an open escalation, or one raised now."""
    person_id = subject.person_id
    if person_id is None:
        return
    new = {f"new_{name}": value for name, value in columns.items()}
    if work.run(_keeping(tuple(columns)), {"who": person_id} | new).rowcount:
        return
    open_id = escalations.raise_one(bot, work, subject, "plan_lost", "today", now).id
    people.change(work, person_id, next_contact_at=None, open_escalation_id=open_id, **columns)


def keep_all_in_hand(bot: Bot, work: Work, ids: Sequence[str], now: datetime) -> None:
    """The same for a few hundred people at once; whoever has nothing planned goes the way of one."""
    due = select(func.min(timer.c.due_at)).where(
        timer.c.person_id == person.c.id, timer.c.state == "waiting", timer.c.kind != "ladder"
    )
    owned = (
        select(escalation.c.id)
        .where(escalation.c.person_id == person.c.id, escalation.c.state != "closed")
        .correlate(person)
        .limit(1)
    )
    due_at, open_id = due.correlate(person).scalar_subquery(), owned.scalar_subquery()
    safe = or_(person.c.status != "active", due_at.is_not(None), open_id.is_not(None))
    keep = update(person).where(person.c.id.in_(ids), safe).values(next_contact_at=due_at, open_escalation_id=open_id)
    if not ids or work.execute(keep).rowcount == len(ids):
        return
    for person_id in ids:
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)


@lru_cache(maxsize=16)
def _keeping(names: tuple[str, ...]) -> Prepared:
    """What is next, looked up and kept in one statement, which changes no row where an active person has nothing."""
    return Prepared(
        update(person)
        .where(person.c.id == _WHO, or_(person.c.status != "active", _DUE.is_not(None), _OWNED.is_not(None)))
        .values(next_contact_at=_DUE, open_escalation_id=_OWNED, **{name: bindparam(f"new_{name}") for name in names})
    )
