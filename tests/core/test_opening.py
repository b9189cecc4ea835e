"""When a door is open and when it opens next: over midnight, weekends, bank holidays and both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.opening import ALL_DAY, CLOSED, DAY, Day, Hours, Opening, Stretch, read_day
from tests.core.content import LONDON

HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)})
NINE_TO_FIVE: Day = ((540, 1020),)
OFFICE = Hours((NINE_TO_FIVE,) * 5 + (CLOSED,) * 2)
NIGHT = Hours((((20 * 60, 26 * 60),),) * 7, holidays=None)
"""From 8 in the evening to 2 at night, every day."""
ALWAYS = Hours((ALL_DAY,) * 7, holidays=None)


def holiday(day: date) -> bool:
    return day in HOLIDAYS


def wall(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time on a London wall in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def stands(hours: Hours, moment: datetime) -> Opening:
    return hours.at(moment, LONDON, holiday)


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        (OFFICE, wall(6, 5, 9), wall(6, 5, 17)),
        (OFFICE, wall(6, 5, 16, 59), wall(6, 5, 17)),
        (NIGHT, wall(6, 5, 20), wall(6, 6, 2)),
        (NIGHT, wall(6, 6, 1, 59), wall(6, 6, 2)),
        (Hours((((0, DAY),),) * 5 + (CLOSED,) * 2), wall(6, 3, 12), wall(6, 6, 0)),
        (Hours((CLOSED,) * 4 + (((1200, 1560),),) + (CLOSED,) * 2), wall(3, 28, 1), wall(3, 28, 2)),
    ],
)
def test_an_open_door_and_when_it_closes(hours: Hours, moment: datetime, until: datetime) -> None:
    assert stands(hours, moment) == Opening(True, until)


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (OFFICE, wall(6, 5, 8, 59), wall(6, 5, 9)),
        (OFFICE, wall(6, 5, 17), wall(6, 8, 9)),
        (OFFICE, wall(4, 2, 17), wall(4, 7, 9)),
        (OFFICE, wall(3, 28, 12), wall(3, 30, 9)),
        (OFFICE, wall(10, 24, 12), wall(10, 26, 9)),
        (OFFICE, wall(12, 24, 18), wall(12, 29, 9)),
        (NIGHT, wall(6, 6, 2), wall(6, 6, 20)),
        (Hours(OFFICE.week, {date(2026, 6, 5): ((600, 720),)}), wall(6, 5, 9), wall(6, 5, 10)),
        (Hours(OFFICE.week, {date(2026, 6, 5): CLOSED}), wall(6, 5, 9), wall(6, 8, 9)),
        (Hours(OFFICE.week, {date(2026, 4, 6): ((600, 720),)}), wall(4, 5, 9), wall(4, 6, 10)),
        (Hours(OFFICE.week, holidays=((600, 720),)), wall(4, 3, 8), wall(4, 3, 10)),
        (Hours(OFFICE.week, holidays=None), wall(4, 3, 8), wall(4, 3, 9)),
    ],
)
def test_a_shut_door_and_when_it_opens(hours: Hours, moment: datetime, opens: datetime) -> None:
    assert stands(hours, moment) == Opening(False, opens=opens)


def test_a_lunch_break_is_a_shut_door() -> None:
    hours = Hours((read_day("09:00-12:30, 13:30-17:00"),) * 7)
    assert stands(hours, wall(6, 5, 12, 45)) == Opening(False, opens=wall(6, 5, 13, 30))


def test_the_night_of_a_closed_day_runs_on_from_the_day_before() -> None:
    christmas = Hours(NIGHT.week, {date(2026, 12, 25): CLOSED}, None)
    assert stands(christmas, wall(12, 25, 1)) == Opening(True, wall(12, 25, 2))
    assert stands(christmas, wall(12, 25, 20)) == Opening(False, opens=wall(12, 26, 20))


def test_day_and_night_never_closes() -> None:
    assert stands(ALWAYS, wall(3, 29, 1, 30)) == Opening(True) and ALWAYS.always
    shut_later = Hours((ALL_DAY,) * 7, {date(2026, 6, 20): CLOSED}, None)
    assert stands(shut_later, wall(6, 5, 9)) == Opening(True) and not shut_later.always
    assert stands(shut_later, wall(6, 19, 9)) == Opening(True, wall(6, 20, 0))


def test_a_door_that_opens_no_more_is_not_open() -> None:
    assert stands(Hours((CLOSED,) * 7), wall(6, 5, 9)) == Opening(False)


@pytest.mark.parametrize(
    ("moment", "hours"),
    [(wall(3, 28, 23), 7), (wall(10, 24, 23), 9)],
)
def test_a_night_line_closes_at_seven_on_the_wall_however_long_the_night(moment: datetime, hours: int) -> None:
    line = Hours((((23 * 60, 31 * 60),),) * 7)
    assert stands(line, moment).until == moment + timedelta(hours=hours)


def test_an_hour_that_summer_time_swallows_is_no_opening() -> None:
    early = Hours((CLOSED,) * 6 + (((60, 120),),))
    assert stands(early, wall(3, 28, 12)) == Opening(False, opens=datetime(2026, 4, 5, 0, tzinfo=UTC))


minutes = st.integers(0, 95).map(lambda n: n * 15).filter(lambda n: not 60 <= n < 180)
"""Not in the hours that the clocks skip or double: what those are is said above."""


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    starts, ends = draw(minutes), draw(minutes | st.just(DAY))
    return (starts, ends if ends > starts else ends + DAY)


days: st.SearchStrategy[Day] = st.lists(stretches(), max_size=2).map(lambda day: tuple(sorted(day)))
weeks = st.builds(
    Hours,
    st.tuples(*[days] * 7),
    st.dictionaries(st.dates(date(2026, 3, 25), date(2026, 4, 10)), days, max_size=3),
    st.none() | days,
)
moments = st.integers(0, 20 * 96).map(lambda n: datetime(2026, 3, 22, tzinfo=UTC) + timedelta(minutes=15 * n))
"""Every quarter of an hour over the change of the clocks and Easter."""


def open_at(hours: Hours, moment: datetime) -> bool:
    """What somebody would say who looks at the door's own sign and at the clock on the wall."""
    now = moment.astimezone(LONDON)
    minute = now.hour * 60 + now.minute
    today = any(starts <= minute < ends for starts, ends in hours.on(now.date(), holiday))
    before = hours.on(now.date() - timedelta(days=1), holiday)
    return today or any(minute + DAY < ends for _, ends in before)


