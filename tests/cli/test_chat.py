"""Dean talks in the terminal, by day and at night."""

from __future__ import annotations

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.cli import main

DAY, NIGHT = "2026-06-05T10:00+01:00", "2026-06-05T02:44+01:00"


def chat(typed: str, *words: str, at: str = DAY) -> Result:
    with time_machine.travel(at):
        return CliRunner().invoke(main, ["chat", *words], input=typed)


def test_dean_chats_in_the_terminal_and_a_day_goes_by() -> None:
    told = chat("yes\n+1d\ni want to die\n\n")
    assert told.exit_code == 0, told.output
    assert "is this Dean?" in told.output and "suicide_risk (urgent)" in told.output


def test_at_night_the_talk_begins_in_the_morning_and_says_so() -> None:
    told = chat("yes\n\n", at=NIGHT).output.splitlines()
    night = next(number for number, line in enumerate(told) if "it is night" in line)
    assert "08:00 < Hi, is this Dean?" in told[night + 1]
    assert any("plain words" in line for line in told)
    assert "it is night" not in chat("\n").output


def test_only_what_is_raised_about_dean_is_told() -> None:
    """A day goes by: Mo, who has no phone, has a task that nobody does."""
    told = chat("yes\nno\n+1d\n+1d\n")
    assert "task_overdue" not in told.output


@pytest.mark.parametrize("typed", ["", "yes", "yes\n"])
def test_the_end_of_the_input_ends_it_well(typed: str) -> None:
    told = chat(typed)
    assert told.exit_code == 0 and "Aborted" not in told.output


def test_help_is_for_who_types_it_and_is_no_text() -> None:
    told = chat("/help\n\n")
    assert "+2h" in told.output and "an empty line" in told.output
    assert "Sorry, we didn't get that" not in told.output


def test_somebody_who_is_not_in_the_demo_cannot_chat() -> None:
    told = chat("", "--as", "Nobody")
    assert told.exit_code == 1 and "Dean" in told.output
