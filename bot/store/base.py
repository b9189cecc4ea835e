"""The columns that every table is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import uuid_utils
from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    text,
    update,
)
from sqlalchemy.types import TypeDecorator

from bot.store.prepared import Prepared

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    """A UUIDv7 as text: unguessable enough, and in order of time for the index."""
    return str(uuid_utils.uuid7())


def key() -> Column[str]:
    return Column("id", String(36), primary_key=True)


def ref(name: str, target: str, *, null: bool = True, index: bool = False) -> Column[str]:
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=null, index=index)


def word(name: str, *, null: bool = False, **extra: Any) -> Column[str]:
    return Column(name, String(64), nullable=null, **extra)


def moment(name: str, *, null: bool = True, **extra: Any) -> Column[datetime]:
    return Column(name, Moment(), nullable=null, **extra)


def sealed(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def index_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index of only the rows that hold the condition: the others cost nothing when they are written."""
    rows = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


@lru_cache(maxsize=256)
def _changing(table: Table, names: tuple[str, ...], only: tuple[ColumnElement[bool], ...]) -> Prepared:
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(table).where(table.c.id == bindparam("row"), *only).values(new))


def changed(
    table: Table, row_id: str, columns: Mapping[str, Any], *only: ColumnElement[bool]
) -> tuple[Prepared, dict[str, Any]]:
    """The statement that changes these columns of one row (`only` where that holds), and what it is given."""
    given = {"row": row_id} | {f"new_{name}": columns[name] for name in columns}
    return _changing(table, tuple(columns), only), given


@lru_cache(maxsize=64)
def dropping(table: Table, names: tuple[str, ...], *only: ColumnElement[bool]) -> Prepared:
    """Drops what waits of a table and matches: given `because`, `at`, and `same_` each of the names."""
    same = (table.c[name] == bindparam(f"same_{name}") for name in names)
    dropped = {"state": "dropped", "reason": bindparam("because"), "settled_at": bindparam("at")}
    return Prepared(update(table).where(table.c.state == "waiting", *same, *only).values(dropped))
