"""Agencies, teams, staff and who is on duty."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, Table, Time, bindparam, insert, select, update

from bot.core.rota import Shift
from bot.store.base import key, metadata, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared
from bot.store.vault import WontOpen

log = logging.getLogger(__name__)

team = Table(
    "team", metadata, key(), Column("name", String(120), nullable=False, unique=True),
    Column("public_name", String(60), nullable=False), word("phone", null=True), word("agency"), word("area"),
    ref("agency_id", "agency", index=True),
)  # fmt: skip
"""`public_name` is what a text calls the team: discreet."""

staff = Table(
    "staff", metadata, key(), ref("team_id", "team", null=False, index=True), word("role"), sealed("private"),
    Column("phone_hash", String(64), nullable=True, index=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("reachable", Boolean, nullable=False, default=True), Column("demo", Boolean, nullable=False, default=False),
)  # fmt: skip

shift = Table(
    "shift", metadata, key(), ref("team_id", "team", null=False, index=True), ref("staff_id", "staff", null=False),
    word("role"), Column("weekday", Integer, nullable=False), Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
)  # fmt: skip

account = Table(
    "account", metadata, Column("id", Integer, primary_key=True), ref("staff_id", "staff", null=False),
    Column("email", String(255), unique=True, nullable=False), Column("password", String(255), nullable=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("fs_uniquifier", String(64), unique=True, nullable=False),
)  # fmt: skip
"""What Flask-Security signs in with: nothing else reads it."""


@dataclass(frozen=True, slots=True)
class Staff:
    """`role`: keyworker, duty_worker, team_leader, service_manager or flow_editor."""

    id: str
    team_id: str
    role: str
    first_name: str
    last_name: str
    phone: str | None
    email: str
    active: bool
    reachable: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def _staff(work: Work, row: Any) -> Staff:
    private = work.open("staff.private", row.id, row.private)
    return Staff(row.id, row.team_id, row.role, private["first_name"], private["last_name"], private["phone"],
                 private["email"], row.active, row.reachable)  # fmt: skip


def add_team(work: Work, name: str, **columns: Any) -> str:
    row_id = new_id()
    work.execute(insert(team).values(id=row_id, name=name, **columns))
    return row_id


_TEAM = Prepared(select(team).where(team.c.id == bindparam("row")))
_BY_ID = Prepared(select(staff).where(staff.c.id == bindparam("row")))


def get_team(work: Work, row_id: str) -> Any:
    return work.run(_TEAM, {"row": row_id}).first()


def teams(work: Work) -> list[Any]:
    return list(work.execute(select(team).order_by(team.c.name)))


def add(
    work: Work,
    *,
    team_id: str,
    role: str,
    first_name: str,
    last_name: str,
    email: str,
    phone: str | None,
    demo: bool = False,
) -> str:
    row_id = new_id()
    private = {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone}
    box = work.seal("staff.private", row_id, private)
    phone_hash = work.vault.hash("phone", phone) if phone else None
    columns = {"team_id": team_id, "role": role, "phone_hash": phone_hash, "demo": demo}
    work.execute(insert(staff).values(id=row_id, private=box, active=True, reachable=True, **columns))
    return row_id


def get(work: Work, row_id: str | None) -> Staff | None:
    row = work.run(_BY_ID, {"row": row_id}).first() if row_id else None
    return _staff(work, row) if row else None


def readable(work: Work, row_id: str | None) -> Staff | None:
    """The member of staff, or None where their row does not open: one spoilt row must not silence an alarm."""
    try:
        return get(work, row_id)
    except WontOpen:
        log.error("the row of the member of staff %s does not open", row_id)
        return None


def with_phone(work: Work, phone_hash: str) -> Staff | None:
    row = work.execute(select(staff).where(staff.c.phone_hash == phone_hash, staff.c.active.is_(True))).first()
    return _staff(work, row) if row else None


def with_phones(work: Work, hashes: Collection[str]) -> set[str]:
    """Those of these keyed hashes that are the number of an active member of staff."""
    query = select(staff.c.phone_hash).where(staff.c.phone_hash.in_(hashes), staff.c.active.is_(True))
    return set(work.execute(query).scalars()) if hashes else set()


def everybody(work: Work) -> list[Staff]:
    ids = work.execute(select(staff.c.id).where(staff.c.active.is_(True))).scalars().all()
    found = (readable(work, row_id) for row_id in ids)
    return sorted((one for one in found if one), key=lambda one: one.name)


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.execute(update(staff).where(staff.c.id == row_id).values(**columns))
    work.brief.forget()


def add_shift(work: Work, team_id: str, role: str, staff_id: str, weekday: int, starts: time, ends: time) -> None:
    work.execute(insert(shift).values(
        id=new_id(), team_id=team_id, role=role, staff_id=staff_id, weekday=weekday, starts=starts, ends=ends
    ))  # fmt: skip


def shifts(work: Work, team_id: str | None = None) -> list[Shift]:
    query = select(shift).order_by(shift.c.weekday, shift.c.starts)
    rows = work.execute(query.where(shift.c.team_id == team_id) if team_id else query)
    return [Shift(row.team_id, row.role, row.staff_id, row.weekday, row.starts, row.ends) for row in rows]


def demo_staff(work: Work) -> int:
    return len(list(work.execute(select(staff.c.id).where(staff.c.demo.is_(True)))))
