"""The one Clock goes forward only, and leases keep real time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock.now import SystemClock


def test_the_demo_runs_ahead_of_real_time() -> None:
    clock = SystemClock()
    clock.advance(86_400)
    ahead = clock.now() - clock.real()
    assert timedelta(hours=23, minutes=59) < ahead <= timedelta(days=1)
    assert clock.offset_seconds == 86_400


def test_a_clock_is_never_turned_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        SystemClock().advance(-1)


def test_an_offset_that_was_kept_is_taken_up() -> None:
    clock = SystemClock()
    clock.keep(3600)
    clock.advance(60)
    assert clock.offset_seconds == 3660


def test_every_moment_has_its_zone() -> None:
    assert SystemClock().now().tzinfo is not None and SystemClock().real().tzinfo is not None
