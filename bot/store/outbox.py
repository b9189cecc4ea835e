"""Texts to send, and notices: written with the decision, sent afterwards, reconciled before they are tried again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.core.delivery import FINAL, State
from bot.store.base import changed, dropping, index_where, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

URGENT, REPLY, ROUTINE = 0, 1, 2
"""Lanes: the urgent one is always served first."""

outbox = Table(
    "outbox",
    metadata,
    key(),
    word("channel", default="sms"),
    ref("person_id", "person"),
    ref("staff_id", "staff"),
    ref("escalation_id", "escalation"),
    ref("conversation_id", "conversation"),
    ref("appointment_id", "appointment"),
    Column("turn", Integer, nullable=True),
    Column("rung", Integer, nullable=True),
    Column("to_hash", String(64), nullable=False),
    sealed("private"),
    word("message", null=True),
    word("manner", default="routine"),
    Column("parts", Integer, nullable=False, default=1),
    Column("lane", Integer, nullable=False, default=ROUTINE),
    word("state", default="waiting"),
    Column("reason", String(200), nullable=True),
    word("owner", null=True),
    Column("attempt", Integer, nullable=False, default=0),
    moment("lease_until"),
    moment("claimed_at"),
    moment("due_at", null=False),
    moment("expires_at"),
    moment("created_at", null=False),
    moment("sent_at"),
    moment("settled_at"),
    Column("provider_sid", String(64), nullable=True, unique=True),
    Index("ix_outbox_due", "state", "lane", "due_at"),
    Index("ix_outbox_person_id_created_at", "person_id", "created_at"),
    index_where("claimed_at IS NOT NULL", "ix_outbox_to_hash_claimed_at", "to_hash", "claimed_at"),
    index_where("escalation_id IS NOT NULL", "ix_outbox_escalation_id", "escalation_id"),
)

_INSERT = Prepared(insert(outbox))


def add(work: Work, *, to: str, body: str, now: datetime, due_at: datetime | None = None, **columns: Any) -> str:
    """Owe somebody a text, a call or an e-mail. `private` holds `to` and `body`, and `subject` for an e-mail."""
    text_id = new_id()
    private = {"to": to, "body": body}
    if subject := columns.pop("subject", None):
        private["subject"] = subject
    row = {
        "id": text_id,
        "to_hash": work.vault.hash("phone", to),
        "private": work.seal("outbox.private", text_id, private),
        "created_at": now,
        "due_at": due_at or now,
        **_EMPTY,
        **columns,
    }
    work.run(_INSERT, row)
    return text_id


_EMPTY: Mapping[str, Any] = {
    "channel": "sms", "person_id": None, "staff_id": None, "escalation_id": None, "conversation_id": None,
    "appointment_id": None, "turn": None, "rung": None, "message": None, "manner": "routine", "parts": 1,
    "lane": ROUTINE, "state": "waiting", "reason": None, "attempt": 0, "expires_at": None,
}  # fmt: skip


def opened(work: Work, row: Any) -> dict[str, Any]:
    return {**row._asdict(), "private": None, **work.open("outbox.private", row.id, row.private)}


_ANY_DUE = (
    select(outbox.c.id)
    .where(outbox.c.state == "waiting", outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.lane, outbox.c.due_at)
    .limit(bindparam("most"))
)
_DUE, _DUE_IN_LANE = Prepared(_ANY_DUE), Prepared(_ANY_DUE.where(outbox.c.lane == bindparam("only")))


def due(work: Work, now: datetime, limit: int, *, lane: int | None = None) -> list[str]:
    """The ids of what is to be sent now, urgent first; with `lane` only of that lane."""
    given = {"now": now, "most": limit}
    rows = work.run(_DUE, given) if lane is None else work.run(_DUE_IN_LANE, {**given, "only": lane})
    return rows.scalars()


_CLAIM = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == bindparam("was"), outbox.c.attempt == bindparam("tried"))
    .values(
        state="sending",
        owner=bindparam("by"),
        attempt=bindparam("tried") + 1,
        lease_until=bindparam("until"),
        claimed_at=bindparam("at"),
    )
)


def claim(work: Work, row: Mapping[str, Any], *, owner: str, at: datetime, until: datetime) -> bool:
    """Take one row; the row count says who won."""
    bound = {"row": row["id"], "was": row["state"], "tried": row["attempt"], "by": owner, "until": until, "at": at}
    return work.run(_CLAIM, bound).rowcount == 1


def claim_again(work: Work, row: Mapping[str, Any], *, owner: str, until: datetime) -> bool:
    """Take over a stranded row, same attempt: its receipt may still come. The row count says who won."""
    lease = outbox.c.lease_until
    same = lease == row["lease_until"] if row["lease_until"] else lease.is_(None)
    stranded = (outbox.c.id == row["id"], outbox.c.state == "sending", outbox.c.attempt == row["attempt"], same)
    return work.execute(update(outbox).where(*stranded).values(owner=owner, lease_until=until)).rowcount == 1


_OURS = and_(
    outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("by"),
    outbox.c.attempt == bindparam("tried"), outbox.c.state == "sending",
)  # fmt: skip
_LEASED = Prepared(select(outbox.c.id).where(_OURS, outbox.c.lease_until > bindparam("at")))


def lease_is_ours(work: Work, row_id: str, *, owner: str, attempt: int, at: datetime) -> bool:
    """Whether the lease is still ours: asked right before the call."""
    bound = {"row": row_id, "by": owner, "tried": attempt, "at": at}
    return work.run(_LEASED, bound).first() is not None


def record(work: Work, row_id: str, *, owner: str, attempt: int, **columns: Any) -> bool:
    """Write a result, but only over our own attempt."""
    bound = {"row": row_id, "by": owner, "tried": attempt} | {f"new_{name}": columns[name] for name in columns}
    return work.run(_recording(tuple(columns)), bound).rowcount == 1


@lru_cache(maxsize=32)
def _recording(names: tuple[str, ...]) -> Prepared:
    return Prepared(update(outbox).where(_OURS).values({name: bindparam(f"new_{name}") for name in names}))


def stranded(work: Work, real_now: datetime, limit: int = 100) -> list[dict[str, Any]]:
    """Rows claimed by a process that has not come back."""
    query = select(outbox).where(
        outbox.c.state == "sending", or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < real_now)
    )
    return [opened(work, row) for row in work.execute(query.limit(limit))]


_ONE = select(outbox).where(outbox.c.id == bindparam("row"))
_BY_ID, _LOCKED = Prepared(_ONE), Prepared(_ONE.with_for_update())
_BY_SID = Prepared(select(outbox).where(outbox.c.provider_sid == bindparam("sid")))


def get(work: Work, row_id: str, *, lock: bool = False) -> dict[str, Any] | None:
    row = work.run(_LOCKED if lock else _BY_ID, {"row": row_id}).first()
    return opened(work, row) if row else None


def with_sid(work: Work, provider_sid: str) -> dict[str, Any] | None:
    row = work.run(_BY_SID, {"sid": provider_sid}).first()
    return opened(work, row) if row else None


def known_sids(work: Work, sids: list[str]) -> set[str]:
    return set(work.execute(select(outbox.c.provider_sid).where(outbox.c.provider_sid.in_(sids))).scalars())


def unproven_calls(work: Work, row: Mapping[str, Any], since: datetime) -> int:
    """How many calls to the row's number were tried since then for other escalations without the provider's word."""
    proven = case((outbox.c.provider_sid.is_not(None), 1), else_=0)
    query = select(func.coalesce(func.sum(outbox.c.attempt - proven), 0)).where(
        outbox.c.to_hash == row["to_hash"],
        outbox.c.claimed_at >= since,
        outbox.c.channel == "call",
        outbox.c.escalation_id.is_distinct_from(row["escalation_id"]),
    )
    return int(work.execute(query).scalar_one())


def change(work: Work, row_id: str, **columns: Any) -> None:
    work.run(*changed(outbox, row_id, columns))


def move(work: Work, row: Mapping[str, Any], state: State, **columns: Any) -> bool:
    """A receipt's move, which never leaves a final state whatever else has happened meanwhile."""
    query, bound = changed(outbox, row["id"], {"state": state, **columns}, _NOT_FINAL)
    return work.run(query, bound).rowcount == 1


_NOT_FINAL = and_(*(outbox.c.state != state for state in sorted(FINAL)))


def drop(work: Work, reason: str, now: datetime, *, keep_danger: bool = True, **where: Any) -> int:
    """Drop what waits and matches, with the reason; answers to danger are kept."""
    given = {f"same_{name}": value for name, value in where.items()}
    only = (_NOT_DANGER,) if keep_danger else ()
    return work.run(dropping(outbox, tuple(where), *only), {"because": reason, "at": now, **given}).rowcount


_NOT_DANGER = outbox.c.manner != "danger"


_NEXT = Prepared(select(func.min(outbox.c.due_at)).where(outbox.c.state == "waiting"))


def next_due(work: Work) -> datetime | None:
    due_at: datetime | None = work.run(_NEXT, {}).scalar()
    return due_at


def unsent(work: Work, conversation_id: str, turn: int) -> bool:
    """Whether a text of that turn is still on its way out of here."""
    return work.execute(_UNSENT, {"conversation": conversation_id, "turns": turn}).first() is not None


_UNSENT = (
    select(outbox.c.id)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.turn == bindparam("turns"))
    .where(outbox.c.state.in_(("waiting", "sending")))
    .limit(1)
)
