"""`throughcare staff add`, as an operator types it on the first day."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import settings as settings_room
from bot import wiring
from bot.cli import main
from bot.core.rota import Shift
from bot.store import agencies, staff
from bot.store.staff import Staff

ASHA = {
    "--first-name": "Asha", "--last-name": "Patel", "--email": "Asha@example.org", "--role": "keyworker",
    "--team": "Bridge", "--phone": "07700 900101", "--password": "a long pass phrase",
}  # fmt: skip
JOE = {**ASHA, "--first-name": "Joe", "--last-name": "Mensah", "--email": "joe@example.org", "--phone": "07700 900102"}


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def add(given: dict[str, str], *flags: str) -> Result:
    return run("staff", "add", *(word for pair in given.items() for word in pair), *flags)


@pytest.fixture
def migrated() -> None:
    run("migrate")


@pytest.fixture
def bridge(migrated: None) -> None:
    """Asha is there, and with her the team."""
    assert add(ASHA, "--new-team").exit_code == 0


def known() -> tuple[list[Staff], list[Shift], list[Any]]:
    with wiring.database(settings_room.load()).look() as work:
        return staff.everybody(work), staff.shifts(work), staff.teams(work)


def test_asha_is_added_with_her_hours_and_can_sign_in(migrated: None) -> None:
    told = add({**ASHA, "--on-duty": "fri-mon 22:00-06:00"}, "--new-team")
    assert told.exit_code == 0, told.output
    (asha,), shifts, _ = known()
    assert (asha.phone, asha.email) == ("+447700900101", "asha@example.org")
    assert sorted(shift.weekday for shift in shifts) == [0, 4, 5, 6]
    assert "can sign in as asha@example.org" in told.output


def test_a_team_of_another_agency_is_made_with_its_kind(bridge: None) -> None:
    nadia = {**JOE, "--first-name": "Nadia", "--team": "Acorn", "--partner": "Northgate healthcare"}
    told = add(nadia, "--new-team")
    assert told.exit_code != 0 and "--partner-kind" in told.output
    assert add({**nadia, "--partner-kind": "prison_healthcare"}, "--new-team").exit_code == 0
    with wiring.database(settings_room.load()).look() as work:
        acorn, bridge_team = (agencies.of_team(work, str(team.id)) for team in staff.teams(work))
    assert acorn and (acorn.name, acorn.kind) == ("Northgate healthcare", "prison_healthcare")
    assert bridge_team is None


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--phone", "0121 496 0123", "mobile"),
        ("--phone", "07700 900101", "Asha Patel has this phone already"),
        ("--email", "asha@example.org", "there already"),
        ("--email", "joe", "no e-mail address"),
        ("--email", "joe@example", "no e-mail address"),
        ("--email", "joe mensah@example.org", "no e-mail address"),
        ("--team", "Brigde", "there are Bridge): to make it, add --new-team"),
        ("--on-duty", "weekdays", "mon-fri 09:00-17:00"),
        ("--on-duty", "mon 25:00-26:00", "time"),
        ("--password", "short", "12"),
        ("--password", "", "no terminal to ask for the password"),
    ],
)
def test_what_cannot_be_taken_is_said(bridge: None, option: str, value: str, says: str) -> None:
    told = add({**JOE, option: value})
    assert told.exit_code != 0 and says in told.output and "Traceback" not in told.output
    everybody, _, teams = known()
    assert [one.name for one in everybody] == ["Asha Patel"] and len(teams) == 1


def test_who_is_on_duty_is_said_until_every_hour_has_somebody(bridge: None) -> None:
    joe = {**JOE, "--role": "duty_worker"}
    assert "Nobody is on duty for Bridge: danger" in add(joe).output
    night = {**joe, "--email": "n@example.org", "--phone": "07700 900103", "--on-duty": "mon-sun 20:00-08:00"}
    assert "Nobody is on duty for Bridge in 84 of the coming 168 hours" in add(night).output
    day = {**joe, "--email": "d@example.org", "--phone": "07700 900104", "--on-duty": "mon-sun 08:00-20:00"}
    assert "on duty" not in add(day).output


def test_a_database_without_tables_is_said() -> None:
    told = add(ASHA)
    assert told.exit_code == 1 and "throughcare migrate" in told.output
