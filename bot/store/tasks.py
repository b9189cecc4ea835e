"""Tasks: dated contacts that a keyworker owns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Table, insert, select, update

from bot.store import timers
from bot.store.base import key, metadata, moment, new_id, ref, word
from bot.store.database import Work

task = Table(
    "task",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    word("kind"),
    word("state", default="open"),
    word("otherwise"),
    word("urgency", default="today"),
    moment("open_at", null=False),
    moment("due_at", null=False),
    ref("done_by", "staff"),
    moment("done_at"),
    Index("ix_task_person_id_state", "person_id", "state"),
    Index("ix_task_state_due_at", "state", "due_at"),
)
"""`otherwise` is the escalation that an undone task raises at `due_at`."""


def add(work: Work, person_id: str, kind: str, **columns: Any) -> str:
    row_id = new_id()
    work.execute(insert(task).values(id=row_id, person_id=person_id, kind=kind, **columns))
    return row_id


def get(work: Work, row_id: str) -> Any:
    return work.execute(select(task).where(task.c.id == row_id)).first()


def done(work: Work, row_id: str, staff_id: str | None, now: datetime) -> bool:
    mine = update(task).where(task.c.id == row_id, task.c.state == "open")
    return work.execute(mine.values(state="done", done_by=staff_id, done_at=now)).rowcount == 1


def end(work: Work, person_id: str, kind: str, now: datetime) -> None:
    """What tasks of this kind ask for is there: they end with their deadlines, by nobody's hand."""
    for row in open_of(work, person_id):
        if row.kind == kind and done(work, row.id, None, now):
            timers.drop(work, "done", now, task_id=row.id)


def open_of(work: Work, person_id: str) -> list[Any]:
    query = select(task).where(task.c.person_id == person_id, task.c.state == "open").order_by(task.c.due_at)
    return list(work.execute(query))


def done_by_hand(work: Work, person_id: str) -> set[str]:
    """The kinds of the person's tasks that a worker did."""
    query = select(task.c.kind).where(
        task.c.person_id == person_id, task.c.state == "done", task.c.done_by.is_not(None)
    )
    return set(work.execute(query).scalars())


def all_open(work: Work, now: datetime, limit: int = 200) -> list[Any]:
    query = select(task).where(task.c.state == "open", task.c.open_at <= now).order_by(task.c.due_at).limit(limit)
    return list(work.execute(query))


def drop(work: Work, person_id: str) -> None:
    work.execute(update(task).where(task.c.person_id == person_id, task.c.state == "open").values(state="dropped"))
