"""Moments against an anchor, as staff write them: "release - 7d at 10:00", "next working morning after seen"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.span import clock_time, local, parse
from bot.core.working_time import Calendar

_WHEN = re.compile(
    r"^(?P<anchor>[a-z_]+)(?:\s*(?P<sign>[+-])\s*(?P<span>\d+\s*[smhdw]))?(?:\s+at\s+(?P<at>\d{1,2}:\d{2}))?"
    r"(?:,\s+or\s+the\s+(?P<off>working\s+day\s+before|next\s+working\s+day))?$"
)
_MORNING = re.compile(r"^next\s+working\s+morning\s+after\s+(?P<anchor>[a-z_]+)(?:\s+at\s+(?P<at>\d{1,2}:\d{2}))?$")
MIDDAY = time(12)
DayOff = Literal["stays", "before", "after"]


@dataclass(frozen=True, slots=True)
class When:
    """A moment against an anchor: so many seconds before or after; with `at`, whole days and that local time.

    `day_off` says where it goes if it falls on a day off; `morning` is the next working morning after the anchor.
    """

    anchor: str
    seconds: int = 0
    at: time | None = None
    day_off: DayOff = "stays"
    morning: bool = False

    def moment(self, anchor: datetime | date, zone: ZoneInfo, calendar: Calendar | None = None) -> datetime:
        """UTC. The anchor is a moment (UTC), or a day: then without `at` it means midday.

        Without a calendar no day is off, and a working morning begins at 09:00.
        """
        calendar = calendar or Calendar.plain(zone)
        if self.morning:
            return calendar.morning_after(anchor, self.at)
        found = self._plain(anchor, zone)
        if self.day_off == "stays":
            return found
        wall = found.astimezone(zone)
        day = calendar.day_near(wall.date(), -1 if self.day_off == "before" else 1)
        return found if day == wall.date() else local(datetime.combine(day, wall.time()), zone)

    def later(self, seconds: int) -> When:
        """The same, so many seconds later."""
        return When(self.anchor, self.seconds + seconds, self.at, self.day_off, self.morning)

    def _plain(self, anchor: datetime | date, zone: ZoneInfo) -> datetime:
        if not isinstance(anchor, datetime):
            if self.seconds % 86_400 == 0:
                return self._days(anchor, zone)
            return local(datetime.combine(anchor, MIDDAY), zone) + timedelta(seconds=self.seconds)
        if self.at is None:
            return anchor + timedelta(seconds=self.seconds)
        return self._days(anchor.astimezone(zone).date(), zone)

    def _days(self, day: date, zone: ZoneInfo) -> datetime:
        return local(datetime.combine(day + timedelta(seconds=self.seconds), self.at or MIDDAY), zone)


def parse_when(text: str) -> When:
    """A moment such as "release - 7d at 10:00" or "appointment - 2h"; raises ValueError."""
    text = " ".join(text.split())
    if found := _MORNING.match(text):
        return When(found["anchor"], at=clock_time(found["at"]) if found["at"] else None, morning=True)
    found = _WHEN.match(text)
    if not found:
        raise ValueError(
            f'"{text}" is not a moment; write "release - 7d at 10:00", "appointment - 2h"'
            ' or "next working morning after seen"'
        )
    seconds = parse(found["span"]).seconds if found["span"] else 0
    at = clock_time(found["at"]) if found["at"] else None
    if at and seconds % 86_400:
        raise ValueError(f'"{text}": "at" goes with whole days')
    off: DayOff = "stays" if not found["off"] else "before" if "before" in found["off"] else "after"
    return When(found["anchor"], -seconds if found["sign"] == "-" else seconds, at, off)


_EVERY = re.compile(r"^(?P<step>\d+\s*[dw])\s+until\s+\+\s*(?P<until>\d+\s*[dw])$")


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again: `step` and `until` in seconds, `until` counted from the anchor and itself included."""

    step: int
    until: int


def parse_every(text: str) -> Every:
    """A repeat such as "2w until + 26w"; raises ValueError."""
    found = _EVERY.match(" ".join(text.split()))
    if not found:
        raise ValueError(f'"{text}" is not a repeat; write "2w until + 26w"')
    every = Every(parse(found["step"]).seconds, parse(found["until"]).seconds)
    if not every.step:
        raise ValueError(f'"{text}" repeats without end: give it days or weeks')
    return every
