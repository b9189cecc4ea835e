"""Appointments: what people agreed, what they said of it, and whether they came."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, insert, select

from bot.store.base import changed, index_where, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

appointment = Table(
    "appointment",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    Column("reference", String(64), nullable=True, unique=True),
    word("kind"),
    moment("starts_at", null=False),
    word("agreed"),
    sealed("private"),
    word("status", default="planned"),
    word("they_said", null=True),
    Column("series", String(64), nullable=True),
    Column("reminders", Integer, nullable=False, default=0),
    ref("recorded_by", "staff"),
    moment("recorded_at"),
    moment("created_at", null=False),
    Index("ix_appointment_person_id_starts_at", "person_id", "starts_at"),
    Index("ix_appointment_status_starts_at", "status", "starts_at"),
    index_where("series IS NOT NULL", "ix_appointment_series", "series"),
)
"""`series` is the repeating event of a calendar that it belongs to."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """`status`: planned, cancelled, attended, missed. `agreed` is the wall time and zone that people agreed."""

    id: str
    person_id: str
    kind: str
    starts_at: datetime
    agreed: str
    status: str
    they_said: str | None
    reminders: int
    place: str
    with_whom: str
    reference: str | None = None

    @property
    def wall(self) -> str:
        """The local time that people agreed, such as 2026-06-05T14:30."""
        return self.agreed.partition(" ")[0]


def _appointment(work: Work, row: Any) -> Appointment:
    private = work.open("appointment.private", row.id, row.private)
    return Appointment(
        row.id, row.person_id, row.kind, row.starts_at, row.agreed, row.status, row.they_said, row.reminders,
        private["place"], private["with_whom"], row.reference,
    )  # fmt: skip


def add(work: Work, *, place: str, with_whom: str, **columns: Any) -> str:
    row = row_of(work, place=place, with_whom=with_whom, **columns)
    work.execute(insert(appointment).values(row))
    return str(row["id"])


def row_of(work: Work, *, place: str, with_whom: str, **columns: Any) -> dict[str, Any]:
    """The row of a new appointment, sealed, with its id."""
    row_id = new_id()
    box = work.seal("appointment.private", row_id, {"place": place, "with_whom": with_whom})
    return {"id": row_id, "private": box, **columns}


_INSERT = Prepared(insert(appointment))


def add_all(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each made by `row_of`."""
    _INSERT.run_all(work.connection, rows)


def ids_of(work: Work, references: Collection[str]) -> dict[str, tuple[str, str]]:
    """By reference: the appointment's id and the person's, without opening anything sealed."""
    columns = (appointment.c.reference, appointment.c.id, appointment.c.person_id)
    rows = work.execute(select(*columns).where(appointment.c.reference.in_(references))) if references else ()
    return {row.reference: (row.id, row.person_id) for row in rows}


def in_series(work: Work, series: Collection[str], since: datetime, until: datetime) -> list[str]:
    """The references of what is planned of these series between two moments."""
    query = select(appointment.c.reference).where(
        appointment.c.series.in_(series), appointment.c.status == "planned",
        appointment.c.starts_at > since, appointment.c.starts_at <= until,
    )  # fmt: skip
    return [row.reference for row in work.execute(query)] if series else []


def named(work: Work, ids: Collection[str]) -> dict[str, Appointment]:
    """Many at once, by id."""
    rows = work.execute(select(appointment).where(appointment.c.id.in_(list(ids)))) if ids else ()
    return {row.id: _appointment(work, row) for row in rows}


_BY_ID = Prepared(select(appointment).where(appointment.c.id == bindparam("row")))


def get(work: Work, row_id: str) -> Appointment | None:
    row = work.run(_BY_ID, {"row": row_id}).first()
    return _appointment(work, row) if row else None


def with_reference(work: Work, reference: str) -> Appointment | None:
    row = work.execute(select(appointment).where(appointment.c.reference == reference)).first()
    return _appointment(work, row) if row else None


def recorded_by(work: Work, row_id: str) -> str | None:
    """The member of staff who recorded its outcome, or called it off; None: nobody did."""
    return work.execute(select(appointment.c.recorded_by).where(appointment.c.id == row_id)).scalar()


def of_person(work: Work, person_id: str) -> list[Appointment]:
    query = select(appointment).where(appointment.c.person_id == person_id).order_by(appointment.c.starts_at.desc())
    return [_appointment(work, row) for row in work.execute(query)]


def between(work: Work, since: datetime, until: datetime) -> list[Appointment]:
    query = select(appointment).where(appointment.c.starts_at.between(since, until), appointment.c.status == "planned")
    return [_appointment(work, row) for row in work.execute(query.order_by(appointment.c.starts_at))]


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.run(*changed(appointment, row_id, columns))


def keep_private(work: Work, one: Appointment, *, place: str, with_whom: str) -> None:
    box = work.seal("appointment.private", one.id, {"place": place, "with_whom": with_whom})
    change(work, one.id, private=box)
