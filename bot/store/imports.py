"""Imports: who brought which file, what became of its lines, and the lines that still wait to be taken over.

A batch lies here sealed until its lines are rows of people or appointments; then it goes in the same transaction.
`sourced` is what a source last said of a row: what somebody changes here afterwards is not overwritten by its echo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, delete, func, insert, select, update

from bot.store.base import changed, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

READING, READY, APPLYING, DONE, DROPPED = "reading", "ready", "applying", "done", "dropped"
COUNTED = ("lines", "added", "changed", "unchanged", "left_alone", "bad", "taken")

import_run = Table(
    "import_run",
    metadata,
    key(),
    word("kind"),
    word("state", default=READING),
    Column("skip_bad", Boolean, nullable=False, default=False),
    ref("team_id", "team"),
    ref("brought_by", "staff"),
    sealed("name"),
    sealed("found", null=True),
    *(Column(name, Integer, nullable=False, default=0) for name in COUNTED),
    moment("brought_at", null=False),
    moment("applied_at"),
    moment("finished_at"),
    Index("ix_import_run_state_brought_at", "state", "brought_at"),
)
"""`name` is the file's; `found` holds the first flaws and changes, for the page. `taken` counts the lines applied."""

import_batch = Table(
    "import_batch",
    metadata,
    key(),
    ref("run_id", "import_run", null=False),
    Column("number", Integer, nullable=False),
    sealed("box"),
    Index("ix_import_batch_run_id_number", "run_id", "number"),
)

sourced = Table("sourced", metadata, key(), Column("digest", String(64), nullable=False), sealed("said"))
"""The id is the person's or the appointment's own; `digest` is the keyed hash of what was said."""


@dataclass(frozen=True, slots=True)
class Run:
    """An import. `brought_by` is None on the command line, `team_id` where people of every team may be meant."""

    id: str
    kind: str
    state: str
    skip_bad: bool
    team_id: str | None
    brought_by: str | None
    name: str
    found: Mapping[str, Any]
    lines: int
    added: int
    changed: int
    unchanged: int
    left_alone: int
    bad: int
    taken: int
    brought_at: datetime
    applied_at: datetime | None
    finished_at: datetime | None

    @property
    def to_take(self) -> int:
        """Lines that are taken over; with those whose words are only remembered."""
        return int(self.found.get("to_take", 0))


def _run(work: Work, row: Any) -> Run:
    name = work.open("import_run.name", row.id, row.name)
    found = work.open("import_run.found", row.id, row.found) or {}
    return Run(**{**row._asdict(), "name": name, "found": found})


def begin(work: Work, *, kind: str, name: str, team_id: str | None, brought_by: str | None, now: datetime) -> str:
    row_id = new_id()
    box = work.seal("import_run.name", row_id, name)
    columns = {"kind": kind, "team_id": team_id, "brought_by": brought_by, "brought_at": now}
    work.execute(insert(import_run).values(id=row_id, name=box, **columns))
    return row_id


def get(work: Work, run_id: str, *, lock: bool = False) -> Run | None:
    query = select(import_run).where(import_run.c.id == run_id)
    row = work.execute(query.with_for_update() if lock else query).first()
    return _run(work, row) if row else None


def latest(work: Work, team_id: str | None, limit: int = 50) -> list[Run]:
    """The newest first: those of a team, with those of the command line; of everybody without a team."""
    query = select(import_run).order_by(import_run.c.brought_at.desc()).limit(limit)
    if team_id:
        query = query.where(import_run.c.team_id.is_(None) | (import_run.c.team_id == team_id))
    return [_run(work, row) for row in work.execute(query)]


def in_state(work: Work, *states: str) -> list[Run]:
    """Oldest first."""
    query = select(import_run).where(import_run.c.state.in_(states)).order_by(import_run.c.brought_at)
    return [_run(work, row) for row in work.execute(query)]


def change(work: Work, run_id: str, **columns: Any) -> None:
    if "found" in columns:
        columns["found"] = work.seal("import_run.found", run_id, columns["found"])
    work.run(*changed(import_run, run_id, columns))


def move(work: Work, run_id: str, frm: str, **columns: Any) -> bool:
    """Change it where it still stands in that state; the row count says who won."""
    mine = update(import_run).where(import_run.c.id == run_id, import_run.c.state == frm)
    return work.execute(mine.values(**columns)).rowcount == 1


def forget_found(work: Work, before: datetime) -> int:
    """What was told of lines holds names and numbers: of imports that ended before then only the counts stay."""
    old = update(import_run).where(import_run.c.finished_at < before, import_run.c.found.is_not(None))
    return work.execute(old.values(found=None)).rowcount


def count_taken(work: Work, run_id: str, many: int) -> None:
    work.execute(update(import_run).where(import_run.c.id == run_id).values(taken=import_run.c.taken + many))


def put_batches(work: Work, run_id: str, batches: Sequence[tuple[int, Sequence[Any]]]) -> None:
    """Each with its number."""
    for number, rows in batches:
        row_id = new_id()
        box = work.seal("import_batch.box", row_id, list(rows))
        work.execute(insert(import_batch).values(id=row_id, run_id=run_id, number=number, box=box))


def next_batch(work: Work, run_id: str) -> tuple[str, list[Any]] | None:
    """The first batch that waits, locked; None: all are taken."""
    query = select(import_batch).where(import_batch.c.run_id == run_id).order_by(import_batch.c.number).limit(1)
    row = work.execute(query.with_for_update()).first()
    return (row.id, work.open("import_batch.box", row.id, row.box)) if row else None


def drop_batch(work: Work, batch_id: str) -> bool:
    return work.execute(delete(import_batch).where(import_batch.c.id == batch_id)).rowcount == 1


def drop_batches(work: Work, run_id: str) -> None:
    work.execute(delete(import_batch).where(import_batch.c.run_id == run_id))


def waiting(work: Work) -> int:
    return int(work.execute(select(func.count()).select_from(import_batch)).scalar_one())


@dataclass(frozen=True, slots=True)
class Sourced:
    """What a source last said of a row."""

    digest: str
    box: bytes


def sourced_of(work: Work, ids: Sequence[str]) -> dict[str, Sourced]:
    """By the id of the person or appointment; at most a few hundred at once."""
    rows = work.execute(select(sourced).where(sourced.c.id.in_(ids))) if ids else ()
    return {row.id: Sourced(row.digest, row.said) for row in rows}


def said(work: Work, row_id: str, one: Sourced) -> dict[str, Any]:
    opened: dict[str, Any] = work.open("sourced.said", row_id, one.box)
    return opened


_HEAR = Prepared(insert(sourced))


def keep_sourced(work: Work, rows: Sequence[tuple[str, str, Mapping[str, Any]]], *, new: bool) -> None:
    """Keep what a source said: (id, digest, values) of rows that are all `new` to it, or that it may have named."""
    if not new:
        work.execute(delete(sourced).where(sourced.c.id.in_([row_id for row_id, _, _ in rows])))
    boxes = [
        {"id": row_id, "digest": digest, "said": work.seal("sourced.said", row_id, dict(values))}
        for row_id, digest, values in rows
    ]
    _HEAR.run_all(work.connection, boxes)
