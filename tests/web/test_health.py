"""Whether the service is alive and ready, and its numbers, which name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.store import migrate
from bot.web.app import create_app
from tests.support.world import DEAN
from tests.web.front_door import FrontDoor, front_door, settings


class Turning:
    """Rounds of which some may have stopped."""

    def __init__(self, *stopped: str) -> None:
        self.stopped = list(stopped)

    def health(self) -> list[str]:
        return self.stopped

    def advance(self, seconds: float, on_step: Any = None) -> None:
        return None


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    with front_door(tmp_path) as found:
        yield found


def migrated(door: FrontDoor) -> None:
    """The world makes its tables without migrations: this says that they are at the head."""
    with door.world.bot.db.work() as work:
        work.connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        work.connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{migrate.head()}')")


def test_a_process_that_answers_is_alive(door: FrontDoor) -> None:
    assert door.app.test_client().get("/health/live").json == {"live": True}


def test_it_is_ready_when_database_and_rounds_are_well(door: FrontDoor) -> None:
    migrated(door)
    app = create_app(door.world.bot, settings(), Turning())
    answer = app.test_client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": "ok", "rounds": "ok"}


def test_a_database_that_takes_no_writing_is_not_ready(door: FrontDoor) -> None:
    migrated(door)
    with door.world.bot.db.look() as work:
        work.connection.exec_driver_sql("PRAGMA query_only = ON")
    app = create_app(door.world.bot, settings(), Turning())
    answer = app.test_client().get("/health/ready")
    with door.world.bot.db.look() as work:
        work.connection.exec_driver_sql("PRAGMA query_only = OFF")
    assert answer.status_code == 503 and answer.json is not None
    assert "is the disk full or read-only?" in answer.json["database"]
    assert app.test_client().get("/health/ready").status_code == 200


def test_a_round_that_stopped_is_named(door: FrontDoor) -> None:
    migrated(door)
    answer = create_app(door.world.bot, settings(), Turning("delivery")).test_client().get("/health/ready")
    assert answer.status_code == 503 and answer.json is not None
    assert answer.json["rounds"] == "stopped: delivery"


def test_a_database_that_was_not_migrated_is_not_ready(door: FrontDoor) -> None:
    answer = door.app.test_client().get("/health/ready")
    assert answer.status_code == 503 and "throughcare migrate" in answer.text


def test_a_database_that_is_away_is_not_ready(door: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("SELECT", {}, Exception("locked"))

    monkeypatch.setattr(door.world.bot.db, "look", away)
    answer = door.app.test_client().get("/health/ready")
    assert answer.status_code == 503 and "OperationalError" in answer.text


def test_the_numbers_count_what_waits_and_name_nobody(door: FrontDoor) -> None:
    door.world.person()
    door.text("help me")
    numbers = door.app.test_client().get("/metrics").text
    assert 'throughcare_timer{state="waiting"}' in numbers
    assert "throughcare_webhook_forged_total" in numbers
    assert "Dean" not in numbers and DEAN not in numbers


def test_every_page_says_what_a_browser_may_load(door: FrontDoor) -> None:
    headers = door.app.test_client().get("/health/live").headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
