"""Tokens of the API, of which only a hash is kept, and the answers that were given under an idempotency key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, Table, delete, insert, select, update

from bot.store.base import key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

token = Table(
    "token",
    metadata,
    key(),
    Column("name", String(120), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    word("agency"),
    ref("team_id", "team", null=False),
    Column("scopes", JSON, nullable=False),
    moment("made_at", null=False),
    moment("ends_at"),
    moment("revoked_at"),
    moment("used_at"),
)

answered = Table(
    "answered",
    metadata,
    key(),
    ref("token_id", "token", null=False),
    Column("key_hash", String(64), nullable=False),
    Column("asked", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    sealed("body"),
    moment("at", null=False),
    Index("uq_answered_token_id_key_hash", "token_id", "key_hash", unique=True),
    Index("ix_answered_at", "at"),
)
"""`asked` is the hash of the request that the key stood for."""


@dataclass(frozen=True, slots=True)
class Token:
    """Whom a token lets in: the people of one team in one agency, for what its scopes say."""

    id: str
    name: str
    agency: str
    team_id: str
    scopes: Sequence[str]
    made_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Neither revoked nor over."""
        return self.revoked_at is None and (self.ends_at is None or now < self.ends_at)


def hash_of(secret: str) -> str:
    """A token is random and long: a plain hash gives nothing away, and finds its row."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: Any) -> Token:
    return Token(**{name: getattr(row, name) for name in Token.__dataclass_fields__})


def add(work: Work, secret: str, **columns: Any) -> str:
    row_id = new_id()
    work.execute(insert(token).values(id=row_id, hash=hash_of(secret), **columns))
    return row_id


def everything(work: Work) -> list[Token]:
    return [_token(row) for row in work.execute(select(token).order_by(token.c.made_at))]


def with_secret(work: Work, secret: str) -> Token | None:
    row = work.execute(select(token).where(token.c.hash == hash_of(secret))).first()
    return _token(row) if row else None


def revoke(work: Work, row_id: str, now: datetime) -> bool:
    mine = update(token).where(token.c.id == row_id, token.c.revoked_at.is_(None))
    return work.execute(mine.values(revoked_at=now)).rowcount == 1


def used(work: Work, row_id: str, now: datetime) -> None:
    work.execute(update(token).where(token.c.id == row_id).values(used_at=now))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered under a key."""

    asked: str
    status: int
    body: Any


def answer_of(work: Work, token_id: str, key_hash: str) -> Answer | None:
    found = select(answered).where(answered.c.token_id == token_id, answered.c.key_hash == key_hash)
    row = work.execute(found).first()
    return Answer(row.asked, row.status, work.open("answered.body", row.id, row.body)) if row else None


_INSERT = Prepared(insert(answered))


def keep_answer(work: Work, token_id: str, key_hash: str, answer: Answer, now: datetime) -> None:
    """Raises IntegrityError where the same key was answered meanwhile."""
    row_id = new_id()
    box = work.seal("answered.body", row_id, answer.body)
    columns = {"token_id": token_id, "key_hash": key_hash, "asked": answer.asked, "status": answer.status}
    work.run(_INSERT, {"id": row_id, "body": box, "at": now, **columns})


def forget_answers(work: Work, before: datetime) -> int:
    return work.execute(delete(answered).where(answered.c.at < before)).rowcount
