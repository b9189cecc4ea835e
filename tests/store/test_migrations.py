"""The migrated tables are the tables that the code knows, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, text

from bot.store import agencies, enrolments, migrate, tasks, timers, watch
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
    theirs = looked_at(empty, lambda c: MigrationContext.configure(c).get_current_revision())
    newest = ScriptDirectory(str(migrate.FOLDER)).get_current_head()
    assert migrate.current(empty) == theirs == migrate.head() == newest


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


def test_what_was_planned_for_a_person_goes_on_as_their_enrolment(empty: Database) -> None:
    """Dean was registered before there were several pathways: nothing of his is lost, nothing planned twice."""
    with empty.engine.connect() as connection, connection.begin():
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for statement in DEAN_AS_HE_WAS:
            connection.execute(text(statement), {"now": "2026-06-05 09:00:00.000000", "empty": b""})
    migrate.upgrade(empty)
    with empty.work() as work:
        (one,) = enrolments.active_of(work, "dean")
        assert (one.id, one.pathway, one.anchor, str(one.anchor_day)) == (
            "dean", "prison_release", "release", "2026-06-05",
        )  # fmt: skip
        assert one.confirmed_at is not None and one.round == 0
        assert timers.contacts_of(work, "dean", "dean", 0) == {"welcome", "check_in_day_3"}
        assert [row.enrolment_id for row in tasks.open_of(work, "dean")] == ["dean"]
        assert "contacts_gone" not in {each.what for each in watch.lost(work, datetime(2026, 6, 5, 9, tzinfo=UTC))}


DEAN_AS_HE_WAS = (
    "INSERT INTO team (id, name, public_name, agency, area) VALUES ('t', 'Bridge', 'Bridge', 'a', 'b')",
    "INSERT INTO person (id, private, facts, status, custody, number, opted_out, discreet, language, pathway,"
    " anchor_date, confirmed_at, area, agency, team_id, lawful_basis, revision, contacts, created_at, next_contact_at)"
    " VALUES ('dean', :empty, :empty, 'active', 'released', 'verified', false, true, 'en', 'prison_release',"
    " '2026-06-05', :now, 'b', 'a', 't', 'public task', 'r', 2, :now, :now)",
    "INSERT INTO timer (id, kind, person_id, name, turn, due_at, state, tries)"
    " VALUES ('1', 'contact', 'dean', 'welcome', 0, :now, 'done', 0)",
    "INSERT INTO timer (id, kind, person_id, name, turn, due_at, state, tries)"
    " VALUES ('2', 'contact', 'dean', 'check_in_day_3', 0, :now, 'waiting', 0)",
    "INSERT INTO timer (id, kind, person_id, name, turn, due_at, state, tries)"
    " VALUES ('3', 'contact', 'dean', 'check_in_day_3', 0, :now, 'done', 0)",
    "INSERT INTO task (id, person_id, kind, state, otherwise, urgency, open_at, due_at)"
    " VALUES ('k', 'dean', 'close_or_extend', 'open', 'pathway_end', 'today', :now, :now)",
)
