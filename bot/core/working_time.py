"""Working hours and polite hours: decided on the wall clock of the person's zone, bank holidays given as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.raw import Raw
from bot.core.span import Span, clock_time, local

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IsHoliday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When staff work: weekdays 0 (Monday) to 6, from and to on the wall clock."""

    days: frozenset[int]
    starts: time
    ends: time

    def open_at(self, moment: datetime, zone: ZoneInfo, holiday: IsHoliday) -> datetime:
        """`moment` if work is on, else the next moment (UTC) when it begins."""
        wall = moment.astimezone(zone)
        if self.works(wall.date(), holiday) and self.starts <= wall.time() < self.ends:
            return moment
        day = wall.date() if wall.time() < self.starts else wall.date() + timedelta(days=1)
        while not self.works(day, holiday):
            day += timedelta(days=1)
        return local(datetime.combine(day, self.starts), zone)

    def after(self, span: Span, moment: datetime, zone: ZoneInfo, holiday: IsHoliday) -> datetime:
        """The moment (UTC) when `span` has passed; working hours run only while work is on."""
        if span.hours == "clock":
            return span.after(moment, zone)
        left = timedelta(seconds=span.seconds)
        moment = self.open_at(moment, zone, holiday)
        while left:
            end = local(datetime.combine(moment.astimezone(zone).date(), self.ends), zone)
            if moment + left <= end:
                return moment + left
            left -= end - moment
            moment = self.open_at(end, zone, holiday)
        return moment

    def works(self, day: date, holiday: IsHoliday) -> bool:
        return day.weekday() in self.days and not holiday(day)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked, and when a working morning begins, in one zone."""

    zone: ZoneInfo
    hours: WorkingTime
    holiday: IsHoliday

    @classmethod
    def plain(cls, zone: ZoneInfo) -> Calendar:
        """No day is off, and work begins at 09:00."""
        return cls(zone, WorkingTime(frozenset(range(7)), time(9), time(17)), lambda day: False)

    def works(self, day: date) -> bool:
        return self.hours.works(day, self.holiday)

    def day_near(self, day: date, step: int) -> date:
        """`day` if it is worked, else the first worked one before it (`step` -1) or after it (1)."""
        while not self.works(day):
            day += timedelta(days=step)
        return day

    def before_day_off(self, day: date) -> bool:
        """Whether a day, or the one after it, is not worked: a Friday, a weekend, the eve of a bank holiday."""
        return not (self.works(day) and self.works(day + timedelta(days=1)))

    def morning_after(self, anchor: datetime | date, at: time | None = None) -> datetime:
        """The next working morning (UTC): of the same day, where the anchor is a moment before work begins."""
        if isinstance(anchor, datetime):
            wall = anchor.astimezone(self.zone)
            day = wall.date() + timedelta(days=0 if wall.time() < self.hours.starts else 1)
        else:
            day = anchor + timedelta(days=1)
        return local(datetime.combine(self.day_near(day, 1), at or self.hours.starts), self.zone)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` in the evening to `ends` in the morning nobody is texted, unless they have just texted us."""

    starts: time
    ends: time

    def polite(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """`moment` if it is polite, else the next polite one (UTC)."""
        wall = moment.astimezone(zone)
        if self.ends <= wall.time() < self.starts:
            return moment
        day = wall.date() if wall.time() < self.ends else wall.date() + timedelta(days=1)
        return local(datetime.combine(day, self.ends), zone)


def read_working_time(raw: Raw) -> WorkingTime:
    raw.only("days", "from", "to")
    days = []
    for item in raw.down("days").items():
        if item.data not in DAYS:
            raise item.refuse(f'"{item.data}" is no day', f"Use: {', '.join(DAYS)}")
        days.append(DAYS.index(item.data))
    starts, ends = _from_to(raw)
    if not days or starts >= ends:
        raise raw.refuse("nobody ever works", "Give days, and a `from` before `to`")
    return WorkingTime(frozenset(days), starts, ends)


def read_quiet_hours(raw: Raw) -> QuietHours:
    raw.only("from", "to")
    starts, ends = _from_to(raw)
    if ends >= starts:
        raise raw.refuse("quiet hours run from an evening to a morning", 'Write `{from: "21:00", to: "08:00"}`')
    return QuietHours(starts, ends)


def _from_to(raw: Raw) -> tuple[time, time]:
    return raw.reading(clock_time, raw.text("from")), raw.reading(clock_time, raw.text("to"))
