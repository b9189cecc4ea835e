"""Lessons: texts that were misunderstood, with what they meant, for somebody to look over and the bot to learn from.

Nothing says whose a text was: names and numbers were taken out before it came here, and no row leads to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Table, insert, select, update

from bot.store.base import key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work

OFFERED, ACCEPTED, REFUSED, TAKEN = "offered", "accepted", "refused", "taken"

lesson = Table(
    "lesson",
    metadata,
    key(),
    sealed("text"),
    word("intent"),
    word("was", null=True),
    word("language"),
    word("state", default=OFFERED),
    ref("offered_by", "staff"),
    moment("offered_at", null=False),
    ref("decided_by", "staff"),
    moment("decided_at"),
    sealed("reason", null=True),
    Index("ix_lesson_state_offered_at", "state", "offered_at"),
)
"""`intent` is what it meant ("none": nothing that the list names), `was` what it was understood as."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`decided_by` is None where it was decided on the command line, or by the command that learns."""

    id: str
    text: str
    intent: str
    was: str | None
    language: str
    state: str
    offered_by: str | None
    offered_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str


def _opened(work: Work, row: Any) -> Lesson:
    said = {"text": work.open("lesson.text", row.id, row.text), "reason": _reason(work, row)}
    return Lesson(**{**row._asdict(), **said})


def _reason(work: Work, row: Any) -> str:
    return str(work.open("lesson.reason", row.id, row.reason) or "")


def add(
    work: Work, *, text: str, intent: str, was: str | None, language: str, offered_by: str, offered_at: datetime
) -> str:
    row_id = new_id()
    box = work.seal("lesson.text", row_id, text)
    columns = {"intent": intent, "was": was, "language": language, "offered_by": offered_by, "offered_at": offered_at}
    work.execute(insert(lesson).values(id=row_id, text=box, **columns))
    return row_id


def get(work: Work, row_id: str) -> Lesson | None:
    row = work.execute(select(lesson).where(lesson.c.id == row_id)).first()
    return _opened(work, row) if row else None


def in_state(work: Work, state: str, limit: int = 1000) -> list[Lesson]:
    """Oldest first."""
    query = select(lesson).where(lesson.c.state == state).order_by(lesson.c.offered_at, lesson.c.id).limit(limit)
    return [_opened(work, row) for row in work.execute(query)]


def decide(
    work: Work, row_id: str, state: str, *, by: str | None, now: datetime, reason: str, frm: str = OFFERED,
    text: str | None = None, intent: str | None = None,
) -> bool:  # fmt: skip
    """Accept or refuse it, its wording and meaning mended where they are given; False where somebody was faster."""
    new: dict[str, Any] = {"state": state, "decided_by": by, "decided_at": now}
    new["reason"] = work.seal("lesson.reason", row_id, reason) if reason else None
    if text is not None:
        new["text"] = work.seal("lesson.text", row_id, text)
    if intent is not None:
        new["intent"] = intent
    mine = update(lesson).where(lesson.c.id == row_id, lesson.c.state == frm)
    return work.execute(mine.values(new)).rowcount == 1


def take(work: Work, row_id: str) -> bool:
    """It is among the examples now; who accepted it stays."""
    mine = update(lesson).where(lesson.c.id == row_id, lesson.c.state == ACCEPTED)
    return work.execute(mine.values(state=TAKEN)).rowcount == 1
