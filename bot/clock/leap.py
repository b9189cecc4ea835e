"""Moves the clock from due moment to due moment, so that a fortnight goes by as it would have, in seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast

from bot.handlers import delivery, timers, watchdog
from bot.handlers.bot import Bot, Clock
from bot.store import outbox, state
from bot.store import timers as timer_rows

OFFSET = "clock_offset_seconds"
LEAST_STEP = timedelta(seconds=1)
STUCK_STEP = timedelta(minutes=1)
"""A row that stays due although it was tried must not stop the clock, nor be tried every second of a month."""
LOOK_EVERY = timedelta(hours=1)
MOST_TURNS = 1000


class Movable(Clock, Protocol):
    """A clock that can be moved on."""

    offset_seconds: float

    def advance(self, seconds: float) -> None: ...


@dataclass
class Watch:
    """When the watchdog last looked: many short leaps in a row need no look each."""

    looked: datetime | None = None

    def look(self, bot: Bot) -> int:
        """Look over the register if the last look was an hour ago; returns how many were lost."""
        now = bot.clock.now()
        if self.looked is not None and now - self.looked < LOOK_EVERY:
            return 0
        self.looked = now
        return watchdog.look(bot)


def leap(
    bot: Bot, seconds: float, on_step: Callable[[datetime], None] | None = None, watch: Watch | None = None
) -> int:
    """Move the bot's clock on by so many seconds, doing on the way what falls due; returns how much was done.

    `on_step` is told each moment (UTC) that something was due at. The rounds must be paused. The watchdog looks every
    hour and, without a `watch` of earlier leaps, at the end. Raises ValueError for a negative number.
    """
    clock = cast(Movable, bot.clock)
    if seconds < 0:
        raise ValueError("the clock only goes forward")
    target = clock.now() + timedelta(seconds=seconds)
    hourly = watch or Watch(clock.now())
    done = run_due(bot)
    while (moment := next_moment(bot)) is not None and moment <= target:
        _move_to(clock, moment)
        done += run_due(bot)
        done += hourly.look(bot)
        if on_step is not None:
            on_step(moment)
    _move_to(clock, target)
    done += run_due(bot)
    if found := (hourly if watch else Watch()).look(bot):
        done += found + run_due(bot)
    keep_offset(bot)
    return done


def run_due(bot: Bot) -> int:
    """Ring and send until nothing is due any more; returns how much was done."""
    done = 0
    for _ in range(MOST_TURNS):
        turn = timers.ring_due(bot) + delivery.send_due(bot)
        done += turn
        if not turn:
            break
    return done


def next_moment(bot: Bot) -> datetime | None:
    """When something next falls due (UTC), never now or before; None where nothing waits."""
    with bot.db.look() as work:
        known = [due for due in (timer_rows.next_due(work), outbox.next_due(work)) if due is not None]
    if not known:
        return None
    now = bot.clock.now()
    return max(min(known), now + LEAST_STEP) if min(known) > now else now + STUCK_STEP


def keep_offset(bot: Bot) -> None:
    """Keep how far the clock was moved, so that a restart does not go back in time."""
    with bot.db.work() as work:
        state.put(work, OFFSET, str(cast(Movable, bot.clock).offset_seconds))


def kept_offset(bot: Bot) -> float:
    """How far the clock was moved, in seconds."""
    with bot.db.look() as work:
        return float(state.get(work, OFFSET) or 0)


def _move_to(clock: Movable, moment: datetime) -> None:
    clock.advance(max(0.0, (moment - clock.now()).total_seconds()))
