"""Every number that ever texted us or asked us to stop, whoever it belongs to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, bindparam, func, insert, select, update

from bot.store.base import metadata, moment, sealed
from bot.store.database import Work

number = Table(
    "number",
    metadata,
    Column("phone_hash", String(64), primary_key=True),
    sealed("phone"),
    Column("opted_out", Boolean, nullable=False, default=False),
    moment("answered_at"),
    moment("first_seen_at", null=False),
)

_NUMBER = select(number).where(number.c.phone_hash == bindparam("phone_hash"))


def number_row(work: Work, phone_hash: str, *, lock: bool = False) -> Any:
    return work.execute(_NUMBER.with_for_update() if lock else _NUMBER, {"phone_hash": phone_hash}).first()


def stopped(work: Work, hashes: Collection[str]) -> set[str]:
    """Those of these keyed hashes whose number asked us to stop."""
    query = select(number.c.phone_hash).where(number.c.phone_hash.in_(hashes), number.c.opted_out.is_(True))
    return set(work.execute(query).scalars()) if hashes else set()


def one_at_a_time(work: Work, phone_hash: str) -> None:
    """No other work takes in a text of the number until this one ends; there may be no row to lock yet."""
    if work.connection.dialect.name == "postgresql":
        work.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(phone_hash, 0))))


def keep_number(work: Work, phone: str, now: datetime, **columns: Any) -> None:
    """Insert or change what is known of a number."""
    phone_hash = work.vault.hash("phone", phone)
    if columns and work.execute(update(number).where(number.c.phone_hash == phone_hash).values(**columns)).rowcount:
        return
    if number_row(work, phone_hash) is None:
        box = work.seal("number.phone", phone_hash, phone)
        work.execute(insert(number).values(phone_hash=phone_hash, phone=box, first_seen_at=now, **columns))
