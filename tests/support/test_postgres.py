"""The PostgreSQL that tests are given is a real one, and nobody finds what another test left."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.support.postgres import fresh_database, postgres_programs, running_postgres, wheel_programs


def _remember(url: str, name: str) -> None:
    engine = create_engine(url)
    with engine.begin() as rows:
        rows.execute(text("CREATE TABLE person (first_name text)"))
        rows.execute(text("INSERT INTO person VALUES (:name)"), {"name": name})
    engine.dispose()


def _tables(url: str) -> list[str]:
    engine = create_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def test_dean_stored_by_one_test_is_not_found_by_the_next(postgres_server: str, postgres_url: str) -> None:
    _remember(postgres_url, "Dean")
    assert _tables(postgres_url) == ["person"]
    with fresh_database(postgres_server) as other:
        assert _tables(other) == []


def test_a_database_can_begin_as_a_copy_of_another(postgres_server: str, postgres_url: str) -> None:
    _remember(postgres_url, "Dean")
    with fresh_database(postgres_server, template=postgres_url.rpartition("/")[2]) as copy:
        assert _tables(copy) == ["person"]


def test_without_a_postgres_of_its_own_the_machine_uses_the_wheels() -> None:
    with running_postgres(wheel_programs()[0]) as server, fresh_database(server) as url:
        engine = create_engine(url)
        with engine.connect() as rows:
            assert rows.scalar(text("SELECT pg_is_in_recovery()")) is False
        engine.dispose()


def test_pg_bin_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(wheel_programs()[0]))
    assert postgres_programs() == wheel_programs()[0]
