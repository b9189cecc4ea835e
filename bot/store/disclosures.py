"""What was told to another agency about a person: by whom, when, on what ground, and how it was explained first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, String, Table, insert, select, update

from bot.store.base import changed, index_where, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work

EXPLAINING, TOLD, STOPPED = "explaining", "told", "stopped"

disclosure = Table(
    "disclosure",
    metadata,
    key(),
    ref("person_id", "person", null=False),
    ref("agency_id", "agency", null=False),
    ref("appointment_id", "appointment"),
    word("ground"),
    word("about"),
    sealed("private"),
    word("explained"),
    moment("explained_at"),
    ref("text_id", "outbox"),
    Column("timer_id", String(36), nullable=True),
    ref("recorded_by", "staff", null=False),
    moment("recorded_at", null=False),
    word("state"),
    moment("told_at"),
    Index("ix_disclosure_person_id_recorded_at", "person_id", "recorded_at"),
    index_where("state = 'explaining'", "ix_disclosure_explaining", "state"),
)
"""`ground`: court_order or serious_harm. `explained`: text, conversation or not_first. `private`: what, reason, how."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`state`: explaining (the person has not been told yet: the agency sees nothing), told, stopped."""

    id: str
    person_id: str
    agency_id: str
    appointment_id: str | None
    ground: str
    about: str
    what: str
    reason: str
    how: str
    explained: str
    explained_at: datetime | None
    text_id: str | None
    timer_id: str | None
    recorded_by: str
    recorded_at: datetime
    state: str
    told_at: datetime | None


def _opened(work: Work, row: Any) -> Disclosure:
    values = row._asdict()
    private = work.open("disclosure.private", row.id, values.pop("private"))
    return Disclosure(**values, **private)


def add(work: Work, *, what: str, reason: str, how: str, **columns: Any) -> str:
    row_id = new_id()
    box = work.seal("disclosure.private", row_id, {"what": what, "reason": reason, "how": how})
    work.execute(insert(disclosure).values(id=row_id, private=box, **columns))
    return row_id


def get(work: Work, row_id: str) -> Disclosure | None:
    row = work.execute(select(disclosure).where(disclosure.c.id == row_id)).first()
    return _opened(work, row) if row else None


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.run(*changed(disclosure, row_id, columns))


def move(work: Work, row_id: str, was: str, state: str, **columns: Any) -> bool:
    """From one state to the next; False where somebody was faster."""
    mine = update(disclosure).where(disclosure.c.id == row_id, disclosure.c.state == was)
    return work.execute(mine.values(state=state, **columns)).rowcount == 1


def of_person(work: Work, person_id: str, agency_id: str | None = None) -> list[Disclosure]:
    """Newest first; with an agency only what it has been told."""
    query = select(disclosure).where(disclosure.c.person_id == person_id)
    if agency_id is not None:
        query = query.where(disclosure.c.agency_id == agency_id, disclosure.c.state == TOLD)
    query = query.order_by(disclosure.c.recorded_at.desc(), disclosure.c.id.desc())
    return [_opened(work, row) for row in work.execute(query)]


def of_appointment(work: Work, appointment_id: str, agency_id: str) -> Disclosure | None:
    """What was told, or is being explained, of an appointment: the newest."""
    mine = (disclosure.c.appointment_id == appointment_id, disclosure.c.agency_id == agency_id)
    query = select(disclosure).where(*mine, disclosure.c.state != STOPPED).order_by(disclosure.c.recorded_at.desc())
    row = work.execute(query).first()
    return _opened(work, row) if row else None


def told_people(work: Work, agency_id: str) -> set[str]:
    """The people about whom the agency has been told something."""
    told = (disclosure.c.agency_id == agency_id, disclosure.c.state == TOLD)
    return set(work.execute(select(disclosure.c.person_id).where(*told)).scalars())
