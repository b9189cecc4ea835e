"""Texts received: stored once per provider id, whoever they are from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, String, Table, bindparam, insert, select, update

from bot.store.base import key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

inbound = Table(
    "inbound",
    metadata,
    key(),
    Column("provider_sid", String(64), nullable=False, unique=True),
    ref("person_id", "person"),
    Column("phone_hash", String(64), nullable=False),
    sealed("private"),
    sealed("meaning"),
    word("intent", null=True),
    moment("received_at", null=False),
    moment("acted_at", null=False),
    Column("unread", Boolean, nullable=False, default=True),
    Index("ix_inbound_person_id_received_at", "person_id", "received_at"),
    Index("ix_inbound_phone_hash_received_at", "phone_hash", "received_at"),
    Index("ix_inbound_received_at", "received_at"),
)

_SEEN = select(inbound.c.id).where(inbound.c.provider_sid == bindparam("sid"))
_INSERT = Prepared(insert(inbound))


def seen(work: Work, provider_sid: str) -> bool:
    return work.execute(_SEEN, {"sid": provider_sid}).first() is not None


def add(
    work: Work,
    *,
    provider_sid: str,
    person_id: str | None,
    phone: str,
    phone_hash: str,
    body: str,
    meaning: Mapping[str, Any],
    intent: str | None,
    received_at: datetime,
    now: datetime,
) -> str:
    """Raises IntegrityError when another work has stored the same provider id meanwhile."""
    text_id = new_id()
    row = {
        "id": text_id,
        "provider_sid": provider_sid,
        "person_id": person_id,
        "phone_hash": phone_hash,
        "private": work.seal("inbound.private", text_id, {"from": phone, "body": body}),
        "meaning": work.seal("inbound.meaning", text_id, meaning),
        "intent": intent,
        "received_at": received_at,
        "acted_at": now,
        "unread": True,
    }
    work.run(_INSERT, row)
    return text_id


def _opened(work: Work, row: Any) -> dict[str, Any]:
    return {
        **row._asdict(),
        "private": None,
        **work.open("inbound.private", row.id, row.private),
        "meaning": work.open("inbound.meaning", row.id, row.meaning),
    }


def of_person(work: Work, person_id: str, limit: int = 200) -> list[dict[str, Any]]:
    """Newest first: id, `from`, body, meaning, intent, received_at, unread."""
    query = select(inbound).where(inbound.c.person_id == person_id).order_by(inbound.c.received_at.desc()).limit(limit)
    return [_opened(work, row) for row in work.execute(query)]


def of_number(work: Work, phone_hash: str, limit: int = 200) -> list[dict[str, Any]]:
    query = (
        select(inbound).where(inbound.c.phone_hash == phone_hash).order_by(inbound.c.received_at.desc()).limit(limit)
    )
    return [_opened(work, row) for row in work.execute(query)]


def get(work: Work, text_id: str) -> dict[str, Any] | None:
    row = work.execute(select(inbound).where(inbound.c.id == text_id)).first()
    return _opened(work, row) if row else None


def unread(work: Work, limit: int = 100) -> list[dict[str, Any]]:
    query = select(inbound).where(inbound.c.unread.is_(True)).order_by(inbound.c.received_at.desc()).limit(limit)
    return [_opened(work, row) for row in work.execute(query)]


def read(work: Work, person_id: str) -> None:
    work.execute(
        update(inbound).where(inbound.c.person_id == person_id, inbound.c.unread.is_(True)).values(unread=False)
    )


def read_one(work: Work, text_id: str) -> None:
    work.execute(update(inbound).where(inbound.c.id == text_id).values(unread=False))
