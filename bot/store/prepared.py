"""Statements that every turn runs: compiled once, then run on the driver's own cursor.

SQLAlchemy asks a statement anew, each time, how its values and rows are to be turned; for the seven statements of a
turn that is a quarter of the time. What it would answer is kept here, per kind of database. Errors leave as
SQLAlchemy's own, and whoever listens to its statements hears these as well.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement, Insert
from sqlalchemy.sql.compiler import SQLCompiler

Turn = Callable[[Any], Any]


class Rows:
    """What a statement gave: rows by name, or how many it changed."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows, self.rowcount = rows, rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> list[Any]:
        return [row[0] for row in self._rows]


@dataclass(frozen=True, slots=True)
class _Plan:
    """For one kind of database: the SQL, its values in order (those that never change, where the given ones go, how
    each is turned), the names they go by if it names them, how a row is made, and which of its columns are turned."""

    sql: str
    fixed: tuple[Any, ...]
    given: tuple[tuple[int, str, Turn | None], ...]
    names: tuple[str, ...] | None
    row: Callable[[Any], Any] | None
    turned: tuple[tuple[int, Turn], ...]

    def bound(self, given: Mapping[str, Any]) -> Any:
        cells = list(self.fixed)
        for at, key, turn in self.given:
            cells[at] = turn(given[key]) if turn else given[key]
        return dict(zip(self.names, cells, strict=True)) if self.names is not None else tuple(cells)

    def rows(self, found: Sequence[Any]) -> Sequence[Any]:
        made = self.row
        assert made
        if not self.turned:
            return [made(row) for row in found]
        given = []
        for row in found:
            cells = list(row)
            for at, turn in self.turned:
                cells[at] = turn(cells[at])
            given.append(made(cells))
        return given


class Prepared:
    """A statement whose values are all named; the columns of an INSERT are those that it is given."""

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Rows:
        """Run it within the connection's transaction; raises what SQLAlchemy raises."""
        plan = self._plan(connection.dialect, given)
        values = plan.bound(given)
        if connection._has_events or connection.engine._has_events:
            cursor: Any = connection.exec_driver_sql(plan.sql, values)
        else:
            cursor = _run(connection, plan.sql, values)
        return Rows((), cursor.rowcount) if plan.row is None else Rows(plan.rows(cursor.fetchall()), -1)

    def run_all(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of many, which all name the same values: an INSERT of hundreds of rows."""
        if not given:
            return
        plan = self._plan(connection.dialect, given[0])
        values = [plan.bound(each) for each in given]
        if connection._has_events or connection.engine._has_events:
            connection.exec_driver_sql(plan.sql, values)
        else:
            _run(connection, plan.sql, values, many=True)

    def _plan(self, dialect: Dialect, given: Mapping[str, Any]) -> _Plan:
        known = (dialect.name, *given)
        plan = self._plans.get(known)
        if plan is None:
            plan = self._plans[known] = _planned(self.statement, dialect, given)
        return plan


def _run(connection: Connection, sql: str, values: Any, *, many: bool = False) -> Any:
    dialect = connection.dialect
    driver: Any = connection.connection.dbapi_connection
    try:
        return driver.cursor().executemany(sql, values) if many else driver.execute(sql, values)
    except dialect.loaded_dbapi.Error as error:
        gone = dialect.is_disconnect(error, driver, None)
        if gone:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=gone,
            dialect=dialect,
        ) from error  # fmt: skip


def _planned(statement: ClauseElement, dialect: Dialect, given: Mapping[str, Any]) -> _Plan:
    columns = list(given) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    assert isinstance(compiled, SQLCompiler)
    assert not compiled.post_compile_params, "a list cannot be prepared: its length is part of the SQL"
    fixed = {**compiled.params, **_defaults(compiled)}
    if unknown := given.keys() - compiled.binds.keys():
        raise TypeError(f"this statement has no value named {', '.join(sorted(unknown))}")
    turns: Mapping[str, Any] = compiled._bind_processors
    names = tuple((compiled.positiontup or ()) if compiled.positional else compiled.binds)
    row, turned = _made(compiled, dialect)
    return _Plan(
        str(compiled),
        tuple(None if name in given else _turned(fixed.get(name), turns.get(name)) for name in names),
        tuple((at, name, turns.get(name)) for at, name in enumerate(names) if name in given),
        None if compiled.positional else names,
        row,
        turned,
    )


def _turned(value: Any, turn: Turn | None) -> Any:
    return turn(value) if turn else value


def _defaults(compiled: SQLCompiler) -> dict[str, Any]:
    """What a column of an INSERT is where nothing is given."""
    return {column.key: getattr(column.default, "arg", None) for column in compiled.insert_prefetch}


def _made(compiled: SQLCompiler, dialect: Dialect) -> tuple[Any, tuple[tuple[int, Turn], ...]]:
    columns = compiled._result_columns
    if not columns:
        return None, ()
    made: Any = namedtuple("Row", [column.keyname for column in columns], rename=True)  # type: ignore[misc] # noqa: PYI024
    turns = ((at, column.type._cached_result_processor(dialect, None)) for at, column in enumerate(columns))
    return made._make, tuple((at, turn) for at, turn in turns if turn)
