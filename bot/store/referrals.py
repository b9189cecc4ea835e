"""Referrals: somebody is handed from one team to another before their release, and never stands without a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, String, Table, insert, or_, select, update

from bot.core.referral import WAITING
from bot.store.base import changed, index_where, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work

referral = Table(
    "referral",
    metadata,
    key(),
    ref("from_team_id", "team", null=False),
    ref("to_team_id", "team", null=False),
    ref("person_id", "person", index=True),
    Column("reference_hash", String(64), nullable=True),
    sealed("private"),
    Column("release_day", Date, nullable=False),
    word("consent"),
    word("state", default=WAITING),
    ref("referred_by", "staff"),
    moment("referred_at", null=False),
    moment("accept_by", null=False),
    Column("timer_id", String(36), nullable=True),
    ref("decided_by", "staff"),
    moment("decided_at"),
    ref("appointment_id", "appointment"),
    Index("ix_referral_from_team_id_state", "from_team_id", "state"),
    Index("ix_referral_to_team_id_state", "to_team_id", "state"),
    index_where("state = 'waiting'", "ix_referral_waiting", "accept_by"),
    # One waiting referral for one person, however often a case system sends it.
    index_where("state = 'waiting'", "uq_referral_waiting", "to_team_id", "reference_hash", unique=True),
)
"""`timer_id` is the timer of its deadline, by which the watchdog finds a referral that has none."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A referral as it is kept. `state`: waiting, accepted, declined, withdrawn; `reason` is why it was not taken."""

    id: str
    from_team_id: str
    to_team_id: str
    person_id: str | None
    release_day: date
    consent: str
    state: str
    referred_by: str | None
    referred_at: datetime
    accept_by: datetime
    decided_by: str | None
    decided_at: datetime | None
    appointment_id: str | None
    first_name: str
    last_name: str
    phone: str
    reference: str
    safe_contact: str
    medication: str
    needs: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def short_name(self) -> str:
        """First name and initial: all that a notice may carry."""
        return f"{self.first_name} {self.last_name[:1]}".strip()


_KEPT = tuple(name for name in Stored.__dataclass_fields__ if name in referral.c)


def _opened(work: Work, row: Any) -> Stored:
    private = work.open("referral.private", row.id, row.private)
    return Stored(**{name: getattr(row, name) for name in _KEPT}, **private)


def add(work: Work, *, private: dict[str, Any], **columns: Any) -> str:
    row_id = new_id()
    box = work.seal("referral.private", row_id, private)
    work.execute(insert(referral).values(id=row_id, private=box, **columns))
    return row_id


def hash_reference(work: Work, reference: str) -> str | None:
    return work.vault.hash("referral", reference) if reference else None


def waiting_for(work: Work, to_team_id: str, reference_hash: str | None) -> bool:
    """Whether the same person waits to be accepted by that team already."""
    same = (referral.c.to_team_id == to_team_id, referral.c.reference_hash == reference_hash)
    query = select(referral.c.id).where(*same, referral.c.state == WAITING)
    return reference_hash is not None and work.execute(query.limit(1)).first() is not None


def get(work: Work, row_id: str, *, lock: bool = False) -> Stored | None:
    query = select(referral).where(referral.c.id == row_id)
    row = work.execute(query.with_for_update() if lock else query).first()
    return _opened(work, row) if row else None


def decide(work: Work, row_id: str, state: str, *, by: str | None, now: datetime) -> bool:
    """From waiting to decided: one UPDATE, whose row count says who won."""
    mine = update(referral).where(referral.c.id == row_id, referral.c.state == WAITING)
    return work.execute(mine.values(state=state, decided_by=by, decided_at=now)).rowcount == 1


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.run(*changed(referral, row_id, columns))


def give_reason(work: Work, one: Stored, reason: str) -> None:
    names = ("first_name", "last_name", "phone", "reference", "safe_contact", "medication", "needs")
    private = {name: getattr(one, name) for name in names} | {"reason": reason}
    change(work, one.id, private=work.seal("referral.private", one.id, private))


def of_teams(work: Work, team_ids: Iterable[str], limit: int = 200) -> list[Stored]:
    """Every referral from or to these teams: what waits first, by its deadline, then the newest."""
    ids = list(team_ids)
    mine = or_(referral.c.from_team_id.in_(ids), referral.c.to_team_id.in_(ids))
    order = (referral.c.state != WAITING, referral.c.referred_at.desc())
    found = [_opened(work, row) for row in work.execute(select(referral).where(mine).order_by(*order).limit(limit))]
    waiting = sorted((one for one in found if one.state == WAITING), key=lambda one: one.accept_by)
    return [*waiting, *(one for one in found if one.state != WAITING)]


def to_accept(work: Work, team_ids: Iterable[str]) -> list[Stored]:
    """What waits for these teams, the nearest deadline first."""
    query = select(referral).where(referral.c.to_team_id.in_(list(team_ids)), referral.c.state == WAITING)
    return [_opened(work, row) for row in work.execute(query.order_by(referral.c.accept_by))]


def of_person(work: Work, person_id: str) -> list[Stored]:
    """Newest first."""
    query = select(referral).where(referral.c.person_id == person_id).order_by(referral.c.referred_at.desc())
    return [_opened(work, row) for row in work.execute(query)]


CAUSE = "referral "


def of_cause(work: Work, cause: str) -> Stored | None:
    """The referral that an escalation's cause names, if it does."""
    _, found, rest = cause.partition(f":{CAUSE}")
    return get(work, rest[:36]) if found else None
