"""What the kind of an escalation does not say: which task, which worker, whose time ran out, how it ended."""

from __future__ import annotations

from bot.handlers.closing import OUTCOMES
from bot.store import escalations, staff, tasks
from bot.store.database import Work
from bot.store.escalations import Escalation

HANDS = ("mine", "passed on", "outcome missed", "handed over")
"""The lines of the trail that say in whose hands it is."""


def task_of(work: Work, one: Escalation) -> str:
    """The kind of the task that is overdue; empty where no task is the matter."""
    task = tasks.get(work, one.cause.rpartition("task ")[2]) if one.kind == "task_overdue" else None
    return task.kind if task else ""


def worker_of(work: Work, one: Escalation) -> str:
    """The member of staff who could not be reached."""
    worker = staff.get(work, one.cause.rpartition("staff:")[2]) if one.kind == "staff_unreachable" else None
    return worker.name if worker else ""


def missed(work: Work, one: Escalation) -> bool:
    """Whether whoever had it last wrote no outcome in time, and nobody has it since."""
    if one.state != "open" or not one.owner_id:
        return False
    last = [row.what for row in escalations.trail_of(work, one.id) if row.what in HANDS]
    return last[-1:] == ["outcome missed"]


def closed_by(work: Work, one: Escalation) -> str | None:
    """The id of whoever closed it."""
    closed = [row.staff_id for row in escalations.trail_of(work, one.id) if row.what == "closed"]
    return closed[-1] if closed else None


def outcome(one: Escalation) -> str:
    """How it ended, in words, with the note: "Reached: spoke to them. Home, and well"."""
    says = OUTCOMES.get(one.outcome or "", (one.outcome or "").replace("_", " ").capitalize())
    return f"{says}. {one.note}" if one.note else says
