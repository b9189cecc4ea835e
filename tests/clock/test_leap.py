"""A fortnight goes by as it would have, only sooner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.clock.leap import OFFSET, Watch, kept_offset, leap, next_moment
from bot.store import state
from tests.support.world import DEAN, World, world


@pytest.fixture
def here() -> Iterator[World]:
    with world() as found:
        yield found


def test_deans_first_day_happens_at_its_own_hours(here: World) -> None:
    here.person()
    steps: list[datetime] = []
    leap(here.bot, 86_400, steps.append)
    assert here.got(DEAN), "Dean was texted"
    assert steps == sorted(steps) and len(steps) > 1
    assert here.clock.now() - steps[0] <= timedelta(days=1)


def test_the_jump_ends_where_it_was_asked_to(here: World) -> None:
    before = here.clock.now()
    leap(here.bot, 3600)
    assert here.clock.now() == before + timedelta(hours=1)


def test_two_small_jumps_do_what_one_long_one_does() -> None:
    with world() as once, world() as twice:
        once.person()
        twice.person()
        leap(once.bot, 3 * 86_400)
        leap(twice.bot, 86_400)
        leap(twice.bot, 2 * 86_400)
        assert once.got(DEAN) == twice.got(DEAN)
        assert sorted(once.kinds()) == sorted(twice.kinds())


def test_the_offset_is_kept_for_the_next_start(here: World) -> None:
    here.clock.offset_seconds = 3600.0
    leap(here.bot, 0)
    assert kept_offset(here.bot) == 3600.0
    with here.bot.db.look() as work:
        assert state.get(work, OFFSET) == "3600.0"


def test_a_clock_that_was_never_moved_has_no_offset(here: World) -> None:
    assert kept_offset(here.bot) == 0


def test_nobody_goes_back_in_time(here: World) -> None:
    with pytest.raises(ValueError, match="forward"):
        leap(here.bot, -1)


def test_what_stays_due_does_not_stop_the_clock(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    here.person()
    monkeypatch.setattr("bot.clock.leap.delivery.send_due", lambda _bot: 0)
    before = here.clock.now()
    here.texts("help me")
    moment = next_moment(here.bot)
    assert moment is not None and moment > here.clock.now()
    leap(here.bot, 1800)
    assert here.clock.now() == before + timedelta(seconds=1800)


def test_over_many_short_leaps_the_watchdog_looks_every_hour(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[datetime] = []

    def look(_: object) -> int:
        looks.append(here.clock.now())
        return 0

    monkeypatch.setattr("bot.clock.leap.watchdog.look", look)
    watch, began = Watch(), here.clock.now()
    for _ in range(36):
        leap(here.bot, 300, watch=watch)
    assert [moment - began for moment in looks] == [timedelta(minutes=5), timedelta(minutes=65), timedelta(minutes=125)]
    leap(here.bot, 60)
    assert looks[-1] == here.clock.now(), "a leap by itself is looked over at its end"
