"""People on release and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    String,
    Table,
    bindparam,
    func,
    insert,
    or_,
    select,
)  # fmt: skip

from bot.core.standing import Standing
from bot.store.base import changed, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

person = Table(
    "person",
    metadata,
    key(),
    Column("reference_hash", String(64), unique=True, nullable=True),
    Column("phone_hash", String(64), nullable=True, index=True),
    sealed("private"),
    sealed("facts"),
    word("status", default="active"),
    word("custody", default="in_prison"),
    word("number", default="unverified"),
    Column("opted_out", Boolean, nullable=False, default=False),
    Column("discreet", Boolean, nullable=False, default=True),
    word("language", default="en"),
    Column("anchor_date", Date, nullable=False),
    word("area"),
    word("agency"),
    ref("team_id", "team", null=False),
    ref("keyworker_id", "staff", null=True, index=True),
    word("lawful_basis"),
    word("revision"),
    moment("created_at", null=False),
    moment("last_heard_at"),
    moment("death_reported_at"),
    moment("next_contact_at", index=True),
    Column("open_escalation_id", String(36), nullable=True),
    CheckConstraint(
        "status <> 'active' OR next_contact_at IS NOT NULL OR open_escalation_id IS NOT NULL", name="no_one_is_lost"
    ),
    Index("ix_person_team_status", "team_id", "status"),
)

_COLUMNS = (
    "status", "custody", "number", "opted_out", "discreet", "language", "anchor_date", "area", "agency",
    "team_id", "keyworker_id", "lawful_basis", "revision", "created_at", "last_heard_at", "death_reported_at",
    "next_contact_at", "open_escalation_id", "phone_hash", "reference_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A person on release. `private` holds the names, number, reference and addresses; `facts` what they told us.

    `death_reported_at`: somebody says that they have died, and nobody has verified it yet: everything is frozen.
    `anchor_date` is a summary of their enrolments: the day that days are counted from.
    """

    id: str
    private: Mapping[str, str]
    facts: Mapping[str, Any]
    status: str
    custody: str
    number: str
    opted_out: bool
    discreet: bool
    language: str
    anchor_date: date
    area: str
    agency: str
    team_id: str
    keyworker_id: str | None
    lawful_basis: str
    revision: str
    created_at: datetime
    last_heard_at: datetime | None
    death_reported_at: datetime | None
    next_contact_at: datetime | None
    open_escalation_id: str | None
    phone_hash: str | None
    reference_hash: str | None

    @property
    def first_name(self) -> str:
        return self.private.get("first_name", "")

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.private.get('last_name', '')}".strip()

    @property
    def short_name(self) -> str:
        """First name and initial: all that a notice may carry."""
        last = self.private.get("last_name", "")
        return f"{self.first_name} {last[:1]}".strip()

    @property
    def phone(self) -> str | None:
        return self.private.get("phone") or None

    @property
    def standing(self) -> Standing:
        gone = self.death_reported_at is not None
        return Standing(self.status, self.custody, self.number, self.opted_out, gone)  # type: ignore[arg-type]


def _person(work: Work, row: Any) -> Person:
    values = {name: getattr(row, name) for name in _COLUMNS}
    private = work.open("person.private", row.id, row.private)
    return Person(id=row.id, private=private, facts=work.open("person.facts", row.id, row.facts), **values)


_ONE = select(person).where(person.c.id == bindparam("id"))
_BY_ID = Prepared(_ONE)
# Not the key: a row that points at the person (a ladder's timer) may be written meanwhile, and nobody deadlocks on it.
_LOCKED = Prepared(_ONE.with_for_update(key_share=True))
_BY_PHONE = Prepared(select(person).where(person.c.phone_hash == bindparam("phone_hash"), person.c.status == "active"))


def get(work: Work, person_id: str, *, lock: bool = False) -> Person | None:
    """The person; with `lock`, nobody else works on them until this work ends."""
    row = work.run(_LOCKED if lock else _BY_ID, {"id": person_id}).first()
    return _person(work, row) if row else None


