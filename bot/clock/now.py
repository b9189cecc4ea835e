"""The one Clock: nothing else asks the time, so that the demo, the rehearsal and the tests can move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, and an offset in seconds that the demo moves; leases use `real`."""

    def __init__(self, offset_seconds: float = 0) -> None:
        self._offset = timedelta(seconds=offset_seconds)

    @property
    def offset_seconds(self) -> float:
        return self._offset.total_seconds()

    def now(self) -> datetime:
        """The moment (UTC), the offset included."""
        return self.real() + self._offset

    def real(self) -> datetime:
        """The moment (UTC) that the machine tells."""
        return datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Go on by so many seconds; raises ValueError backwards: what was done stays done."""
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self._offset += timedelta(seconds=seconds)

    def keep(self, offset_seconds: float) -> None:
        """Take up the offset that was kept in the database."""
        self._offset = timedelta(seconds=offset_seconds)
