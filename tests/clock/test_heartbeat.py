"""The heartbeat beats while all is well, and its silence is the alarm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.clock.heartbeat import Unwell, heartbeat
from bot.store import timers
from tests.support.world import World, world


@dataclass
class AllWell:
    """Rounds that turn, unless told otherwise."""

    stopped: list[str] = field(default_factory=list)
    raising: list[str] = field(default_factory=list)

    def health(self) -> list[str]:
        return self.stopped

    def failing(self) -> list[str]:
        return self.raising


@pytest.fixture
def here() -> Iterator[World]:
    with world() as found:
        yield found


@contextmanager
def watcher() -> Iterator[tuple[str, list[str]]]:
    """Whoever watches from outside: their address, and what they heard."""
    heard: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return None

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/beat", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_beats_while_every_check_passes(here: World) -> None:
    with watcher() as (url, heard):
        heartbeat(url, AllWell()).run(here.bot)
    assert heard == ["/beat"]


@pytest.mark.parametrize("rounds", [AllWell(stopped=["timers"]), AllWell(raising=["watchdog"])])
def test_it_falls_silent_when_a_round_stops_or_fails(here: World, rounds: AllWell) -> None:
    with watcher() as (url, heard), pytest.raises(Unwell):
        heartbeat(url, rounds).run(here.bot)
    assert heard == []


def test_it_falls_silent_when_what_is_due_is_not_done(here: World) -> None:
    with here.bot.db.work() as work:
        timers.add(work, "plan", here.clock.now() - timedelta(minutes=6))
    with watcher() as (url, heard), pytest.raises(Unwell, match="timers are late"):
        heartbeat(url, AllWell()).run(here.bot)
    assert heard == []


def test_its_own_failing_does_not_keep_it_silent_for_ever(here: World) -> None:
    with watcher() as (url, heard):
        heartbeat(url, AllWell(stopped=["heartbeat"], raising=["heartbeat"])).run(here.bot)
    assert heard == ["/beat"]
