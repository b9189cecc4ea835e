"""What follows when a text could not be delivered: what the provider's code means, and who must hear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.codes import what_it_means
from bot.handlers import contacts, escalations, opting
from bot.handlers.bot import Bot, Subject, about, first_team
from bot.handlers.carry_out import keep_in_hand
from bot.store import outbox, people, staff
from bot.store.database import Work
from bot.store.staff import Staff


def not_delivered(bot: Bot, work: Work, row: dict[str, Any], code: str | None, now: datetime) -> None:
    """A notice that failed tells the next rung; a text that failed marks the number and tells a person."""
    if row["escalation_id"]:
        return _notice(bot, work, row, code, now)
    if row["staff_id"]:
        return
    subject = _subject(work, row)
    meaning = what_it_means(code or "", bot.rules.house_rules.codes)
    if row["manner"] == "danger":
        escalations.unheard(bot, work, subject, now)
    if meaning == "opted_out":
        opting.out(bot, work, subject, now, silently=True)
    elif subject.person and meaning == "bad_number":
        people.change(work, subject.person.id, number="bad")
        escalations.raise_one(bot, work, subject, "bad_number", "today", now)
    elif row["manner"] != "danger":
        escalations.raise_one(bot, work, subject, "undeliverable", "today", now)
    keep_in_hand(bot, work, subject, now)


def _notice(bot: Bot, work: Work, row: dict[str, Any], code: str | None, now: datetime) -> None:
    meaning = what_it_means(code or "", bot.rules.house_rules.codes)
    worker = staff.get(work, row["staff_id"])
    if worker and worker.reachable and row["channel"] != "email" and meaning in ("opted_out", "bad_number"):
        staff_unreachable(bot, work, worker, now)
    escalations.notice_failed(bot, work, row["escalation_id"], row["rung"], now)


def staff_unreachable(bot: Bot, work: Work, worker: Staff, now: datetime) -> None:
    """A worker's phone texted STOP or does not exist: nobody may think that it rings."""
    staff.change(work, worker.id, reachable=False)
    nobody = Subject(None, f"staff:{worker.id}"[:64], worker.team_id)
    # Told from the team leader upwards: the worker on the rung below may be the very one.
    escalations.raise_one(bot, work, nobody, "staff_unreachable", "today", now, first="team_leader")


def not_said(bot: Bot, work: Work, row: dict[str, Any], reason: str, now: datetime) -> None:
    """What was to be said came too late to be said: the keyworker reaches them otherwise."""
    person = people.get(work, row["person_id"]) if row["person_id"] and row["manner"] == "routine" else None
    if person:
        contacts.reach_otherwise(bot, work, about(work, person), reason, now)
        keep_in_hand(bot, work, about(work, person), now)


def set_aside(bot: Bot, work: Work, row_id: str, reason: str, now: datetime) -> None:
    """A row that cannot be read, told of by its id alone."""
    outbox.change(work, row_id, state="failed", reason=f"cannot be read: {reason}"[:200], settled_at=now)
    nobody = Subject(None, f"text:{row_id}"[:64], first_team(work))
    escalations.raise_one(bot, work, nobody, "undeliverable", "urgent", now, cause=f"text {row_id}")


def _subject(work: Work, row: dict[str, Any]) -> Subject:
    """Whose number it went to: what befell the old number says nothing of a person's new one."""
    person = people.get(work, row["person_id"]) if row["person_id"] else None
    if person and person.phone_hash == row["to_hash"]:
        return about(work, person)
    return Subject(row["to"], row["to_hash"], person.team_id if person else first_team(work))
