"""Escalations and their trail: open until a person closes them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, false, insert, or_, select, update

from bot.core.meaning import DANGER
from bot.store.base import changed, index_where, key, metadata, moment, new_id, ref, sealed, word
from bot.store.database import Work
from bot.store.prepared import Prepared

OPEN = ("open", "mine")

escalation = Table(
    "escalation",
    metadata,
    key(),
    Column("code", String(8), nullable=False),
    Column("cause", String(160), nullable=False),
    ref("person_id", "person", index=True),
    ref("team_id", "team", null=False),
    ref("inbound_id", "inbound"),
    ref("conversation_id", "conversation"),
    Column("phone_hash", String(64), nullable=True),
    word("kind"),
    word("urgency"),
    word("state", default="open"),
    Column("rung", Integer, nullable=False, default=0),
    Column("turn", Integer, nullable=False, default=0),
    ref("owner_id", "staff"),
    moment("raised_at", null=False),
    moment("owned_at"),
    moment("deadline_at"),
    moment("closed_at"),
    word("outcome", null=True),
    sealed("note", null=True),
    # One cause raises one escalation, not ten; a closed one leaves room for the next.
    index_where("state <> 'closed'", "uq_escalation_open_cause", "cause", unique=True),
    index_where("state <> 'closed'", "uq_escalation_open_code", "code", unique=True),
    Index("ix_escalation_state_raised_at", "state", "raised_at"),
)  # fmt: skip

trail = Table(
    "escalation_trail",
    metadata,
    key(),
    ref("escalation_id", "escalation", null=False, index=True),
    moment("at", null=False),
    word("what"),
    ref("staff_id", "staff"),
    Column("rung", Integer, nullable=True),
    Column("detail", String(200), nullable=True),
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """`state`: open, mine, closed. `turn` fences its ladder timer; `cause` is what it is raised once for."""

    id: str
    code: str
    cause: str
    person_id: str | None
    team_id: str
    inbound_id: str | None
    conversation_id: str | None
    phone_hash: str | None
    kind: str
    urgency: str
    state: str
    rung: int
    turn: int
    owner_id: str | None
    raised_at: datetime
    owned_at: datetime | None
    deadline_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    note: str | None


def _escalation(work: Work, row: Any) -> Escalation:
    values = {**row._asdict(), "note": work.open("escalation.note", row.id, row.note)}
    return Escalation(**values)


def add(work: Work, now: datetime, **columns: Any) -> Escalation:
    row_id = new_id()
    work.execute(insert(escalation).values(id=row_id, code=_free_code(work), raised_at=now, **columns))
    note(work, row_id, "raised", now)
    found = get(work, row_id)
    assert found is not None
    return found


def _free_code(work: Work) -> str:
    """Four digits while there is room, so that a worker can text them; longer when many are open."""
    taken = set(work.execute(_CODES).scalars())
    digits = 4 if len(taken) < 4000 else 6
    while True:
        code = str(10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1)))
        if code not in taken:
            return code


_ONE = select(escalation).where(escalation.c.id == bindparam("row"))
_BY_ID, _LOCKED = Prepared(_ONE), Prepared(_ONE.with_for_update())
_OPEN_FOR = Prepared(
    select(escalation).where(escalation.c.cause == bindparam("because"), escalation.c.state != "closed")
)
_CODES = select(escalation.c.code).where(escalation.c.state != "closed")
_TRAIL = Prepared(insert(trail))


def get(work: Work, row_id: str, *, lock: bool = False) -> Escalation | None:
    row = work.run(_LOCKED if lock else _BY_ID, {"row": row_id}).first()
    return _escalation(work, row) if row else None


def open_for(work: Work, cause: str) -> Escalation | None:
    row = work.run(_OPEN_FOR, {"because": cause}).first()
    return _escalation(work, row) if row else None


def with_code(work: Work, code: str, *, lock: bool = False) -> Escalation | None:
    query = select(escalation).where(escalation.c.code == code, escalation.c.state != "closed")
    row = work.execute(query.with_for_update() if lock else query).first()
    return _escalation(work, row) if row else None


@lru_cache(maxsize=8)
def _open_about(known: tuple[str, ...], danger: bool) -> Prepared:
    columns = {"who": escalation.c.person_id, "number": escalation.c.phone_hash}
    query = select(escalation).where(
        escalation.c.state != "closed", or_(false(), *(columns[name] == bindparam(name) for name in known))
    )
    if danger:
        kinds = (escalation.c.kind == kind for kind in sorted(DANGER))
        query = query.where(or_(escalation.c.urgency == "urgent", *kinds))
    return Prepared(query.order_by(escalation.c.raised_at))


def open_about(
    work: Work, person_id: str | None, phone_hash: str | None = None, *, danger: bool = False
) -> list[Escalation]:
    """What is open about the person or number, oldest first.

    With `danger` only what is urgent, or was before a "no" lowered it: only a close ends danger, and everything routine
    is held meanwhile.
    """
    given = {"who": person_id, "number": phone_hash}
    known = {key: value for key, value in given.items() if value}
    return [_escalation(work, row) for row in work.run(_open_about(tuple(known), danger), known)]


def of_person(work: Work, person_id: str) -> list[Escalation]:
    query = select(escalation).where(escalation.c.person_id == person_id).order_by(escalation.c.raised_at.desc())
    return [_escalation(work, row) for row in work.execute(query)]


def all_open(work: Work, limit: int = 500) -> list[Escalation]:
    """Most urgent first, then nobody's before somebody's, then oldest first."""
    rows = work.execute(select(escalation).where(escalation.c.state != "closed").limit(limit))
    order = {"urgent": 0, "today": 1, "routine": 2}
    found = [_escalation(work, row) for row in rows]
    return sorted(found, key=lambda one: (order[one.urgency], one.state == "mine", one.raised_at))


def move(work: Work, one: Escalation, **columns: Any) -> bool:
    """Change an escalation that nobody has moved since it was read; the row count says who won."""
    query, bound = changed(escalation, one.id, {"turn": one.turn + 1, **columns}, *_SAME)
    return work.run(query, {**bound, "turned": one.turn, "was": one.state}).rowcount == 1


_SAME = (escalation.c.turn == bindparam("turned"), escalation.c.state == bindparam("was"))


def close(work: Work, one: Escalation, outcome: str, words: str, now: datetime) -> bool:
    box = work.seal("escalation.note", one.id, words)
    return move(work, one, state="closed", outcome=outcome, note=box, closed_at=now, deadline_at=None)


def lower(work: Work, row_id: str, urgency: str) -> None:
    work.execute(update(escalation).where(escalation.c.id == row_id).values(urgency=urgency))


def give(work: Work, row_id: str, team_id: str) -> None:
    work.execute(update(escalation).where(escalation.c.id == row_id).values(team_id=team_id))


def note(work: Work, escalation_id: str, what: str, at: datetime, **columns: Any) -> None:
    """A line of the trail: raised, told, mine, passed on, outcome missed, handed over, lowered, stopped, again..."""
    row = {"id": new_id(), "escalation_id": escalation_id, "what": what, "at": at, **_PLAIN, **columns}
    work.run(_TRAIL, row)


_PLAIN: dict[str, Any] = {"staff_id": None, "rung": None, "detail": None}


UNANSWERED = "unanswered"
"""The text came too late for an automatic answer."""


def noted(work: Work, escalation_id: str, what: str) -> bool:
    query = select(trail.c.id).where(trail.c.escalation_id == escalation_id, trail.c.what == what)
    return work.execute(query.limit(1)).first() is not None


def told_on(work: Work, escalation_id: str, rung: int) -> list[str]:
    """The staff who were told on a rung, in their order, each once."""
    told = (trail.c.escalation_id == escalation_id, trail.c.what == "told", trail.c.rung == rung)
    query = select(trail.c.staff_id).where(*told, trail.c.staff_id.is_not(None)).order_by(trail.c.at, trail.c.id)
    return list(dict.fromkeys(work.execute(query).scalars()))


def trail_of(work: Work, escalation_id: str) -> list[Any]:
    query = select(trail).where(trail.c.escalation_id == escalation_id).order_by(trail.c.at, trail.c.id)
    return list(work.execute(query))
