"""Appointments: agreed, moved, cancelled, and whether they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.span import local
from bot.handlers import contacts, conversations, escalations
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
    now = bot.clock.now()
    with bot.db.work() as work:
        return add_in(bot, work, person_id, details, now)


def add_in(bot: Bot, work: Work, person_id: str, details: Details, now: datetime, *, reminded: bool = True) -> str:
    """The same within a work that does more; without `reminded` no reminder is planned: in prison is no phone."""
    zone = bot.rules.house_rules.zone
    starts = local(details.wall, zone)
    if starts <= now:
        raise Refusal("wall", "that moment has passed", "Give a time that lies ahead")
    subject = about(work, the_person(work, person_id))
    row_id = appointments.add(
        work,
        person_id=person_id,
        reference=details.reference,
        kind=details.kind,
        starts_at=starts,
        agreed=f"{details.wall:%Y-%m-%dT%H:%M} {zone.key}",
        place=details.place,
        with_whom=details.with_whom,
        status="planned",
        reminders=0,
        created_at=now,
    )
    _plan(bot, work, row_id, now, reminded=reminded)
    keep_in_hand(bot, work, subject, now)
    return row_id


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
    now = bot.clock.now()
    zone = bot.rules.house_rules.zone
    starts = local(wall, zone)
    if starts <= now:
        raise Refusal("wall", "that moment has passed", "Give a time that lies ahead")
    with bot.db.work() as work:
        meeting = _get(work, appointment_id)
        subject = about(work, the_person(work, meeting.person_id))
        _withdraw(bot, work, meeting, "appointment moved", now)
        agreed = f"{wall:%Y-%m-%dT%H:%M} {zone.key}"
        appointments.change(work, meeting.id, starts_at=starts, agreed=agreed, they_said=None, status="planned")
        _plan(bot, work, meeting.id, now)
        keep_in_hand(bot, work, subject, now)


def cancel(bot: Bot, appointment_id: str, by: str | None) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        meeting = _get(work, appointment_id)
        subject = about(work, the_person(work, meeting.person_id))
        _withdraw(bot, work, meeting, "appointment cancelled", now)
        appointments.change(work, meeting.id, status="cancelled", recorded_by=by, recorded_at=now)
        keep_in_hand(bot, work, subject, now)


def _withdraw(bot: Bot, work: Work, meeting: Appointment, reason: str, now: datetime) -> None:
    for kind in ("reminder", "attendance", "plan"):
        timers.drop(work, reason, now, appointment_id=meeting.id, kind=kind)
    tasks.end(work, meeting.person_id, contacts.RECORD, now)
    outbox.drop(work, reason, now, appointment_id=meeting.id)
    subject = about(work, the_person(work, meeting.person_id))
    conversations.cancel(bot, work, subject, reason, now, meeting_id=meeting.id)


def record(bot: Bot, appointment_id: str, status: str, staff_id: str) -> None:
    """What the keyworker saw: `attended` or `missed`. A miss in the high-risk fortnight raises an escalation."""
    if status not in ("attended", "missed"):
        raise Refusal("status", "attendance is attended or missed", "Choose one of the two")
    now = bot.clock.now()
    with bot.db.work() as work:
        meeting = _get(work, appointment_id)
        if meeting.status not in ("planned", "attended", "missed"):
            raise Refusal("status", f"the appointment is {meeting.status}", "Add a new one")
        if meeting.status == status:
            return
        person = the_person(work, meeting.person_id)
        subject = about(work, person)
        _withdraw(bot, work, meeting, status, now)
        appointments.change(work, meeting.id, status=status, recorded_by=staff_id, recorded_at=now)
        rules = bot.rules.house_rules
        days_out = (now.astimezone(rules.zone).date() - person.anchor_date).days
        if status == "missed":
            if days_out <= rules.limits.high_risk_days:
                cause = f"appointment {meeting.id}"
                escalations.raise_one(bot, work, subject, "missed_appointment", "today", now, cause=cause)
            timers.add(work, "plan", now, person_id=person.id, name="missed_appointment", appointment_id=meeting.id)
        keep_in_hand(bot, work, subject, now)
    bot.wake()


def _get(work: Work, row_id: str) -> Appointment:
    found = appointments.get(work, row_id)
    if found is None:
        raise LookupError("there is no such appointment")
    return found
