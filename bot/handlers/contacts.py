"""Planned contacts that fall due: a text if one may go, politely; else a task that the keyworker owns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.core.pathway import ANCHORS, Contact
from bot.core.span import Span, local
from bot.core.standing import NOT_VERIFIED
from bot.handlers import conversations, rhythm
from bot.handlers.bot import Bot, Subject, about, first_team, the_person
from bot.handlers.carry_out import INTRODUCING
from bot.store import appointments, enrolments, people, tasks, timers
from bot.store import conversations as conversation_rows
from bot.store import numbers as number_rows
from bot.store.appointments import Appointment
from bot.store.conversations import Kept
from bot.store.database import Work
from bot.store.enrolments import Enrolment

TASK_WITHIN = Span(4 * 3600, hours="working")
RECORD, OTHERWISE = "record_attendance", "reach_otherwise"


def contact_due(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """A contact of a pathway: a flow to text, or a task that opens. One of a past round does nothing."""
    subject = about(work, the_person(work, timer.person_id))
    person = subject.person
    assert person is not None
    one = enrolments.get(work, timer.enrolment_id or "")
    if person.status != "active" or one is None or one.state != "active" or one.round != timer.turn:
        return
    contact = bot.speeches.of(one.revision).library.pathways[one.pathway].contacts.get(timer.name)
    if contact is None:
        return
    if contact.flow:
        return flow_due(bot, work, timer, contact.flow, now)
    open_task(bot, work, one, contact, now)


AT_ONCE, AT_LEAST = timedelta(minutes=30), timedelta(hours=2)
SHORT_NOTICE = Span(16 * 3600, hours="working")
"""What a task that opens after its own deadline still gets: two working days, but not past the day it is for.

Whether somebody is out is asked at once (safety rule 13).
"""


def open_task(bot: Bot, work: Work, one: Enrolment, contact: Contact, now: datetime) -> None:
    """A staff task of the pathway, with the escalation that it raises when it is not done."""
    assert contact.by is not None
    rules = bot.rules.house_rules
    confirms = contact.task in (anchor.task for anchor in ANCHORS.values())
    if one.confirmed_at and confirms:
        return
    by = contact.by.moment(one.counts_from or now, rules.zone, rules.calendar(bot.holiday))
    due = max(by, now + AT_ONCE) if by >= now or confirms else _soon(bot, one, now)
    add_task(work, one.person_id, contact.task, contact.otherwise, now, due, contact.urgency, enrolment_id=one.id)


def _soon(bot: Bot, one: Enrolment, now: datetime) -> datetime:
    """When a task that opens late is due: in two working days, and before the day it is for, if that lies ahead."""
    rules = bot.rules.house_rules
    soon = rules.working_time.after(SHORT_NOTICE, now, rules.zone, bot.holiday)
    if one.anchor_day is None:
        return soon
    opens = local(datetime.combine(one.anchor_day, rules.working_time.starts), rules.zone)
    return max(now + AT_LEAST, min(soon, opens)) if opens > now else soon


add_task = tasks.give


def flow_due(bot: Bot, work: Work, timer: Any, flow: str, now: datetime) -> None:
    """A flow is to begin: unless it is late, rude, too much, held back by danger, or may not be texted at all."""
    rules = bot.rules.house_rules
    subject = about(work, the_person(work, timer.person_id))
    person = subject.person
    assert person is not None
    if person.status != "active":
        return
    manner = bot.speeches.current.library.flows[flow].manner
    introducing = flow in INTRODUCING
    if rules.limits.contact_worth_for.after(timer.due_at, rules.zone) < now and not introducing:
        return reach_otherwise(bot, work, subject, "its moment had passed", now)
    refusal = person.standing.refusal(manner, introducing=introducing)
    mergeable = refusal is None and timer.kind == "contact" and manner == "routine"
    if mergeable and (said := rhythm.one_with_another(bot, work, person, flow, now)):
        return timers.say_why(work, timer.id, said)
    if later := rhythm.rather_later(bot, work, subject, manner, timer.due_at, now, spread=timer.kind == "contact"):
        return timers.postpone(work, timer.id, later)
    if (refusal == NOT_VERIFIED or (introducing and timer.kind == "contact")) and _being_asked(
        bot, work, person, coming=not introducing
    ):
        return timers.postpone(work, timer.id, rules.limits.hold_for.after(now, rules.zone))
    if refusal:
        return reach_otherwise(bot, work, subject, refusal, now)
    meeting = appointments.get(work, timer.appointment_id) if timer.appointment_id else None
    conversations.begin(bot, work, subject, flow, now, replying=False, meeting=meeting)


def _being_asked(bot: Bot, work: Work, person: people.Person, *, coming: bool) -> bool:
    """Whether "is this you?" is being asked; with `coming`, or still to be.

    What waits for that answer waits, and is not dropped; and nobody is asked it twice at once.
    """
    if any(kept.value.flow in INTRODUCING for kept in conversation_rows.waiting(work, person.phone_hash or "")):
        return True
    if not coming:
        return False
    planned = {(row.enrolment_id, row.name) for row in timers.planned(work, person.id) if row.kind == "contact"}
    for one in enrolments.active_of(work, person.id):
        contacts = bot.speeches.of(one.revision).library.pathways[one.pathway].contacts
        if any(contact.flow in INTRODUCING and (one.id, name) in planned for name, contact in contacts.items()):
            return True
    return False


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
    if later := rhythm.rather_later(bot, work, subject, "reminder", now, now):
        return timers.postpone(work, timer.id, later) if later < meeting.starts_at else None
    conversations.begin(bot, work, subject, timer.name, now, replying=False, meeting=meeting)


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


def has_task(work: Work, person_id: str, kind: str) -> bool:
    return any(task.kind == kind for task in tasks.open_of(work, person_id))


def _one_task(bot: Bot, work: Work, person_id: str, kind: str, now: datetime) -> None:
    if has_task(work, person_id, kind):
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
    ahead = reminders_ahead(bot, meeting.kind, meeting.starts_at, now)
    for flow, at in ahead:
        timers.add(work, "reminder", at, person_id=meeting.person_id, appointment_id=meeting.id, name=flow)
    return len(ahead)


def reminders_ahead(bot: Bot, kind: str, starts_at: datetime, now: datetime) -> list[tuple[str, datetime]]:
    """The reminders of an appointment of this kind that still lie ahead: which flow, and when."""
    rules = bot.rules.house_rules
    coming = [(one.flow, one.at.moment(starts_at, rules.zone)) for one in rules.reminders_of(kind)]
    return [(flow, at) for flow, at in coming if at > now]
