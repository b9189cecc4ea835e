"""Moving the demo's clock so that nothing on the way is skipped, and every receipt arrives at its own moment."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import func, select

from bot.handlers.bot import Bot
from bot.store.outbox import outbox
from bot.store.timers import timer

FARTHEST = timedelta(days=400)
STEPS = 20_000
"""The most stops of one journey: rows that never settle must not keep it for ever."""
MOST_UNSEEN = 100
"""Moments at which nothing was seen, before somebody who waits for the page is told so."""


class Journey:
    """The one who moves the clock: `advance(seconds)` jumps and runs what is due; `receipts()` waits for receipts."""

    def __init__(self, bot: Bot, advance: Callable[[float], None], receipts: Callable[[], None]) -> None:
        self._bot = bot
        self._advance = advance
        self._receipts = receipts
        self._alone = threading.Lock()

    def now(self) -> datetime:
        return self._bot.clock.now()

    def next_moment(self) -> datetime | None:
        """When the next thing happens (UTC), later than now; None when nothing is planned."""
        now = self.now()
        with self._bot.db.look() as work:
            found = [
                work.execute(select(func.min(table.c.due_at)).where(table.c.state == "waiting", table.c.due_at > now))
                for table in (timer, outbox)
            ]
            moments = [moment for result in found if (moment := result.scalar())]
        return min(moments, default=None)

    def by(
        self, length: timedelta, at_stop: Callable[[], None] = lambda: None, patience: float = math.inf
    ) -> timedelta:
        """Go on by that much, stopping wherever something falls due; `at_stop` is called at every stop.

        Ends early, at a stop, after `patience` (seconds of real time); returns how far the clock went.
        """
        with self._alone:
            began = self.now()
            self._to(began + min(length, FARTHEST), at_stop, patience)
            return self.now() - began

    def to_next(self, seen: Callable[[], object]) -> bool:
        """Go on until `seen` gives something else: much that falls due is only looked at and set back.

        False: nothing is planned, or nothing else was seen in so many moments.
        """
        with self._alone:
            before = seen()
            for _ in range(MOST_UNSEEN):
                moment = self.next_moment()
                if moment is None:
                    return False
                self._to(moment)
                if seen() != before:
                    return True
        return False

    def _to(self, target: datetime, at_stop: Callable[[], None] = lambda: None, patience: float = math.inf) -> None:
        enough = monotonic() + patience
        for _ in range(STEPS):
            moment = self.next_moment()
            stop = target if moment is None else min(moment, target)
            self._advance(max(0.0, (stop - self.now()).total_seconds()))
            self._receipts()
            at_stop()
            if self.now() >= target or monotonic() >= enough:
                return
        self._advance(max(0.0, (target - self.now()).total_seconds()))
        self._receipts()
