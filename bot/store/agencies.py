"""Agencies, and how each stands to a person: who is involved, what the person wishes, and on which lawful basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, String, Table, insert, select, update

from bot.core.sharing import Basis, Tie, Wish
from bot.store.base import index_where, key, metadata, moment, new_id, ref, word
from bot.store.database import Work
from bot.store.staff import staff, team

agency = Table("agency", metadata, key(), Column("name", String(120), nullable=False, unique=True), word("kind"))
"""`kind` is one of `core.sharing.KINDS`. A team without an agency belongs to the service's own."""

involvement = Table(
    "involvement",
    metadata,
    key(),
    ref("person_id", "person", null=False, index=True),
    ref("agency_id", "agency", null=False),
    ref("practitioner_id", "staff"),
    word("wish"),
    word("basis"),
    word("order", null=True),
    ref("recorded_by", "staff"),
    moment("since", null=False),
    moment("ended_at"),
    index_where("ended_at IS NULL", "uq_involvement_now", "person_id", "agency_id", unique=True),
    index_where("ended_at IS NULL", "ix_involvement_agency_now", "agency_id"),
)
"""A change ends the row and adds another: what somebody wished at the time of a look can be found."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that works with the service."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Involved:
    """An agency's part with a person. `order` is "drr" or "atr" where a court has made one."""

    id: str
    person_id: str
    agency: Agency
    practitioner_id: str | None
    wish: str
    basis: str
    order: str | None
    since: datetime

    @property
    def tie(self) -> Tie:
        return Tie(self.agency.kind, cast(Wish, self.wish), cast(Basis, self.basis))


def add(work: Work, name: str, kind: str) -> str:
    row_id = new_id()
    work.execute(insert(agency).values(id=row_id, name=name, kind=kind))
    return row_id


def get(work: Work, row_id: str | None) -> Agency | None:
    row = work.execute(select(agency).where(agency.c.id == row_id)).first() if row_id else None
    return Agency(row.id, row.name, row.kind) if row else None


def all_of(work: Work) -> list[Agency]:
    return [Agency(row.id, row.name, row.kind) for row in work.execute(select(agency).order_by(agency.c.name))]


def of_team(work: Work, team_id: str) -> Agency | None:
    """The agency of a team; None for the service's own."""
    return get(work, work.execute(select(team.c.agency_id).where(team.c.id == team_id)).scalar())


def teams_of(work: Work, agency_id: str | None) -> list[str]:
    """The ids of an agency's teams; with None those of the service's own."""
    same = team.c.agency_id.is_(None) if agency_id is None else team.c.agency_id == agency_id
    return list(work.execute(select(team.c.id).where(same)).scalars())


def staff_of(work: Work, agency_id: str) -> list[str]:
    """The ids of everybody who works in the agency's teams."""
    query = select(staff.c.id).join(team, team.c.id == staff.c.team_id)
    return list(work.execute(query.where(team.c.agency_id == agency_id, staff.c.active.is_(True))).scalars())


_PARTS = select(involvement, agency.c.name, agency.c.kind).join(agency, agency.c.id == involvement.c.agency_id)
_NOW = involvement.c.ended_at.is_(None)


def _involved(rows: Sequence[Any]) -> list[Involved]:
    return [
        Involved(row.id, row.person_id, Agency(row.agency_id, row.name, row.kind), row.practitioner_id, row.wish,
                 row.basis, row.order, row.since)
        for row in rows
    ]  # fmt: skip


def involved(work: Work, person_id: str) -> list[Involved]:
    """Every agency that has a part with the person now, by name."""
    query = _PARTS.where(involvement.c.person_id == person_id, _NOW).order_by(agency.c.name)
    return _involved(work.execute(query).all())


def part_of(work: Work, person_id: str, agency_id: str | None) -> Involved | None:
    return next((one for one in involved(work, person_id) if one.agency.id == agency_id), None)


def people_of(work: Work, agency_id: str, limit: int = 500) -> list[Involved]:
    """Everybody whom the agency has a part with now."""
    query = _PARTS.where(involvement.c.agency_id == agency_id, _NOW).order_by(involvement.c.since.desc()).limit(limit)
    return _involved(work.execute(query).all())


def involve(work: Work, person_id: str, agency_id: str, now: datetime, **columns: Any) -> str:
    """The agency's part from now on; what stood until now ends."""
    end(work, person_id, agency_id, now)
    row_id = new_id()
    row = {"id": row_id, "person_id": person_id, "agency_id": agency_id, "since": now, "ended_at": None, **columns}
    work.execute(insert(involvement).values(row))
    return row_id


def end(work: Work, person_id: str, agency_id: str, now: datetime) -> None:
    mine = (involvement.c.person_id == person_id, involvement.c.agency_id == agency_id, _NOW)
    work.execute(update(involvement).where(*mine).values(ended_at=now))
