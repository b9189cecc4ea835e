"""Conversations: where people stand in their flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, bindparam, insert, or_, select, true, update

from bot.core.conversation import Conversation
from bot.store.base import key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

conversation = Table(
    "conversation",
    metadata,
    key(),
    ref("person_id", "person"),
    Column("phone_hash", String(64), nullable=False),
    word("flow"),
    word("manner"),
    word("revision"),
    sealed("private"),
    Column("turn", Integer, nullable=False, default=0),
    Column("waiting", Boolean, nullable=False, default=False),
    Column("listens", Boolean, nullable=False, server_default=true()),
    Column("held", Boolean, nullable=False, default=False),
    word("outcome", null=True),
    ref("appointment_id", "appointment"),
    moment("began_at", null=False),
    moment("moved_at", null=False),
    Index("ix_conversation_listens", "phone_hash", "listens", "moved_at"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation and its row. `held`: something more urgent has interrupted it."""

    id: str
    person_id: str | None
    phone_hash: str
    manner: str
    revision: str
    held: bool
    moved_at: datetime
    appointment_id: str | None
    value: Conversation


def _kept(work: Work, row: Any) -> Kept:
    private = work.open("conversation.private", row.id, row.private)
    value = Conversation.from_data(private["at"], turn=row.turn, facts=private["facts"], outcome=row.outcome)
    return Kept(
        row.id, row.person_id, row.phone_hash, row.manner, row.revision, row.held, row.moved_at, row.appointment_id,
        value,
    )  # fmt: skip


def add(
    work: Work,
    value: Conversation,
    *,
    person_id: str | None,
    phone_hash: str,
    manner: str,
    revision: str,
    facts: Mapping[str, Any],
    now: datetime,
    appointment_id: str | None = None,
    row_id: str | None = None,
) -> str:
    row_id = row_id or new_id()
    row = {
        "id": row_id,
        "person_id": person_id,
        "phone_hash": phone_hash,
        "flow": value.flow,
        "manner": manner,
        "revision": revision,
        "private": work.seal("conversation.private", row_id, {"at": value.as_data(), "facts": dict(facts)}),
        "turn": value.turn,
        "waiting": value.waiting,
        "listens": value.listens,
        "held": False,
        "outcome": value.outcome,
        "appointment_id": appointment_id,
        "began_at": now,
        "moved_at": now,
    }
    work.run(_INSERT, row)
    return row_id


_INSERT = Prepared(insert(conversation))
_UPDATE = Prepared(
    update(conversation)
    .where(conversation.c.id == bindparam("row"))
    .values(
        private=bindparam("box"),
        turn=bindparam("turns"),
        waiting=bindparam("waits"),
        listens=bindparam("hears"),
        held=bindparam("hold"),
        outcome=bindparam("end"),
        moved_at=bindparam("at"),
    )
)


def keep(work: Work, row_id: str, value: Conversation, facts: Mapping[str, Any], now: datetime) -> None:
    """Write where it stands now; it is no longer held."""
    box = work.seal("conversation.private", row_id, {"at": value.as_data(), "facts": dict(facts)})
    bound = {"row": row_id, "box": box, "turns": value.turn, "waits": value.waiting, "hold": False}
    bound["hears"] = value.listens
    work.run(_UPDATE, {**bound, "end": value.outcome, "at": now})


_BY_ID = Prepared(select(conversation).where(conversation.c.id == bindparam("row")))
_WAITING = select(conversation).where(
    conversation.c.phone_hash == bindparam("phone_hash"), conversation.c.waiting.is_(True)
)


def get(work: Work, row_id: str) -> Kept | None:
    row = work.run(_BY_ID, {"row": row_id}).first()
    return _kept(work, row) if row else None


_HEARS = select(conversation).where(
    conversation.c.phone_hash == bindparam("phone_hash"), conversation.c.listens.is_(True)
)
_LISTENING = Prepared(
    _HEARS.where(conversation.c.moved_at >= bindparam("since"))
    .order_by(conversation.c.moved_at.desc(), conversation.c.id.desc())
    .limit(8)
)


def listening(work: Work, phone_hash: str, since: datetime) -> list[Kept]:
    """The conversations of a number that may still hear a reply, last moved first."""
    rows = work.run(_LISTENING, {"phone_hash": phone_hash, "since": since})
    return [kept for row in rows if (kept := _kept(work, row)).value.listens]


def hearing(work: Work, phone_hash: str) -> list[Kept]:
    """Every conversation of a number whose question waits, or may still be answered late."""
    rows = work.execute(_HEARS, {"phone_hash": phone_hash})
    return [kept for row in rows if (kept := _kept(work, row)).value.listens]


def waiting(work: Work, phone_hash: str) -> list[Kept]:
    return [_kept(work, row) for row in work.execute(_WAITING, {"phone_hash": phone_hash})]


def hold(work: Work, row_id: str) -> None:
    work.execute(update(conversation).where(conversation.c.id == row_id).values(held=True))


def of_person(work: Work, person_id: str) -> list[Any]:
    columns = (c for c in conversation.c if c.name != "private")
    query = select(*columns).where(conversation.c.person_id == person_id).order_by(conversation.c.began_at.desc())
    return list(work.execute(query))


def begun_since(work: Work, phone_hash: str, person_id: str, flow: str, since: datetime) -> bool:
    """Whether this flow began with them since the moment, or still awaits their reply."""
    given = {"number": phone_hash, "who": person_id, "same": flow, "since": since}
    return work.run(_BEGUN, given).first() is not None


_BEGUN = Prepared(
    select(conversation.c.id)
    .where(conversation.c.phone_hash == bindparam("number"), conversation.c.person_id == bindparam("who"))
    .where(conversation.c.flow == bindparam("same"))
    .where(or_(conversation.c.began_at >= bindparam("since"), conversation.c.waiting.is_(True)))
    .limit(1)
)