@settings(max_examples=200, deadline=None)
@given(weeks, moments)
@example(OFFICE, wall(3, 29, 9))
def test_the_door_is_open_exactly_when_its_sign_says_so(hours: Hours, moment: datetime) -> None:
    found = stands(hours, moment)
    assert found.now == open_at(hours, moment)
    if found.now:
        assert found.opens is None
        last = found.until - timedelta(minutes=15) if found.until else moment + timedelta(days=8)
        assert open_at(hours, last) and not (found.until and open_at(hours, found.until))
    elif found.opens:
        assert found.opens > moment and open_at(hours, found.opens)
        assert not open_at(hours, found.opens - timedelta(minutes=15))


@settings(max_examples=100, deadline=None)
@given(weeks, moments)
def test_nothing_opens_between_now_and_the_next_opening(hours: Hours, moment: datetime) -> None:
    found = stands(hours, moment)
    end = found.until or found.opens or moment + timedelta(days=8)
    ticks = int((min(end, moment + timedelta(days=8)) - moment) / timedelta(minutes=15))
    assert all(open_at(hours, moment + timedelta(minutes=15 * n)) == found.now for n in range(ticks))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("09:00-17:00", NINE_TO_FIVE),
        ("9:00 - 17:00", NINE_TO_FIVE),
        ("13:30-17:00, 09:00-12:30", ((540, 750), (810, 1020))),
        ("20:00-02:00", ((1200, 1560),)),
        ("16:30-24:00", ((990, 1440),)),
        ("all day", ALL_DAY),
        ("closed", CLOSED),
    ],
)
def test_a_day_is_read(text: str, day: Day) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9-5", "is no opening time"),
        ("09:00\u201317:00", "is no opening time"),
        ("09:00-25:00", "is not a time"),
        ("09:00-09:00", "opens and closes at once"),
        ("09:00-12:00, 11:00-17:00", "lie over each other"),
        ("20:00-02:00, 23:00-23:30", "lie over each other"),
        ("", "is no opening time"),
        ("open", "is no opening time"),
    ],
)
def test_a_bad_day_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_day(text)
