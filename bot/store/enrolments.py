"""Enrolments: a person on a pathway, counted from its anchor day, until a human closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Table, bindparam, insert, select

from bot.store.base import changed, key, metadata, moment, new_id, ref, word
from bot.store.database import Work
from bot.store.prepared import Prepared

enrolment = Table(
    "enrolment",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    word("pathway"),
    word("anchor"),
    Column("anchor_day", Date, nullable=True),
    moment("anchor_at"),
    word("state", default="active"),
    Column("round", Integer, nullable=False, default=0),
    moment("confirmed_at"),
    ref("confirmed_by", "staff"),
    moment("held_at"),
    word("revision"),
    Column("contacts", Integer, nullable=False, default=0),
    moment("began_at", null=False),
    moment("closed_at"),
    ref("closed_by", "staff"),
    word("outcome", null=True),
    Index("ix_enrolment_person_id_state", "person_id", "state"),
)
"""`anchor_day` is empty while the day of release is not known. `round` counts how often it was planned from a new
anchor: a contact happens once in a round. `held_at` is since when they have been in custody again."""

_NAMES = (
    "person_id", "pathway", "anchor", "anchor_day", "anchor_at", "state", "round", "confirmed_at", "held_at",
    "revision", "began_at", "closed_at", "closed_by", "outcome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person on a pathway."""

    id: str
    person_id: str
    pathway: str
    anchor: str
    anchor_day: date | None
    anchor_at: datetime | None
    state: str
    round: int
    confirmed_at: datetime | None
    held_at: datetime | None
    revision: str
    began_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None

    @property
    def inside(self) -> bool:
        """Whether it counts from a release: there is no phone before that."""
        return self.anchor == "release"

    @property
    def counts_from(self) -> datetime | date | None:
        """The anchor: its moment where that is known."""
        return self.anchor_at or self.anchor_day


def _enrolment(row: Any) -> Enrolment:
    return Enrolment(row.id, *(getattr(row, name) for name in _NAMES))


_BY_ID = Prepared(select(enrolment).where(enrolment.c.id == bindparam("id")))
_OF = select(enrolment).where(enrolment.c.person_id == bindparam("who")).order_by(enrolment.c.began_at, enrolment.c.id)
_ALL_OF = Prepared(_OF)
_ACTIVE_OF = Prepared(_OF.where(enrolment.c.state == "active"))


def add(work: Work, **columns: Any) -> str:
    row_id = new_id()
    work.execute(insert(enrolment).values(id=row_id, **columns))
    return row_id


_INSERT = Prepared(insert(enrolment))


def add_all(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each with its id and the same columns named."""
    _INSERT.run_all(work.connection, rows)


def get(work: Work, row_id: str) -> Enrolment | None:
    row = work.run(_BY_ID, {"id": row_id}).first()
    return _enrolment(row) if row else None


def of_person(work: Work, person_id: str) -> list[Enrolment]:
    """Every one of theirs, closed ones too, in order of beginning."""
    return [_enrolment(row) for row in work.run(_ALL_OF, {"who": person_id})]


def active_of(work: Work, person_id: str) -> list[Enrolment]:
    return [_enrolment(row) for row in work.run(_ACTIVE_OF, {"who": person_id})]


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.run(*changed(enrolment, row_id, columns))
