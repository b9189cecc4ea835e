"""The end of a case: a human closes it, or a death is recorded."""

from __future__ import annotations

from datetime import datetime

from bot.handlers import closing, conversations
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.refusal import Refusal
from bot.store import enrolments, outbox, people, person_trail, tasks, timers
from bot.store import escalations as escalation_rows
from bot.store.database import Work
from bot.store.people import Person


def close(bot: Bot, person_id: str, staff_id: str, outcome: str) -> None:
    """A human closes the case; refused while an escalation is open."""
    _end(bot, person_id, "closed", outcome, staff_id)


def died(bot: Bot, person_id: str, staff_id: str) -> None:
    """Everything stops at once, quietly (safety rule 16)."""
    _end(bot, person_id, "died", "died", staff_id)


def _end(bot: Bot, person_id: str, status: str, reason: str, by: str) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        end_in(bot, work, the_person(work, person_id), status, reason, by, now)


ABOUT_THE_PLAN = ("plan_lost",)
"""Nothing is planned any more: whoever closes the case has answered that, and closed alone it would be raised again."""


def end_in(bot: Bot, work: Work, person: Person, status: str, reason: str, by: str, now: datetime) -> None:
    """The end of a case within a work that goes on; raises Refusal while an escalation is open."""
    still = escalation_rows.open_about(work, person.id) if status == "closed" else []
    if any(one.kind not in ABOUT_THE_PLAN for one in still):
        raise Refusal("person", "an escalation is open", "Close it first, with its outcome")
    subject = about(work, person)
    # No deadline outlives the case: a question of danger that still waits is in its escalation's hands.
    conversations.cancel(bot, work, subject, reason, now, danger_too=True)
    outbox.drop(work, reason, now, person_id=person.id)
    for kind in ("contact", "reminder", "attendance", "wait", "plan", "task"):
        timers.drop(work, reason, now, person_id=person.id, kind=kind)
    tasks.drop(work, person.id)
    for each in enrolments.active_of(work, person.id):
        enrolments.change(work, each.id, state="closed", closed_at=now, closed_by=by, outcome=reason)
        person_trail.note(work, person.id, "pathway closed", now, by=by, pathway=each.pathway, outcome=reason)
    people.change(work, person.id, status=status)
    people.remember(work, person, {"closed_because": reason, "closed_by": by})
    for one in still:
        closing.end(bot, work, one, None, now, staff_id=by, outcome="done", note="The case is closed", detail="done")
