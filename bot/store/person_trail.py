"""What was done about a person's plan, by whom and when: lines of their page that nothing takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Table, insert, select

from bot.store.base import key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

person_trail = Table(
    "person_trail",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    word("what"),
    moment("at", null=False),
    ref("staff_id", "staff"),
    sealed("private"),
    Index("ix_person_trail_person_id_at", "person_id", "at"),
)
"""`what`: pathway added, pathway closed, start confirmed, released, early release, release moved, release postponed,
transferred, in custody. `private` holds the pathway, the days from and to, and the place."""


def note(work: Work, person_id: str, what: str, now: datetime, *, by: str | None, **private: str) -> None:
    add_all(work, [row_of(work, person_id, what, now, by=by, **private)])


def row_of(
    work: Work, person_id: str, what: str, now: datetime, *, by: str | None, **private: str
) -> dict[str, Any]:  # fmt: skip
    """The row of a line, sealed, with its id."""
    row_id = new_id()
    box = work.seal("person_trail.private", row_id, private)
    return {"id": row_id, "person_id": person_id, "what": what, "at": now, "staff_id": by, "private": box}


_INSERT = Prepared(insert(person_trail))


def add_all(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each made by `row_of`."""
    _INSERT.run_all(work.connection, rows)


def of_person(work: Work, person_id: str) -> list[dict[str, Any]]:
    """Oldest first, opened."""
    rows = work.execute(select(person_trail).where(person_trail.c.person_id == person_id).order_by(person_trail.c.id))
    return [_opened(work, row) for row in rows]


def _opened(work: Work, row: Any) -> dict[str, Any]:
    private: Mapping[str, str] = work.open("person_trail.private", row.id, row.private)
    return {"id": row.id, "what": row.what, "at": row.at, "staff_id": row.staff_id, **private}
