"""The migrated tables are the tables that the code knows, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from bot.store import agencies, migrate
from bot.store.database import Database
from bot.store.tables import metadata
from bot.store.vault import Vault


def database(url: str) -> Database:
    return Database(url, Vault(["a key for a test of migrations only"]))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    on_file = request.param == "sqlite"
    found = database(f"sqlite:///{tmp_path}/bot.db" if on_file else request.getfixturevalue("postgres_url"))
    yield found
    found.engine.dispose()


def looked_at(found: Database, look: Callable[[Connection], Any]) -> Any:
    with found.engine.connect() as connection:
        return look(connection)


def checks_of(connection: Connection, name: str) -> set[str]:
    return {str(each["name"]) for each in inspect(connection).get_check_constraints(name)}


def test_the_migrated_tables_are_those_that_the_code_knows(empty: Database) -> None:
    migrate.upgrade(empty)
    options = {"compare_type": True}
    differ = looked_at(empty, lambda c: compare_metadata(MigrationContext.configure(c, opts=options), metadata))
    assert differ == []


def test_every_check_is_migrated_too(empty: Database) -> None:
    migrate.upgrade(empty)
    for name, table in metadata.tables.items():
        meant = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        kept = looked_at(empty, partial(checks_of, name=name))
        assert kept == meant, f"the migration and the table {name} differ in their checks"


def test_an_open_cause_is_unique_only_while_it_is_open(empty: Database) -> None:
    migrate.upgrade(empty)
    kept = looked_at(empty, lambda c: {each["name"]: each for each in inspect(c).get_indexes("escalation")})
    dialect = empty.engine.dialect.name
    for name in ("uq_escalation_open_cause", "uq_escalation_open_code"):
        assert kept[name]["unique"] and "closed" in str(kept[name]["dialect_options"][f"{dialect}_where"])


def test_migrating_twice_changes_nothing_and_says_where_it_stands(empty: Database) -> None:
    assert migrate.current(empty) is None
    migrate.upgrade(empty)
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.head() == "0007"


def test_teams_with_staff_of_before_belong_to_the_services_own_agency(empty: Database) -> None:
    migrate.upgrade(empty, "0003")
    with empty.engine.connect() as connection, connection.begin():
        connection.execute(
            text("INSERT INTO team (id, name, public_name, agency, area) VALUES ('t', 'B', 'b', 'a', 'n')")
        )
        connection.execute(
            text("INSERT INTO staff (id, team_id, role, private, active, reachable, demo)"
                 " VALUES ('s', 't', 'keyworker', '', :yes, :yes, :yes)"), {"yes": True},
        )  # fmt: skip
    migrate.upgrade(empty)
    with empty.look() as work:
        assert agencies.of_team(work, "t") is None and agencies.teams_of(work, None) == ["t"]
    with empty.engine.connect() as connection, connection.begin():
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    assert not looked_at(empty, lambda c: inspect(c).has_table("agency"))


def test_lessons_may_be_taken_back_and_brought_again(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.connect() as connection, connection.begin():
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    assert not looked_at(empty, lambda c: inspect(c).has_table("lesson"))
    migrate.upgrade(empty)
    assert looked_at(empty, lambda c: inspect(c).has_table("lesson"))
