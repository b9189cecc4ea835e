"""Asha books an appointment; Dean reads when it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.wording.when import say_day, say_time, say_when

LONDON = ZoneInfo("Europe/London")


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


NOW = at(2026, 6, 2, 18, 30)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (at(2026, 6, 2, 20, 0), "today at 8pm"),
        (at(2026, 6, 3, 10, 0), "tomorrow at 10am"),
        (at(2026, 6, 1, 14, 0), "yesterday at 2pm"),
        (at(2026, 6, 5, 10, 30), "Friday 5 June at 10:30am"),
        (at(2026, 6, 5, 12, 0), "Friday 5 June at midday"),
        (at(2026, 12, 25, 0, 5), "Friday 25 December at 12:05am"),
        (at(2027, 6, 4, 9, 0), "Friday 4 June 2027 at 9am"),
    ],
)
def test_moments_are_said_as_people_say_them(when: datetime, said: str) -> None:
    assert say_when(when, NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [(time(0, 0), "midnight"), (time(0, 30), "12:30am"), (time(12, 5), "12:05pm"), (time(23, 59), "11:59pm")],
)
def test_times_round_the_clock(moment: time, said: str) -> None:
    assert say_time(moment) == said


def test_summer_time_is_the_persons_not_the_databases() -> None:
    evening = datetime(2026, 6, 2, 23, 30, tzinfo=UTC)
    assert say_when(evening, at(2026, 6, 2, 12, 0)) == "tomorrow at 12:30am"
    winter = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert say_when(winter, at(2026, 12, 2, 8, 0)) == "today at 9am"


def test_a_time_with_a_zone_is_not_held_against_one_without() -> None:
    with pytest.raises(ValueError, match="zone"):
        say_when(NOW, NOW.replace(tzinfo=None))


def test_two_local_times_without_zones_are_taken_as_they_are() -> None:
    assert say_when(at(2026, 6, 3, 10).replace(tzinfo=None), NOW.replace(tzinfo=None)) == "tomorrow at 10am"


def test_tomorrow_is_a_matter_of_days_not_of_hours() -> None:
    assert say_when(at(2026, 6, 3, 0, 10), at(2026, 6, 2, 23, 50)) == "tomorrow at 12:10am"


@pytest.mark.parametrize(
    ("language", "said"), [("cy", "Dydd Gwener 5 Mehefin 14:00"), ("pl", "pi\u0105tek 5 czerwca 14:00")]
)
def test_other_languages_have_their_own_days_and_months(language: str, said: str) -> None:
    assert say_when(at(2026, 6, 5, 14, 0), NOW, language) == said


def test_an_unknown_language_is_said_in_english() -> None:
    assert say_day(date(2026, 6, 5), NOW.date(), "xx") == "Friday 5 June"
