"""Moments as staff write them, over weekends, bank holidays and the nights of a custody suite."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.core.pathway import Pathway, read
from bot.core.problem import Refused
from bot.core.when import Every, parse_every, parse_when
from bot.core.working_time import Calendar, WorkingTime
from tests.core.content import LONDON, raw

MONDAY_OFF = date(2026, 5, 25)
"""The spring bank holiday."""
CALENDAR = Calendar(LONDON, WorkingTime(frozenset(range(5)), time(9), time(17)), lambda day: day == MONDAY_OFF)


def utc(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("release - 1d at 15:00, or the working day before", date(2026, 5, 26), utc(22, 14)),
        ("release - 1d at 15:00, or the working day before", date(2026, 5, 22), utc(21, 14)),
        ("order_start + 1d at 09:00, or the next working day", date(2026, 5, 22), utc(26, 8)),
        ("order_start + 1d at 09:00, or the next working day", date(2026, 5, 20), utc(21, 8)),
        ("release - 1d at 15:00", date(2026, 5, 26), utc(25, 14)),
        ("next working morning after seen", date(2026, 5, 22), utc(26, 8)),
        ("next working morning after seen at 10:00", date(2026, 5, 19), utc(20, 9)),
        ("next working morning after seen", utc(19, 1), utc(19, 8)),
        ("next working morning after seen", utc(19, 12), utc(20, 8)),
        ("next working morning after seen", utc(23, 1), utc(26, 8)),
    ],
)
def test_moments_and_days_off(text: str, anchor: date | datetime, expected: datetime) -> None:
    assert parse_when(text).moment(anchor, LONDON, CALENDAR) == expected


def test_without_a_calendar_no_day_is_off() -> None:
    assert parse_when("next working morning after seen").moment(date(2026, 5, 23), LONDON) == utc(24, 8)


@pytest.mark.parametrize(("day", "before"), [(21, False), (22, True), (23, True), (24, True), (25, True), (26, False)])
def test_the_eve_of_a_day_off(day: int, before: bool) -> None:
    assert CALENDAR.before_day_off(date(2026, 5, day)) == before


def test_a_repeat_is_read() -> None:
    assert parse_every("2w until + 26w") == Every(14 * 86_400, 182 * 86_400)


@pytest.mark.parametrize("text", ["2w", "every 2w", "0d until + 1w", "2h until + 1w", "2w until 26w"])
def test_a_repeat_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="repeat"):
        parse_every(text)


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({"at": "confirmed", "every": "1w until + 4w", "flow": "a"}, "needs a day to count from"),
        ({"at": "seen + 9w", "every": "1w until + 4w", "flow": "a"}, "is 0 times"),
        ({"at": "seen", "every": "1d until + 52w", "flow": "a"}, "is 365 times"),
        ({"at": "seen", "only": "on mondays", "flow": "a"}, "`only: on mondays`"),
    ],
)
def test_marcus_is_told_what_a_repeat_needs(contact: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        pathway({"c": contact})


def test_two_contacts_of_one_name_are_refused() -> None:
    twice = {"c": {"at": "seen", "every": "1d until + 2d", "flow": "a"}, "c_2": {"at": "seen", "flow": "a"}}
    with pytest.raises(Refused, match="two contacts are called c_2"):
        pathway(twice)


def test_the_deadline_of_what_repeats_moves_along() -> None:
    ring = {"at": "seen + 1d", "every": "1w until + 3w", "task": "ring", "by": "seen + 2d", "otherwise": "silent"}
    found = pathway({"c": ring}).contacts
    days = {name: (one.at.seconds // 86_400, one.by.seconds // 86_400) for name, one in found.items() if one.by}
    assert (days["c_1"], days["c_3"]) == ((1, 2), (15, 16)) and found["c_3"].one_of == "c"


def test_an_anchor_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="`anchor: birthday`"):
        pathway({}, anchor="birthday")


def pathway(contacts: dict[str, dict[str, str]], anchor: str = "seen") -> Pathway:
    last = {"at": f"{anchor} + 28d", "task": "Close", "by": f"{anchor} + 30d", "otherwise": "silent"}
    data = {"pathway": "p", "about": "A test", "anchor": anchor, "contacts": {**contacts, "end": last}}
    return read(raw(data, "flows/pathways/p.yaml"))
