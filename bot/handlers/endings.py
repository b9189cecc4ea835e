"""The end of a case: a human closes it, or a death is recorded."""

from __future__ import annotations

from bot.handlers import conversations, deaths
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.refusal import Refusal
from bot.store import escalations as escalation_rows
from bot.store import outbox, people, tasks, timers
from bot.store.people import Person

WELL = "finished"
"""The outcome after which they are told that the texts stop, and that they may come back."""


def close(bot: Bot, person_id: str, staff_id: str, outcome: str) -> None:
    """A human closes the case; refused while an escalation is open."""
    _end(bot, person_id, "closed", outcome, staff_id)
    bot.wake()


def died(bot: Bot, person_id: str, staff_id: str) -> None:
    """Everything stops at once, quietly (safety rule 16)."""
    _end(bot, person_id, "died", "died", staff_id)


def _end(bot: Bot, person_id: str, status: str, reason: str, by: str) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        person: Person = the_person(work, person_id)
        if status == "closed":
            deaths.refuse(person)
        if status == "closed" and escalation_rows.open_about(work, person_id):
            raise Refusal("person", "an escalation is open", "Close it first, with its outcome")
        subject = about(work, person)
        # No deadline outlives the case: a question of danger that still waits is in its escalation's hands.
        conversations.cancel(bot, work, subject, reason, now, danger_too=True)
        outbox.drop(work, reason, now, person_id=person_id)
        for kind in ("contact", "reminder", "attendance", "wait", "plan", "task"):
            timers.drop(work, reason, now, person_id=person_id, kind=kind)
        tasks.drop(work, person_id)
        if (status, reason) == ("closed", WELL) and not person.standing.refusal("routine"):
            conversations.begin(bot, work, subject, "closed", now, replying=True)
        people.change(work, person_id, status=status)
        people.remember(work, person, {"closed_because": reason, "closed_by": by})
