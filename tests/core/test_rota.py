"""Who is on duty, through the night and through summer time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.rota import Shift, gaps, on_duty
from tests.core.content import LONDON

FRIDAY_NIGHT = Shift("north", "duty_worker", "asha", 4, time(20), time(8))
SATURDAY_NIGHT = Shift("north", "duty_worker", "bo", 5, time(20), time(8))
SUNDAY = Shift("north", "duty_worker", "cy", 6, time(8), time(8))
ROTA = (FRIDAY_NIGHT, SATURDAY_NIGHT, SUNDAY)


def on(moment: datetime, team: str = "north") -> tuple[str, ...]:
    return on_duty(ROTA, team, "duty_worker", moment, LONDON)


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        (datetime(2026, 1, 9, 19, 59, tzinfo=UTC), ()),
        (datetime(2026, 1, 9, 20, tzinfo=UTC), ("asha",)),
        (datetime(2026, 1, 9, 23, 59, tzinfo=UTC), ("asha",)),
        (datetime(2026, 1, 10, 0, tzinfo=UTC), ("asha",)),
        (datetime(2026, 1, 10, 7, 59, tzinfo=UTC), ("asha",)),
        (datetime(2026, 1, 10, 8, tzinfo=UTC), ()),
        (datetime(2026, 1, 11, 7, tzinfo=UTC), ("bo",)),
        (datetime(2026, 1, 11, 8, tzinfo=UTC), ("cy",)),
        (datetime(2026, 1, 12, 7, 59, tzinfo=UTC), ("cy",)),
        (datetime(2026, 1, 12, 8, tzinfo=UTC), ()),
        (datetime(2026, 6, 5, 19, tzinfo=UTC), ("asha",)),
        (datetime(2026, 6, 6, 7, tzinfo=UTC), ()),
    ],
)
def test_a_night_shift_runs_past_midnight(moment: datetime, who: tuple[str, ...]) -> None:
    assert on(moment) == who


@pytest.mark.parametrize(
    ("sunday", "hours"), [(datetime(2026, 3, 29, tzinfo=UTC), 11), (datetime(2026, 10, 25, tzinfo=UTC), 13)]
)
def test_the_night_of_summer_time_is_an_hour_shorter_or_longer(sunday: datetime, hours: int) -> None:
    begins = sunday - timedelta(hours=6)
    assert sum("bo" in on(begins + timedelta(hours=n)) for n in range(24)) == hours


def test_a_team_has_its_own_rota() -> None:
    assert on(datetime(2026, 1, 10, 0, tzinfo=UTC), team="south") == ()


def test_somebody_on_two_shifts_is_told_once() -> None:
    assert on_duty(ROTA * 2, "north", "duty_worker", datetime(2026, 1, 10, tzinfo=UTC), LONDON) == ("asha",)
    assert on_duty(ROTA, "north", "team_leader", datetime(2026, 1, 10, tzinfo=UTC), LONDON) == ()


def test_the_hours_with_nobody_on_duty_are_found() -> None:
    friday = datetime(2026, 1, 9, 20, tzinfo=UTC)
    found = gaps(ROTA, "north", "duty_worker", friday, 3, LONDON)
    assert found[0] == datetime(2026, 1, 10, 8, tzinfo=UTC) and len(found) == 12 + 12
    assert gaps((), "north", "duty_worker", friday, 1, LONDON)[0] == friday
