"""`throughcare import` and `throughcare tokens`, as an operator types them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import settings as settings_room
from bot import wiring
from bot.cli import main
from bot.clock.now import SystemClock
from bot.store import people, staff
from bot.store import tokens as token_rows
from tests.support.world import shipped

HEAD = "reference,first_name,phone,pathway,anchor_date,area,agency\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture(autouse=True)
def bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The team is there; what we say is read once for all commands."""
    monkeypatch.setattr(wiring, "speech", lambda files: shipped()[1])
    run("migrate")
    with wiring.database(settings_room.load()).work() as work:
        staff.add_team(work, "Bridge", public_name="the Bridge team", agency="treatment", area="Dudley")


def registered() -> int:
    with wiring.database(settings_room.load()).look() as work:
        return people.count(work)


def a_list(tmp_path: Path, *phones: str) -> str:
    day = SystemClock().now().date() + timedelta(days=10)
    lines = [_line(number, phone, day) for number, phone in enumerate(phones, 1)]
    (tmp_path / "list.csv").write_text(HEAD + "".join(lines), "utf-8")
    return str(tmp_path / "list.csv")


def _line(number: int, phone: str, day: date) -> str:
    return f"R{number},Dean,{phone},prison_release,{day:%d/%m/%Y},Dudley,treatment\n"


def test_it_says_first_and_does_it_when_told(tmp_path: Path) -> None:
    path = a_list(tmp_path, "07700 900001", "07700 900002")
    said = run("import", "people", path)
    assert said.exit_code == 0 and "2 lines: 2 new" in said.output and "this was a dry run" in said.output
    assert registered() == 0
    done = run("import", "people", path, "--apply")
    assert done.exit_code == 0 and "Done: 2 lines were taken over." in done.output
    assert registered() == 2
    changed = run("import", "people", a_list(tmp_path, "07700 900001", "07700 900003"), "--apply")
    assert "line 3, R2: phone: +447700900002 -> +447700900003" in changed.output
    assert "0 new, 1 changed, 1 as they were" in changed.output


def test_wrong_lines_end_it_unless_they_are_left_out(tmp_path: Path) -> None:
    path = a_list(tmp_path, "07700 900001", "0121 496 0123")
    refused = run("import", "people", path, "--apply")
    assert refused.exit_code == 1 and "wrong: line 3, phone: this is not a UK mobile number." in refused.output
    assert "Nothing was changed" in refused.output and registered() == 0
    assert run("import", "people", path, "--apply", "--skip-bad").exit_code == 0
    assert registered() == 1


def test_what_cannot_be_read_ends_with_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "one.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "utf-8")
    for words, says in (
        (("people", str(tmp_path / "book.csv")), "Excel workbook"),
        (("people", str(tmp_path / "none.csv")), "cannot be opened"),
        (("people", str(tmp_path / "one.ics")), "a calendar holds appointments"),
        (("appointments", str(tmp_path / "one.ics"), "--team", "Nowhere"), 'there is no team "Nowhere"'),
    ):
        told = run("import", *words)
        assert told.exit_code == 1 and says in told.output, told.output
        assert "Traceback" not in told.output


def test_a_token_is_shown_once_listed_without_and_taken_back() -> None:
    scopes = ("--scope", "people:read", "--scope", "people:write")
    made = CliRunner().invoke(main, ("tokens", "add", "--name", "NOMIS", "--team", "Bridge", *scopes))
    secret = made.stdout.strip()
    assert made.exit_code == 0 and secret.startswith("tc_") and "not shown again" in made.stderr
    with wiring.database(settings_room.load()).look() as work:
        token = token_rows.with_secret(work, secret)
    assert token is not None and token.agency == "treatment"
    listed = run("tokens", "list").output
    assert f"{token.id} stands: NOMIS, Bridge, treatment: people:read people:write" in listed and secret not in listed
    assert run("tokens", "revoke", token.id).exit_code == 0
    assert "revoked" in run("tokens", "list").output
    again = run("tokens", "revoke", token.id)
    assert again.exit_code == 1 and "no token" in again.output
    for wrong in (("--team", "Nowhere", *scopes), ("--team", "Bridge", "--scope", "everything")):
        refused = run("tokens", "add", "--name", "NOMIS", *wrong)
        assert refused.exit_code == 1 and "there is no" in refused.output
