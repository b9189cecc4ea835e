"""Prepared statements say and do what SQLAlchemy would have said and done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import migrate
from bot.store.database import Database
from bot.store.prepared import Prepared
from bot.store.state import state
from bot.store.timers import timer
from bot.store.vault import Vault

NOON = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)
ADD = Prepared(insert(timer))
ONE = Prepared(select(timer.c.id, timer.c.due_at, timer.c.tries).where(timer.c.id == bindparam("row")))
MOVE = Prepared(
    update(timer)
    .where(timer.c.id == bindparam("row"), timer.c.state == "waiting")
    .values(due_at=bindparam("at"), tries=bindparam("tried") + 1)
)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'a.db'}" if on_sqlite else request.getfixturevalue("postgres_url")
    opened = Database(url, Vault(["a key"]))
    migrate.upgrade(opened)
    yield opened
    opened.engine.dispose()


def added(db: Database, row_id: str = "a") -> None:
    with db.work() as work:
        work.run(ADD, {"id": row_id, "kind": "wait", "due_at": NOON, "turn": 0, "state": "waiting"})


def test_values_and_rows_are_turned_as_sqlalchemy_turns_them(db: Database) -> None:
    added(db)
    with db.look() as work:
        row = work.run(ONE, {"row": "a"}).first()
        assert tuple(row) == tuple(work.execute(select(timer.c.id, timer.c.due_at, timer.c.tries)).one())
        assert row.due_at == NOON and row.tries == 0
        assert work.run(ONE, {"row": "b"}).first() is None


def test_the_row_count_says_who_won(db: Database) -> None:
    added(db)
    with db.work() as work:
        moved = {"row": "a", "at": NOON + timedelta(hours=1), "tried": 2}
        assert work.run(MOVE, moved).rowcount == 1
        assert work.run(MOVE, {**moved, "row": "b"}).rowcount == 0
        assert work.run(ONE, {"row": "a"}).first().tries == 3


def test_an_error_is_sqlalchemys_and_the_work_is_undone(db: Database) -> None:
    added(db)
    with pytest.raises(IntegrityError) as told:
        added(db)
    assert "wait" not in str(told.value), "values are told to nobody"
    added(db, "b")
    with db.look() as work:
        assert work.execute(select(timer.c.id).order_by(timer.c.id)).scalars().all() == ["a", "b"]


def test_who_listens_to_statements_hears_these(db: Database) -> None:
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    added(db)
    event.remove(db.engine, "before_cursor_execute", hear)
    assert [each for each in heard if each.startswith("INSERT INTO timer")]


def test_a_value_that_the_statement_does_not_have_is_refused(db: Database) -> None:
    with db.look() as work, pytest.raises(TypeError, match="no value named colour"):
        work.run(ONE, {"row": "a", "colour": "red"})


def test_a_list_is_refused(db: Database) -> None:
    several = Prepared(select(state.c.name).where(state.c.name.in_(["a", "b"])))
    with db.look() as work, pytest.raises(AssertionError, match="cannot be prepared"):
        work.run(several, {})
