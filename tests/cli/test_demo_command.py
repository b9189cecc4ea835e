"""`make run` as a newcomer meets it: a port that is taken, logins, links that lead back, and a clock that was moved."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import settings as settings_room
from bot import wiring
from bot.cli import main, process
from bot.clock.leap import OFFSET
from bot.clock.now import SystemClock
from bot.handlers.bot import Bot
from bot.store import staff, state
from bot.web.sign_in.passwords import add_account
from bot.wiring import ROOT

LOGIN = re.compile(r"^  (\S+ \S+) +(\w+ ?\w*?) +(\S+@\S+) +(\S+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> list[Bot]:
    """Nothing listens: the bots that would be served."""
    found: list[Bot] = []
    monkeypatch.setattr(process, "_serve", lambda settings, bot, *_, **__: found.append(bot))
    return found


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def demo(*words: str, **env: str) -> Result:
    told = CliRunner().invoke(main, ["demo", *words], env=env)
    assert not told.exception or isinstance(told.exception, SystemExit), told.exception
    return told


def free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


def logins(told: Result) -> dict[str, str]:
    return {found[1]: found[4] for found in LOGIN.finditer(told.output)}


def test_a_taken_port_is_said_before_anything_is_changed(taken: int, tmp_path: Path) -> None:
    told = demo(PORT=str(taken))
    assert told.exit_code == 1 and len(told.output.splitlines()) == 1
    assert f"port {taken} of 127.0.0.1" in told.output and f"PORT={taken + 1} make run" in told.output
    assert f"--port {taken + 1}" in told.output
    assert not (tmp_path / "var").exists()


def test_links_in_notices_follow_the_port(served: list[Bot], monkeypatch: pytest.MonkeyPatch) -> None:
    port = free()
    told = demo("--port", port)
    assert f"http://127.0.0.1:{port}/simulator" in told.output and "Stop with Ctrl+C" in told.output
    assert served[0].public_url == f"http://127.0.0.1:{port}"
    monkeypatch.setenv("PUBLIC_URL", "https://texts.example.org")
    demo("--port", port)
    assert served[1].public_url == "https://texts.example.org"


def test_only_setting_up_asks_for_no_port_and_says_nothing_of_stopping(taken: int, served: list[Bot]) -> None:
    told = demo("--no-serve", "--port", str(taken))
    assert told.exit_code == 0 and "Ctrl+C" not in told.output
    assert len(logins(told)) == 7 and not served


def test_the_demos_staff_get_new_passwords_and_nobody_else() -> None:
    first = logins(demo("--no-serve"))
    bot = wiring.build(settings_room.load(), SystemClock())
    with bot.db.work() as work:
        team: Any = staff.teams(work)[0].id
        names: dict[str, Any] = {
            "first_name": "Sam",
            "last_name": "Real",
            "email": "sam@example.org",
            "phone": "+447700900150",
        }
        sam = staff.add(work, team_id=team, role="keyworker", **names)
    add_account(bot, sam, "sam@example.org", "a pass phrase of Sam's own")
    before = hashes(bot)
    told = demo("--no-serve")
    assert "Sam" not in told.output and logins(told).keys() == first.keys()
    assert {sam} == {one for one, hashed in hashes(bot).items() if before[one] == hashed}


def hashes(bot: Bot) -> dict[str, str]:
    with bot.db.look() as work:
        return {row.staff_id: row.password for row in work.execute(staff.account.select())}


def test_a_clock_that_was_moved_is_said_with_the_way_back() -> None:
    assert "make fresh" not in demo("--no-serve").output
    db = wiring.database(settings_room.load())
    with db.work() as work:
        state.put(work, OFFSET, str(9 * 86_400))
    told = demo("--no-serve")
    assert "Its clock was moved on: it is " in told.output and "make fresh" in told.output


def test_starting_over_forgets_the_demos_own_database_and_nothing_else(tmp_path: Path) -> None:
    kept = ("real.db", "throughcare.txt", "copy-of-throughcare.db")
    (tmp_path / "var").mkdir()
    for name in (*kept, "throughcare.db", "throughcare.db-wal", "throughcare.db-shm"):
        (tmp_path / "var" / name).touch()
    told = subprocess.run(["make", "-f", ROOT / "Makefile", "fresh"], cwd=tmp_path, capture_output=True, check=True)
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == sorted(kept)
    assert b"make run" in told.stdout
