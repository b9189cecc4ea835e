"""Appointments: agreed, moved, cancelled, and whether they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.span import local
from bot.handlers import contacts, conversations, deaths, escalations
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.refusal import Refusal
from bot.store import appointments, outbox, tasks, timers
from bot.store.appointments import Appointment
from bot.store.database import Work

ASKED_AFTER = timedelta(hours=2)
"""How long after its start the keyworker is asked whether they came."""


@dataclass(frozen=True, slots=True)
class Details:
    """`wall` is the local time that people agreed, without a zone."""

    kind: str
    wall: datetime
    place: str
    with_whom: str
    reference: str | None = None


def add(bot: Bot, person_id: str, details: Details, by: str | None) -> str:
    """A new appointment with its reminders; raises Refusal for one that lies in the past."""
    with bot.db.work() as work:
        return added(bot, work, person_id, details, bot.clock.now())


def added(bot: Bot, work: Work, person_id: str, details: Details, now: datetime, *, reminded: bool = True) -> str:
    """The same within work in hand; without `reminded` no reminder is planned: in prison is no phone."""
    starts = ahead(bot, details.wall, now)
    person = the_person(work, person_id)
    deaths.refuse(person)
    subject = about(work, person)
    row_id = appointments.add(work, person_id=person_id, **columns_of(bot, details, starts, now))
    _plan(bot, work, row_id, now, reminded=reminded)
    keep_in_hand(bot, work, subject, now)
    return row_id


def ahead(bot: Bot, wall: datetime, now: datetime) -> datetime:
    """The moment (UTC) of a wall time that lies ahead; raises Refusal."""
    starts = local(wall, bot.rules.house_rules.zone)
    if starts <= now:
        raise Refusal("wall", "that moment has passed", "Give a time that lies ahead")
    return starts


def columns_of(bot: Bot, details: Details, starts: datetime, now: datetime) -> dict[str, Any]:
    """What a new appointment's row begins as."""
    return {
        "reference": details.reference,
        "kind": details.kind,
        "starts_at": starts,
        "agreed": _agreed(bot, details.wall),
        "place": details.place,
        "with_whom": details.with_whom,
        "status": "planned",
        "reminders": 0,
        "created_at": now,
    }


def _agreed(bot: Bot, wall: datetime) -> str:
    return f"{wall:%Y-%m-%dT%H:%M} {bot.rules.house_rules.zone.key}"


def _plan(bot: Bot, work: Work, row_id: str, now: datetime, *, reminded: bool = True) -> None:
    meeting = _get(work, row_id)
    asks = meeting.starts_at + ASKED_AFTER
    timers.add(work, "attendance", asks, person_id=meeting.person_id, appointment_id=meeting.id)
    if not reminded:
        return
    rung = timers.rung(work, row_id, "reminder")
    appointments.change(work, row_id, reminders=rung + contacts.plan_reminders(bot, work, meeting, now))


def move(bot: Bot, appointment_id: str, wall: datetime, by: str | None) -> None:
    """Its reminders move along, and a question about the old moment is withdrawn."""
    with bot.db.work() as work:
        moved(bot, work, appointment_id, wall, bot.clock.now())


def moved(bot: Bot, work: Work, appointment_id: str, wall: datetime, now: datetime) -> None:
    """The same within work in hand."""
    starts = ahead(bot, wall, now)
    meeting = _get(work, appointment_id)
    person = the_person(work, meeting.person_id)
    deaths.refuse(person)
    subject = about(work, person)
    _withdraw(bot, work, meeting, "appointment moved", now)
    agreed = _agreed(bot, wall)
    appointments.change(work, meeting.id, starts_at=starts, agreed=agreed, they_said=None, status="planned")
    _plan(bot, work, meeting.id, now)
    keep_in_hand(bot, work, subject, now)


def cancel(bot: Bot, appointment_id: str, by: str | None) -> None:
    with bot.db.work() as work:
        cancelled(bot, work, appointment_id, by, bot.clock.now())


def cancelled(bot: Bot, work: Work, appointment_id: str, by: str | None, now: datetime) -> None:
    """The same within work in hand."""
    meeting = _get(work, appointment_id)
    subject = about(work, the_person(work, meeting.person_id))
    _withdraw(bot, work, meeting, "appointment cancelled", now)
    appointments.change(work, meeting.id, status="cancelled", recorded_by=by, recorded_at=now)
    keep_in_hand(bot, work, subject, now)


def _withdraw(bot: Bot, work: Work, meeting: Appointment, reason: str, now: datetime) -> None:
    for kind in ("reminder", "attendance", "plan"):
        timers.drop(work, reason, now, appointment_id=meeting.id, kind=kind)
    # One task asks for all that nobody has recorded: another of them still wants it.
    others = (one for one in appointments.of_person(work, meeting.person_id) if one.id != meeting.id)
    if not any(one.status == "planned" and one.starts_at + ASKED_AFTER <= now for one in others):
        tasks.end(work, meeting.person_id, contacts.RECORD, now)
    outbox.drop(work, reason, now, appointment_id=meeting.id)
    subject = about(work, the_person(work, meeting.person_id))
    conversations.cancel(bot, work, subject, reason, now, meeting_id=meeting.id)


def record(bot: Bot, appointment_id: str, status: str, staff_id: str) -> None:
    """What the keyworker saw: `attended` or `missed`. A miss in the high-risk fortnight raises an escalation."""
    with bot.db.work() as work:
        recorded(bot, work, appointment_id, status, staff_id, bot.clock.now())
    bot.wake()


def recorded(bot: Bot, work: Work, appointment_id: str, status: str, by: str | None, now: datetime) -> None:
    """The same within work in hand; raises Refusal."""
    if status not in ("attended", "missed"):
        raise Refusal("status", "attendance is attended or missed", "Choose one of the two")
    meeting = _get(work, appointment_id)
    if meeting.status not in ("planned", "attended", "missed"):
        raise Refusal("status", f"the appointment is {meeting.status}", "Add a new one")
    if meeting.status == status:
        return
    person = the_person(work, meeting.person_id)
    deaths.refuse(person)
    subject = about(work, person)
    _withdraw(bot, work, meeting, status, now)
    appointments.change(work, meeting.id, status=status, recorded_by=by, recorded_at=now)
    rules = bot.rules.house_rules
    days_out = (now.astimezone(rules.zone).date() - person.anchor_date).days
    if status == "missed":
        if days_out <= rules.limits.high_risk_days:
            cause = f"appointment {meeting.id}"
            escalations.raise_one(bot, work, subject, "missed_appointment", "today", now, cause=cause)
        timers.add(work, "plan", now, person_id=person.id, name="missed_appointment", appointment_id=meeting.id)
    keep_in_hand(bot, work, subject, now)


def _get(work: Work, row_id: str) -> Appointment:
    found = appointments.get(work, row_id)
    if found is None:
        raise LookupError("there is no such appointment")
    return found