def team_of(work: Work, person_id: str) -> str | None:
    """Whose team it is, without opening anything sealed."""
    return work.execute(select(person.c.team_id).where(person.c.id == person_id)).scalar()


def with_phone(work: Work, phone_hash: str) -> list[Person]:
    """Every active person who has this number: more than one is a conflict."""
    return [_person(work, row) for row in work.run(_BY_PHONE, {"phone_hash": phone_hash})]


def with_reference(work: Work, reference: str) -> Person | None:
    row = work.execute(select(person).where(person.c.reference_hash == work.vault.hash("reference", reference))).first()
    return _person(work, row) if row else None


def all_of(work: Work, *, team_id: str | None = None, status: str | None = "active", limit: int = 500) -> list[Person]:
    query = select(person).order_by(person.c.next_contact_at).limit(limit)
    if team_id:
        query = query.where(person.c.team_id == team_id)
    if status:
        query = query.where(person.c.status == status)
    return [_person(work, row) for row in work.execute(query)]


def last_with_phone(work: Work, phone_hash: str) -> Person | None:
    """Whoever had this number last and is no longer active."""
    query = select(person).where(person.c.phone_hash == phone_hash, person.c.status == "closed")
    row = work.execute(query.order_by(person.c.created_at.desc()).limit(1)).first()
    return _person(work, row) if row else None


def count(work: Work) -> int:
    return int(work.execute(select(func.count()).select_from(person)).scalar_one())


def areas(work: Work) -> dict[str, int]:
    """Every area as it was written of somebody active, and of how many."""
    asked = select(person.c.area, func.count()).where(person.c.status == "active").group_by(person.c.area)
    return {str(name): int(many) for name, many in work.execute(asked)}


def add(work: Work, *, private: Mapping[str, str], **columns: Any) -> str:
    """A new person; whoever adds one must plan their contacts in the same work (`no_one_is_lost`)."""
    row = row_of(work, private=private, **columns)
    work.execute(insert(person).values(row))
    return str(row["id"])


def row_of(work: Work, *, private: Mapping[str, str], **columns: Any) -> dict[str, Any]:
    """The row of a new person, sealed, with its id."""
    person_id = new_id()
    return {
        "id": person_id,
        "private": work.seal("person.private", person_id, dict(private)),
        "facts": work.seal("person.facts", person_id, {}),
        "phone_hash": hash_phone(work, private.get("phone")),
        "reference_hash": work.vault.hash("reference", private["reference"]) if private.get("reference") else None,
        **columns,
    }


def hash_phone(work: Work, phone: str | None) -> str | None:
    return work.vault.hash("phone", phone) if phone else None


def change(work: Work, person_id: str, **columns: Any) -> None:
    work.run(*changed(person, person_id, columns))


def keep_private(work: Work, who: Person, **changes: str) -> None:
    """Change names, number or addresses; the look-up hash moves with the number."""
    private = {**who.private, **changes}
    columns: dict[str, Any] = {"private": work.seal("person.private", who.id, private)}
    if "phone" in changes:
        columns["phone_hash"] = hash_phone(work, changes["phone"])
    change(work, who.id, **columns)


def remember(work: Work, who: Person, facts: Mapping[str, Any]) -> None:
    change(work, who.id, facts=work.seal("person.facts", who.id, {**who.facts, **facts}))


def named(work: Work, ids: Iterable[str]) -> dict[str, Person]:
    """Many people at once, by id."""
    rows = work.execute(select(person).where(person.c.id.in_(list(dict.fromkeys(ids)))))
    return {row.id: _person(work, row) for row in rows}


def nothing_planned(work: Work, now: datetime) -> list[Person]:
    """Active people whose next contact is past and who have no open escalation: the console shows them."""
    query = select(person).where(
        person.c.status == "active",
        person.c.open_escalation_id.is_(None),
        or_(person.c.next_contact_at.is_(None), person.c.next_contact_at < now),
    )
    return [_person(work, row) for row in work.execute(query)]
