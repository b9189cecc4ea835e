"""What the synthetic people and staff mean to do, and when, in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

Act = Callable[[], None]
UNHURRIED = 10
"""Minutes: what is not urgent happens at every tenth of them, so that many share one turn of the rounds."""


class Agenda:
    """Acts by moment (UTC), at whole minutes so that many share one turn of the rounds; equal moments keep order."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, moment: datetime, act: Act, *, every: int = 1) -> None:
        """At the next minute that `every` divides, of the hour."""
        whole = moment.replace(minute=moment.minute - moment.minute % every, second=0, microsecond=0)
        minute = whole if whole == moment else whole + timedelta(minutes=every)
        heappush(self._acts, (minute, next(self._order), act))

    @property
    def next(self) -> datetime | None:
        return self._acts[0][0] if self._acts else None

    def run(self, now: datetime) -> int:
        """Do what is due; returns how much that was."""
        done = 0
        while self._acts and self._acts[0][0] <= now:
            heappop(self._acts)[2]()
            done += 1
        return done
