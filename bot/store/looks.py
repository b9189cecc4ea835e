"""Looks: who of another agency looked at a shared record, when, how often, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, Table, insert, select, update

from bot.store.base import key, metadata, moment, new_id, ref, sealed
from bot.store.database import Work

look = Table(
    "look",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    ref("agency_id", "agency", null=False),
    ref("staff_id", "staff", null=False),
    sealed("reason"),
    moment("began_at", null=False),
    moment("until", null=False),
    moment("last_at", null=False),
    Column("times", Integer, nullable=False, default=0),
    Index("ix_look_person_id_began_at", "person_id", "began_at"),
)
"""A reason holds until `until`; `times` counts how often the record was shown under it."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reason, and the looks under it."""

    id: str
    person_id: str
    agency_id: str
    staff_id: str
    reason: str
    began_at: datetime
    until: datetime
    last_at: datetime
    times: int


def _opened(work: Work, row: Any) -> Look:
    return Look(**{**row._asdict(), "reason": str(work.open("look.reason", row.id, row.reason))})


def add(
    work: Work, *, person_id: str, agency_id: str, staff_id: str, reason: str, now: datetime, until: datetime
) -> str:
    row_id = new_id()
    whose = {"person_id": person_id, "agency_id": agency_id, "staff_id": staff_id}
    box = work.seal("look.reason", row_id, reason)
    work.execute(insert(look).values(id=row_id, reason=box, began_at=now, until=until, last_at=now, times=0, **whose))
    return row_id


def again(work: Work, person_id: str, staff_id: str, now: datetime) -> bool:
    """Count a look under the reason that holds now; False where none does."""
    mine = (look.c.person_id == person_id, look.c.staff_id == staff_id, look.c.began_at <= now, look.c.until > now)
    newest = select(look.c.id).where(*mine).order_by(look.c.began_at.desc(), look.c.id.desc()).limit(1)
    row_id = work.execute(newest).scalar()
    if row_id is None:
        return False
    work.execute(update(look).where(look.c.id == row_id).values(times=look.c.times + 1, last_at=now))
    return True


def of_person(work: Work, person_id: str, limit: int = 200) -> list[Look]:
    """Newest first."""
    query = select(look).where(look.c.person_id == person_id).order_by(look.c.began_at.desc(), look.c.id.desc())
    return [_opened(work, row) for row in work.execute(query.limit(limit))]
