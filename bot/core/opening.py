"""Opening hours: a usual week, the days that differ, and whether a door is open at a moment or when it opens next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.span import clock_time, local

IsHoliday = Callable[[date], bool]
Stretch = tuple[int, int]
"""Minutes from the midnight that begins the day; past 1440 it runs on into the next day."""
Day = tuple[Stretch, ...]

DAY = 24 * 60
CLOSED: Day = ()
ALL_DAY: Day = ((0, DAY),)
DAYS_AHEAD = 90
"""How far ahead an opening is looked for: a door that is shut for longer is no door."""
FOR_EVER = timedelta(days=8)
"""Open for longer than any usual week: closing is not worth a word."""

_STRETCH = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


@dataclass(frozen=True, slots=True)
class Opening:
    """`until` (UTC) is when an open door closes, None if that is far off; `opens` (UTC) when a shut one opens."""

    now: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """`week` has seven days from Monday; `days` are single ones that differ; `holidays` None: as usual on them.

    A stretch past midnight belongs to the day that it began on, and runs on even if the next day is closed.
    """

    week: tuple[Day, ...]
    days: Mapping[date, Day] = field(default_factory=dict)
    holidays: Day | None = CLOSED

    @property
    def always(self) -> bool:
        return self.holidays is None and not self.days and all(day == ALL_DAY for day in self.week)

    def on(self, day: date, holiday: IsHoliday) -> Day:
        """What stands for one day: its own line, else the one for bank holidays, else its day of the week."""
        if day in self.days:
            return self.days[day]
        if self.holidays is not None and holiday(day):
            return self.holidays
        return self.week[day.weekday()]

    def at(self, moment: datetime, zone: ZoneInfo, holiday: IsHoliday) -> Opening:
        """How the door stands at a moment (UTC), decided on the wall clock of `zone`."""
        yesterday = moment.astimezone(zone).date() - timedelta(days=1)
        for starts, ends in _joined(self._spans(yesterday, zone, holiday)):
            if ends > moment:
                until = ends if ends - moment < FOR_EVER else None
                return Opening(True, until) if starts <= moment else Opening(False, opens=starts)
        return Opening(False)

    def _spans(self, first: date, zone: ZoneInfo, holiday: IsHoliday) -> Iterator[tuple[datetime, datetime]]:
        """Every stretch from a day on, in UTC, in order; one that the clocks swallow is left out."""
        for day in (first + timedelta(days=n) for n in range(DAYS_AHEAD)):
            midnight = datetime.combine(day, time())
            for stretch in self.on(day, holiday):
                starts, ends = (local(midnight + timedelta(minutes=minutes), zone) for minutes in stretch)
                if starts < ends:
                    yield starts, ends


def _joined(spans: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Spans that touch or overlap as one; given out early once it is as good as for ever."""
    running: tuple[datetime, datetime] | None = None
    for starts, ends in spans:
        if running and starts <= running[1]:
            running = running[0], max(ends, running[1])
        else:
            if running:
                yield running
            running = starts, ends
        if running[1] - running[0] > FOR_EVER + timedelta(days=3):
            break
    if running:
        yield running


def read_day(text: str) -> Day:
    """A day such as "09:00-12:30, 13:30-17:00", "20:00-02:00", "all day" or "closed"; raises ValueError."""
    text = text.strip()
    if text in ("closed", "all day"):
        return CLOSED if text == "closed" else ALL_DAY
    day = tuple(sorted(_stretch(piece.strip()) for piece in text.split(",")))
    for one, other in zip(day, day[1:], strict=False):
        if other[0] < one[1]:
            raise ValueError(f'"{text}": two of these times lie over each other; write one after the other')
    return day


def _stretch(text: str) -> Stretch:
    found = _STRETCH.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is no opening time; write "09:00-17:00", "all day" or "closed"')
    starts, ends = _minutes(found[1]), DAY if found[2] == "24:00" else _minutes(found[2])
    if starts == ends:
        raise ValueError(f'"{text}" opens and closes at once; write "all day", or the time when it closes')
    return starts, ends if ends > starts else ends + DAY


def _minutes(text: str) -> int:
    at = clock_time(text)
    return at.hour * 60 + at.minute
