"""Rows that hardly ever change, kept for some seconds instead of being read in every turn.

Only for what a text says (a team's name, a keyworker's first name): whoever decides whom to tell reads the row itself.
Another process may still say the old name for as long as that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
KEPT_FOR = 10.0
"""Seconds."""
MOST = 2000


class Brief:
    """A short memory; `now` is real seconds, for its tests."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._kept: dict[Hashable, tuple[float, Any]] = {}

    def of(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` gave for this key lately, or gives now."""
        now = self._now()
        known = self._kept.get(key)
        if known and known[0] > now:
            value: T = known[1]
            return value
        fresh = read()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (now + KEPT_FOR, fresh)
        return fresh

    def forget(self) -> None:
        """Something changed here: read again."""
        self._kept.clear()
