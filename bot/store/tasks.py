"""Tasks: dated contacts that a keyworker owns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, String, Table, bindparam, insert, select, update

from bot.store import timers
from bot.store.base import key, metadata, moment, new_id, ref, word
from bot.store.database import Work
from bot.store.prepared import Prepared

task = Table(
    "task",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    Column("enrolment_id", String(36), nullable=True),
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
"""`otherwise` is the escalation that an undone task raises at `due_at`; of what pathway it is, `enrolment_id` says."""


def add(work: Work, person_id: str, kind: str, **columns: Any) -> str:
    row_id = new_id()
    work.run(_INSERT, {"id": row_id, "person_id": person_id, "kind": kind, "enrolment_id": None, **columns})
    return row_id


_INSERT = Prepared(insert(task))
_BY_ID = Prepared(select(task).where(task.c.id == bindparam("row")))
_DONE = Prepared(
    update(task)
    .where(task.c.id == bindparam("row"), task.c.state == "open")
    .values(state="done", done_by=bindparam("by"), done_at=bindparam("at"))
)
_OPEN_OF = Prepared(
    select(task).where(task.c.person_id == bindparam("who"), task.c.state == "open").order_by(task.c.due_at)
)


def get(work: Work, row_id: str) -> Any:
    return work.run(_BY_ID, {"row": row_id}).first()


def done(work: Work, row_id: str, staff_id: str | None, now: datetime) -> bool:
    return work.run(_DONE, {"row": row_id, "by": staff_id, "at": now}).rowcount == 1


def end(work: Work, person_id: str, kind: str, now: datetime) -> None:
    """What tasks of this kind ask for is there: they end with their deadlines, by nobody's hand."""
    for row in open_of(work, person_id):
        if row.kind == kind and done(work, row.id, None, now):
            timers.drop(work, "done", now, task_id=row.id)


def open_of(work: Work, person_id: str) -> list[Any]:
    return list(work.run(_OPEN_OF, {"who": person_id}))


def kinds_done(work: Work, enrolment_id: str) -> set[str]:
    """The kinds of task that somebody has done for this enrolment, in any round."""
    mine = (task.c.enrolment_id == enrolment_id, task.c.state == "done", task.c.done_by.is_not(None))
    return set(work.execute(select(task.c.kind).where(*mine)).scalars())


def all_open(work: Work, now: datetime, limit: int = 200) -> list[Any]:
    query = select(task).where(task.c.state == "open", task.c.open_at <= now).order_by(task.c.due_at).limit(limit)
    return list(work.execute(query))


def drop(work: Work, person_id: str, *, enrolment_id: str | None = None) -> list[str]:
    """Drop what is open, of one enrolment if told; returns the ids, whose deadlines are the caller's."""
    mine = [row.id for row in open_of(work, person_id) if enrolment_id in (None, row.enrolment_id)]
    work.execute(update(task).where(task.c.id.in_(mine)).values(state="dropped"))
    return mine
