"""Lengths of time as staff write them: "30m", "24h", "2d", "4 working hours", "1d at 10:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

_SHORT = re.compile(r"^(?P<n>\d{1,4})\s*(?P<unit>s|m|h|d|w)(?:\s+at\s+(?P<at>\d{1,2}:\d{2}))?$")
_WORKING = re.compile(r"^(?P<n>\d{1,3})\s+working\s+(?P<unit>minutes?|hours?)$")
_UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


@dataclass(frozen=True, slots=True)
class Span:
    """`seconds` by the clock or in working hours; with `at`, whole days later at that local time."""

    seconds: int
    hours: Literal["clock", "working"] = "clock"
    at: time | None = None

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment (UTC) this span after `moment` by the clock on the wall of `zone`."""
        if self.at is None:
            return moment + timedelta(seconds=self.seconds)
        day = moment.astimezone(zone).date() + timedelta(days=self.seconds // 86_400)
        return local(datetime.combine(day, self.at), zone)


def local(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of a wall time in `zone`; of an hour that summer time doubles, the first; skipped, an hour on."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def clock_time(text: str) -> time:
    """A time such as "09:30"; raises ValueError that says so."""
    try:
        hour, minute = text.strip().split(":")
        return time(int(hour), int(minute))
    except (ValueError, AttributeError):
        raise ValueError(f'"{text}" is not a time; write it as "09:30"') from None


def parse(text: str) -> Span:
    """A span from its short form; raises ValueError that says what to write."""
    text = str(text).strip()
    if found := _SHORT.match(text):
        at = clock_time(found["at"]) if found["at"] else None
        if at and found["unit"] not in "dw":
            raise ValueError(f'"{text}": "at" goes with days, as in "1d at 10:00"')
        return Span(int(found["n"]) * _UNIT[found["unit"]], at=at)
    if found := _WORKING.match(text):
        return Span(int(found["n"]) * _UNIT[found["unit"][0]], hours="working")
    raise ValueError(f'"{text}" is not a length of time; write "30m", "24h", "2d", "1d at 10:00" or "4 working hours"')
