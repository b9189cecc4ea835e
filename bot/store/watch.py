"""The watchdog's queries: whoever has fallen through, found from the rows themselves, never from a summary of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, null, or_, select

from bot.core.referral import WAITING
from bot.store.appointments import appointment
from bot.store.conversations import conversation
from bot.store.database import Work
from bot.store.disclosures import EXPLAINING, disclosure
from bot.store.enrolments import enrolment
from bot.store.escalations import escalation
from bot.store.outbox import outbox
from bot.store.people import person
from bot.store.referrals import referral
from bot.store.tasks import task
from bot.store.timers import timer


@dataclass(frozen=True, slots=True)
class Lost:
    """`what` fell through for the person (None: an unknown number); `row` is the row that shows it."""

    person_id: str | None
    what: str
    row: str


REFERRAL = "referral_without_deadline"
GRACE = timedelta(minutes=10)
"""What is due is not lost: the clock has this long to act on it."""


def lost(work: Work, now: datetime, limit: int = 200) -> list[Lost]:
    """Everybody whom the promise "no one is lost" does not hold for and whom nobody has been told of yet.

    Without the told ones: two hundred old losses would hide the next.
    """
    found: list[Lost] = []
    for what, query in QUERIES.items():
        asked = query(now)
        row = asked.selected_columns[1]
        told = select(escalation.c.id).where(
            escalation.c.cause == literal(f"plan_lost:{what} ").concat(row), escalation.c.state != "closed"
        )
        fresh = asked if what == "ladder_stopped" else asked.where(~exists(told))
        found += [Lost(each[0], what, each[1]) for each in work.execute(fresh.limit(limit))]
    return found


def _live_timer(*where: Any) -> Any:
    return exists(select(timer.c.id).where(timer.c.state == "waiting", *where))


def _nobody_is_coming(now: datetime) -> Select[Any]:
    """Active, and nothing waits for them: no timer, no open task, no open escalation."""
    planned = _live_timer(timer.c.person_id == person.c.id, timer.c.kind != "ladder", timer.c.due_at > now - GRACE)
    owned = exists(select(escalation.c.id).where(escalation.c.person_id == person.c.id, escalation.c.state != "closed"))
    return select(person.c.id, person.c.id).where(person.c.status == "active", ~planned, ~owned)


def _contacts_gone(now: datetime) -> Select[Any]:
    """Fewer contacts than were planned for a pathway of theirs, in its present round."""
    of_it = (timer.c.person_id == enrolment.c.person_id, timer.c.enrolment_id == enrolment.c.id)
    this_round = (timer.c.turn == enrolment.c.round, timer.c.state != "dropped")
    have = select(func.count()).where(*of_it, *this_round).scalar_subquery()
    return select(enrolment.c.person_id, enrolment.c.id).where(
        enrolment.c.state == "active", have < enrolment.c.contacts
    )


def _question_without_deadline(now: datetime) -> Select[Any]:
    live = _live_timer(timer.c.conversation_id == conversation.c.id, timer.c.kind == "wait")
    return select(conversation.c.person_id, conversation.c.id).where(
        conversation.c.waiting.is_(True), conversation.c.person_id.is_not(None), conversation.c.held.is_(False), ~live
    )


def _question_never_asked(now: datetime) -> Select[Any]:
    """A conversation waits for the answer to a text that is not there."""
    asked = exists(select(outbox.c.id).where(outbox.c.conversation_id == conversation.c.id))
    return select(conversation.c.person_id, conversation.c.id).where(
        conversation.c.waiting.is_(True), conversation.c.person_id.is_not(None), ~asked
    )


def _ladder_stopped(now: datetime) -> Select[Any]:
    live = _live_timer(timer.c.escalation_id == escalation.c.id, timer.c.kind == "ladder")
    return select(escalation.c.person_id, escalation.c.id).where(escalation.c.state != "closed", ~live)


def _task_without_deadline(now: datetime) -> Select[Any]:
    live = _live_timer(timer.c.task_id == task.c.id)
    return select(task.c.person_id, task.c.id).where(task.c.state == "open", ~live)


def _deadline_without_task(now: datetime) -> Select[Any]:
    """A deadline that would ring for a task which is not there."""
    there = exists(select(task.c.id).where(task.c.id == timer.c.task_id, task.c.state == "open"))
    waiting = (timer.c.kind == "task", timer.c.state == "waiting", timer.c.person_id.is_not(None))
    return select(timer.c.person_id, timer.c.id).where(*waiting, ~there)


def _reminders_gone(now: datetime) -> Select[Any]:
    set_ = (timer.c.appointment_id == appointment.c.id, timer.c.kind == "reminder", timer.c.state != "dropped")
    have = select(func.count()).where(*set_).scalar_subquery()
    coming = and_(appointment.c.status == "planned", appointment.c.starts_at > now)
    return select(appointment.c.person_id, appointment.c.id).where(coming, have < appointment.c.reminders)


def _sending_for_ever(now: datetime) -> Select[Any]:
    stuck = or_(outbox.c.lease_until.is_(None), outbox.c.claimed_at.is_(None))
    return select(outbox.c.person_id, outbox.c.id).where(
        outbox.c.state == "sending", outbox.c.person_id.is_not(None), stuck
    )


def _referral_without_deadline(now: datetime) -> Select[Any]:
    """Somebody who waits to be accepted, and nobody would be told that nobody does."""
    live = _live_timer(timer.c.id == referral.c.timer_id)
    return select(null(), referral.c.id).where(referral.c.state == WAITING, ~live)


def _explained_to_nobody(now: datetime) -> Select[Any]:
    """What is to be told once it was explained, and nothing looks whether it was."""
    live = _live_timer(timer.c.id == disclosure.c.timer_id)
    return select(disclosure.c.person_id, disclosure.c.id).where(disclosure.c.state == EXPLAINING, ~live)


QUERIES: dict[str, Callable[[datetime], Select[Any]]] = {
    "nobody_is_coming": _nobody_is_coming,
    "contacts_gone": _contacts_gone,
    "question_without_deadline": _question_without_deadline,
    "question_never_asked": _question_never_asked,
    "ladder_stopped": _ladder_stopped,
    "task_without_deadline": _task_without_deadline,
    "deadline_without_task": _deadline_without_task,
    "reminders_gone": _reminders_gone,
    "sending_for_ever": _sending_for_ever,
    REFERRAL: _referral_without_deadline,
    "explained_to_nobody": _explained_to_nobody,
}
