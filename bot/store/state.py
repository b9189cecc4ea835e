"""Small facts of the service itself: watermarks, the demo clock's offset, whether delivery is paused."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, bindparam, insert, select, update

from bot.store.base import metadata
from bot.store.database import Work
from bot.store.prepared import Prepared

state = Table(
    "state", metadata, Column("name", String(64), primary_key=True), Column("value", String(400), nullable=False)
)


_GET = Prepared(select(state.c.value).where(state.c.name == bindparam("key")))


def get(work: Work, name: str) -> str | None:
    value: str | None = work.run(_GET, {"key": name}).scalar()
    return value


def put(work: Work, name: str, value: str) -> None:
    if not work.execute(update(state).where(state.c.name == name).values(value=value)).rowcount:
        work.execute(insert(state).values(name=name, value=value))
