"""Timers: every due moment is a row; the clock only looks for the due ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, delete, func, insert, select, update

from bot.store.base import dropping, index_where, key, metadata, moment, new_id, ref, word
from bot.store.database import Work
from bot.store.prepared import Prepared

timer = Table(
    "timer",
    metadata,
    key(),
    word("kind"),
    ref("person_id", "person"),
    ref("conversation_id", "conversation"),
    ref("escalation_id", "escalation"),
    ref("appointment_id", "appointment"),
    ref("task_id", "task"),
    Column("enrolment_id", String(36), nullable=True),
    word("name", null=True),
    Column("turn", Integer, nullable=False, default=0),
    moment("due_at", null=False),
    word("agreed", null=True),
    word("state", default="waiting"),
    Column("tries", Integer, nullable=False, default=0),
    moment("settled_at"),
    Column("reason", String(200), nullable=True),
    Index("ix_timer_due", "state", "due_at"),
    # With the state in them, these are chosen before ix_timer_due: one person's timers are not looked for in a million.
    Index("ix_timer_conversation_id_state", "conversation_id", "state"),
    index_where("escalation_id IS NOT NULL", "ix_timer_escalation_id_state", "escalation_id", "state"),
    index_where("appointment_id IS NOT NULL", "ix_timer_appointment_id_state", "appointment_id", "state"),
    index_where("task_id IS NOT NULL", "ix_timer_task_id_state", "task_id", "state"),
    Index("ix_timer_person_id_state_due_at", "person_id", "state", "due_at"),
    # No contact of a pathway is planned twice in one round of it.
    index_where(
        "enrolment_id IS NOT NULL AND state <> 'dropped'",
        "ix_timer_one_contact", "enrolment_id", "name", "turn", unique=True,
    ),
)  # fmt: skip
"""`kind`: contact, reminder, attendance, wait, ladder, task, plan; referral and disclosure: `name` is the row's id.
`turn` is the fence: a timer of a past turn does nothing. A contact's is the round of its enrolment.
`agreed` is the local wall time and zone of a moment that people agreed.
`state`: waiting, done, dropped, aside (it could not be read), frozen (a death is reported)."""

_INSERT = Prepared(insert(timer))
_EMPTY: Mapping[str, Any] = {
    "person_id": None, "conversation_id": None, "escalation_id": None, "appointment_id": None, "task_id": None,
    "enrolment_id": None, "name": None, "turn": 0, "agreed": None, "state": "waiting", "tries": 0,
}  # fmt: skip


def add(work: Work, kind: str, due_at: datetime, **columns: Any) -> str:
    row = row_of(kind, due_at, **columns)
    work.run(_INSERT, row)
    return str(row["id"])


def row_of(kind: str, due_at: datetime, **columns: Any) -> dict[str, Any]:
    """The row of a new timer, with its id."""
    return {"id": new_id(), "kind": kind, "due_at": due_at, **_EMPTY, **columns}


def add_all(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each made by `row_of`."""
    _INSERT.run_all(work.connection, rows)


_DUE = Prepared(
    select(timer)
    .where(timer.c.state == "waiting", timer.c.due_at <= bindparam("now"))
    .order_by(timer.c.due_at)
    .limit(bindparam("most"))
)


def due(work: Work, now: datetime, limit: int) -> list[Any]:
    """What is due, oldest first."""
    return list(work.run(_DUE, {"now": now, "most": limit}))


_TAKE = Prepared(
    update(timer)
    .where(timer.c.id == bindparam("row"), timer.c.state == "waiting", timer.c.due_at <= bindparam("at"))
    .values(state="done", settled_at=bindparam("at"))
)


def take(work: Work, timer_id: str, now: datetime) -> bool:
    """Take a timer within the work that acts on it: a crash gives it back. The row count says who won."""
    return work.run(_TAKE, {"row": timer_id, "at": now}).rowcount == 1


def postpone(work: Work, timer_id: str, until: datetime) -> None:
    """Back to waiting, for a later moment."""
    values = {"state": "waiting", "due_at": until, "settled_at": None}
    work.execute(update(timer).where(timer.c.id == timer_id).values(**values))


