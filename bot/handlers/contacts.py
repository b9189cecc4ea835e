"""Planned contacts that fall due: a text if one may go, politely; else a task that the keyworker owns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.core.flow import Manner
from bot.core.pathway import Contact
from bot.core.span import Span, local
from bot.core.standing import NOT_VERIFIED
from bot.handlers import conversations
from bot.handlers.bot import Bot, Subject, about, first_team, the_person
from bot.handlers.carry_out import INTRODUCING
from bot.store import appointments, escalations, people, said, tasks, timers
from bot.store import conversations as conversation_rows
from bot.store import numbers as number_rows
from bot.store.appointments import Appointment
from bot.store.conversations import Kept
from bot.store.database import Work

TASK_WITHIN = Span(4 * 3600, hours="working")
RECORD, OTHERWISE = "record_attendance", "reach_otherwise"


def contact_due(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """A contact of the pathway: a flow to text, or a task that opens."""
    subject = about(work, the_person(work, timer.person_id))
    person = subject.person
    assert person is not None
    pathway = bot.speeches.of(person.revision).library.pathways[person.pathway]
    contact = pathway.contacts.get(timer.name)
    if person.status != "active" or contact is None:
        return
    if contact.flow:
        return flow_due(bot, work, timer, contact.flow, now)
    open_task(bot, work, subject, contact, now)


def open_task(bot: Bot, work: Work, subject: Subject, contact: Contact, now: datetime) -> None:
    """A staff task of the pathway, with the escalation that it raises when it is not done."""
    person = subject.person
    assert person is not None and contact.by is not None
    zone = bot.rules.house_rules.zone
    due = max(contact.by.moment(person.anchor_date, zone), now + timedelta(minutes=30))
    if contact.task == "confirm_release" and person.confirmed_at:
        return
    add_task(work, person.id, contact.task, contact.otherwise, now, due, contact.urgency)


def add_task(
    work: Work, person_id: str, kind: str, otherwise: str, now: datetime, due: datetime, urgency: str = "today"
) -> str:
    """A dated contact that the keyworker owns, and its deadline."""
    task_id = tasks.add(
        work, person_id, kind, state="open", otherwise=otherwise, urgency=urgency, open_at=now, due_at=due
    )
    timers.add(work, "task", due, person_id=person_id, task_id=task_id)
    return task_id


def flow_due(bot: Bot, work: Work, timer: Any, flow: str, now: datetime) -> None:
    """A flow is to begin: unless it is late, rude, too much, held back by danger, or may not be texted at all."""
    rules = bot.rules.house_rules
    subject = about(work, the_person(work, timer.person_id))
    person = subject.person
    assert person is not None
    if person.status != "active":
        return
    manner = bot.speeches.current.library.flows[flow].manner
    if rules.limits.contact_worth_for.after(timer.due_at, rules.zone) < now and flow not in INTRODUCING:
        return reach_otherwise(bot, work, subject, "its moment had passed", now)
    if later := _rather_later(bot, work, subject, manner, now):
        return timers.postpone(work, timer.id, later)
    if refusal := person.standing.refusal(manner, introducing=flow in INTRODUCING):
        if refusal == NOT_VERIFIED and _being_asked(bot, work, person):
            return timers.postpone(work, timer.id, rules.limits.hold_for.after(now, rules.zone))
        return reach_otherwise(bot, work, subject, refusal, now)
    meeting = appointments.get(work, timer.appointment_id) if timer.appointment_id else None
    conversations.begin(bot, work, subject, flow, now, replying=False, meeting=meeting)


def _being_asked(bot: Bot, work: Work, person: people.Person) -> bool:
    """Whether "is this you?" is still to be asked or answered: what waits for that answer waits, and is not dropped."""
    asked = conversation_rows.waiting(work, person.phone_hash or "")
    contacts = bot.speeches.of(person.revision).library.pathways[person.pathway].contacts
    coming = {row.name for row in timers.planned(work, person.id) if row.kind == "contact"}
    return any(kept.value.flow in INTRODUCING for kept in asked) or any(
        contact.flow in INTRODUCING for name, contact in contacts.items() if name in coming
    )


def reminder_due(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """Before an appointment: only if it still stands, and it still lies ahead."""
    meeting = appointments.get(work, timer.appointment_id)
    subject = about(work, the_person(work, timer.person_id))
    person = subject.person
    assert person is not None
    if meeting is None or meeting.status != "planned" or meeting.starts_at <= now or person.status != "active":
        return
    if refusal := person.standing.refusal("reminder"):
        return reach_otherwise(bot, work, subject, refusal, now)
    if later := _rather_later(bot, work, subject, "reminder", now):
        return timers.postpone(work, timer.id, later) if later < meeting.starts_at else None
    conversations.begin(bot, work, subject, timer.name, now, replying=False, meeting=meeting)


def _rather_later(bot: Bot, work: Work, subject: Subject, manner: Manner, now: datetime) -> datetime | None:
    rules = bot.rules.house_rules
    polite = rules.quiet_hours.polite(now, rules.zone)
    if polite > now:
        return polite
    if escalations.open_about(work, subject.person_id, subject.phone_hash, danger=True):
        return rules.limits.hold_for.after(now, rules.zone)
    if manner == "routine" and subject.person_id:
        midnight = now.astimezone(rules.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if said.routine_since(work, subject.person_id, midnight) >= rules.limits.routine_texts_a_day:
            tomorrow = datetime.combine(midnight.date() + timedelta(days=1), rules.quiet_hours.ends)
            return local(tomorrow, rules.zone)
    return None


def reach_otherwise(bot: Bot, work: Work, subject: Subject, refusal: str, now: datetime) -> None:
    """They cannot be texted: contact by other means is a task, one at a time."""
    person = subject.person
    assert person is not None
    _one_task(bot, work, person.id, OTHERWISE, now)


def attendance_due(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """The appointment is over and nobody has written whether they came: the keyworker is asked."""
    meeting = appointments.get(work, timer.appointment_id)
    person = people.get(work, timer.person_id)
    if meeting and person and meeting.status == "planned" and person.status == "active":
        _one_task(bot, work, person.id, RECORD, now)


def _one_task(bot: Bot, work: Work, person_id: str, kind: str, now: datetime) -> None:
    if any(task.kind == kind for task in tasks.open_of(work, person_id)):
        return
    rules = bot.rules.house_rules
    add_task(
        work, person_id, kind, "task_overdue", now, rules.working_time.after(TASK_WITHIN, now, rules.zone, bot.holiday)
    )


def subject_of(work: Work, kept: Kept) -> Subject:
    """Whom a conversation is with."""
    if kept.person_id:
        return about(work, the_person(work, kept.person_id))
    phone_hash = kept.phone_hash
    row = number_rows.number_row(work, phone_hash)
    phone = work.open("number.phone", phone_hash, row.phone) if row is not None else None
    return Subject(phone, phone_hash, first_team(work))


def plan_reminders(bot: Bot, work: Work, meeting: Appointment, now: datetime) -> int:
    """A timer for each reminder that still lies ahead; returns how many."""
    ahead = reminders_ahead(bot, meeting.starts_at, now)
    for flow, at in ahead:
        timers.add(work, "reminder", at, person_id=meeting.person_id, appointment_id=meeting.id, name=flow)
    return len(ahead)


def reminders_ahead(bot: Bot, starts_at: datetime, now: datetime) -> list[tuple[str, datetime]]:
    """The reminders of an appointment that still lie ahead: which flow, and when."""
    rules = bot.rules.house_rules
    coming = [(one.flow, one.at.moment(starts_at, rules.zone)) for one in rules.reminders]
    return [(flow, at) for flow, at in coming if at > now]
