"""The one table of rounds: what is looked for, how often, and the handler that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.handlers import delivery, reconcile, timers, watchdog
from bot.handlers.bot import Bot
from bot.handlers.imports import runs


@dataclass(frozen=True, slots=True)
class Round:
    """`every` in seconds; `run` returns how much it did. `at_start` runs once at once."""

    name: str
    every: float
    run: Callable[[Bot], int]
    at_start: bool = False

    @property
    def late_after(self) -> float:
        """Seconds without a turn after which something is wrong."""
        return 3 * self.every + 10


DELIVERY, URGENT = "delivery", "urgent"
WOKEN = (URGENT, DELIVERY)
"""Rounds with a thread of their own that every commit wakes: a slow call never holds up an answer to danger."""

TURNED = (
    Round("timers", 1, timers.ring_due),
    Round(URGENT, 1, delivery.send_urgent),
    Round(DELIVERY, 1, delivery.send_due),
    Round("settle_stranded", 5, reconcile.settle_stranded, at_start=True),
)
WATCHED = (
    Round("take_in_missed", 20, reconcile.take_in_missed, at_start=True),
    Round("watchdog", 60, watchdog.look, at_start=True),
)
TAKEN_OVER = (
    Round("imports", 1, runs.turn),
    Round("tidy_imports", 3600, runs.tidy),
)
ROUNDS = (*TURNED, *WATCHED, *TAKEN_OVER)
"""`TURNED` move texts; `WATCHED` look for what fell through; `TAKEN_OVER` is what other systems bring.
The heartbeat is added where there is a URL for it."""