def drop(work: Work, reason: str, now: datetime, **where: Any) -> int:
    """Drop the waiting timers that match, and the frozen ones, with the reason."""
    given = {f"same_{name}": value for name, value in where.items()}
    return work.run(
        dropping(timer, tuple(where), states=("waiting", "frozen")), {"because": reason, "at": now, **given}
    ).rowcount


_CLEAR = Prepared(
    delete(timer).where(
        timer.c.conversation_id == bindparam("conversation"), timer.c.kind == "wait", timer.c.state == "waiting"
    )
)
_CLEAR_LADDER = Prepared(
    delete(timer).where(
        timer.c.escalation_id == bindparam("escalation"), timer.c.kind == "ladder", timer.c.state == "waiting"
    )
)


def clear_wait(work: Work, conversation_id: str) -> None:
    """A new turn deletes the old wait in its own transaction."""
    work.run(_CLEAR, {"conversation": conversation_id})


def clear_ladder(work: Work, escalation_id: str) -> None:
    work.run(_CLEAR_LADDER, {"escalation": escalation_id})


_SET_WAIT = (
    update(timer)
    .where(timer.c.conversation_id == bindparam("conversation"), timer.c.turn == bindparam("turns"))
    .where(timer.c.kind == "wait", timer.c.state == "waiting")
    .values(due_at=bindparam("until"))
)


def set_wait(work: Work, conversation_id: str, turn: int, until: datetime) -> None:
    """The deadline of a question, instead of the provisional one; not of a turn that is over."""
    work.execute(_SET_WAIT, {"conversation": conversation_id, "turns": turn, "until": until})


def say_why(work: Work, timer_id: str, reason: str) -> None:
    """Why a timer that rang did nothing."""
    work.execute(update(timer).where(timer.c.id == timer_id).values(reason=reason[:200]))


def contacts_of(work: Work, enrolment_id: str, person_id: str, turn: int) -> set[str]:
    """The contacts of this round that are planned, or have been."""
    mine = (timer.c.person_id == person_id, timer.c.enrolment_id == enrolment_id, timer.c.turn == turn)
    return set(work.execute(select(timer.c.name).where(*mine, timer.c.state != "dropped")).scalars())


def failed(work: Work, timer_id: str, reason: str, *, aside: bool) -> None:
    """Count a try that raised; set a poisoned row aside."""
    values: dict[str, Any] = {"tries": timer.c.tries + 1, "reason": reason[:200]}
    work.execute(update(timer).where(timer.c.id == timer_id).values(**values, **({"state": "aside"} if aside else {})))


def rung(work: Work, appointment_id: str, kind: str) -> int:
    """How many of an appointment have rung already: those of its earlier moment, once it has moved."""
    mine = (timer.c.appointment_id == appointment_id, timer.c.kind == kind, timer.c.state == "done")
    return int(work.execute(select(func.count()).where(*mine)).scalar_one())


def planned(work: Work, person_id: str) -> list[Any]:
    """What waits for a person, soonest first."""
    query = select(timer).where(timer.c.person_id == person_id, timer.c.state == "waiting").order_by(timer.c.due_at)
    return list(work.execute(query))


def freeze(work: Work, person_id: str, kinds: Iterable[str]) -> None:
    """Keep what waits for a person as it is, ringing for nobody."""
    mine = (timer.c.person_id == person_id, timer.c.state == "waiting", timer.c.kind.in_(list(kinds)))
    work.execute(update(timer).where(*mine).values(state="frozen"))


def thaw(work: Work, person_id: str) -> None:
    """What was frozen waits again; what has fallen due meanwhile is due."""
    mine = (timer.c.person_id == person_id, timer.c.state == "frozen")
    work.execute(update(timer).where(*mine).values(state="waiting"))


_NEXT = Prepared(select(func.min(timer.c.due_at)).where(timer.c.state == "waiting"))


def next_due(work: Work) -> datetime | None:
    due_at: datetime | None = work.run(_NEXT, {}).scalar()
    return due_at


def first_of(work: Work, person_id: str) -> datetime | None:
    query = select(func.min(timer.c.due_at)).where(timer.c.person_id == person_id, timer.c.state == "waiting")
    return work.execute(query).scalar()
