"""Working hours and quiet hours, over weekends, bank holidays and both changes of summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.check.problem import Refused
from bot.core.span import Span, parse
from bot.core.working_time import QuietHours, WorkingTime, read_quiet_hours, read_working_time
from tests.core.content import LONDON, raw

OFFICE = WorkingTime(frozenset(range(5)), time(9), time(17))
NIGHT = QuietHours(time(21), time(8))
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)})
some = settings(max_examples=150, deadline=None)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def holiday(day: date) -> bool:
    return day in HOLIDAYS


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(1, 9, 9), at(1, 9, 9)),
        (at(1, 9, 8, 59), at(1, 9, 9)),
        (at(1, 9, 17), at(1, 12, 9)),
        (at(1, 10, 12), at(1, 12, 9)),
        (at(6, 5, 8), at(6, 5, 8)),
        (at(6, 5, 7, 59), at(6, 5, 8)),
        (at(4, 2, 16), at(4, 7, 8)),
        (at(3, 27, 17), at(3, 30, 8)),
        (at(10, 23, 16), at(10, 26, 9)),
        (at(12, 24, 17), at(12, 29, 9)),
    ],
)
def test_work_begins(moment: datetime, opens: datetime) -> None:
    assert OFFICE.open_at(moment, LONDON, holiday) == opens


@pytest.mark.parametrize(
    ("span", "moment", "then"),
    [
        ("4 working hours", at(1, 9, 10), at(1, 9, 14)),
        ("4 working hours", at(1, 9, 15), at(1, 12, 11)),
        ("8 working hours", at(1, 9, 9), at(1, 9, 17)),
        ("4 working hours", at(4, 2, 14), at(4, 7, 10)),
        ("4 working hours", at(3, 27, 15), at(3, 30, 10)),
        ("4 working hours", at(10, 23, 14), at(10, 26, 11)),
        ("20 working hours", at(1, 9, 9), at(1, 13, 13)),
        ("4h", at(1, 9, 15), at(1, 9, 19)),
        ("1d at 10:00", at(3, 28, 12), at(3, 29, 9)),
    ],
)
def test_a_deadline_in_working_hours(span: str, moment: datetime, then: datetime) -> None:
    assert OFFICE.after(parse(span), moment, LONDON, holiday) == then


@some
@given(moments, st.integers(0, 60 * 60))
def test_a_deadline_never_lands_outside_working_time(moment: datetime, minutes: int) -> None:
    then = OFFICE.after(Span(minutes * 60, "working"), moment, LONDON, holiday)
    wall = then.astimezone(LONDON)
    assert then >= moment + timedelta(minutes=minutes)
    assert wall.weekday() < 5 and not holiday(wall.date()) and time(9) <= wall.time() <= time(17)


@some
@given(moments, st.integers(0, 3_000), st.integers(0, 3_000))
def test_working_hours_add_up(moment: datetime, one: int, two: int) -> None:
    first = OFFICE.after(Span(one, "working"), moment, LONDON, holiday)
    then = OFFICE.after(Span(two, "working"), first, LONDON, holiday)
    both = OFFICE.after(Span(one + two, "working"), moment, LONDON, holiday)
    assert OFFICE.open_at(then, LONDON, holiday) == OFFICE.open_at(both, LONDON, holiday)


@pytest.mark.parametrize(
    ("moment", "polite"),
    [
        (at(1, 9, 20, 59), at(1, 9, 20, 59)),
        (at(1, 9, 21), at(1, 10, 8)),
        (at(1, 10, 3), at(1, 10, 8)),
        (at(1, 10, 8), at(1, 10, 8)),
        (at(3, 28, 22), at(3, 29, 7)),
        (at(10, 24, 22), at(10, 25, 8)),
    ],
)
def test_nobody_is_woken_by_a_text(moment: datetime, polite: datetime) -> None:
    assert NIGHT.polite(moment, LONDON) == polite


@some
@given(moments)
def test_a_polite_moment_is_polite_and_soon(moment: datetime) -> None:
    polite = NIGHT.polite(moment, LONDON)
    assert time(8) <= polite.astimezone(LONDON).time() < time(21)
    assert moment <= polite <= moment + timedelta(hours=12)


def test_hours_are_read() -> None:
    week = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"}
    assert read_working_time(raw(week)) == OFFICE
    assert read_quiet_hours(raw({"from": "21:00", "to": "08:00"})) == NIGHT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"days": [], "from": "09:00", "to": "17:00"}, "nobody ever works"),
        ({"days": ["mon"], "from": "17:00", "to": "09:00"}, "nobody ever works"),
        ({"days": ["monday"], "from": "09:00", "to": "17:00"}, '"monday" is no day'),
        ({"days": ["mon"], "from": "nine", "to": "17:00"}, '"nine" is not a time'),
        ({"from": "09:00", "to": "17:00"}, "`days` is missing"),
    ],
)
def test_bad_working_time_is_refused(data: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_working_time(raw(data))


def test_quiet_hours_run_through_the_night() -> None:
    with pytest.raises(Refused, match="from an evening to a morning"):
        read_quiet_hours(raw({"from": "08:00", "to": "21:00"}))
