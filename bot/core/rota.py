"""Who is on duty: shifts as data, on the wall clock of the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.ladder import Role


@dataclass(frozen=True, slots=True)
class Shift:
    """One person on for a role of a team on one weekday (0 is Monday); it may run past midnight.

    `starts` equal to `ends` is the whole day.
    """

    team: str
    role: Role
    staff: str
    weekday: int
    starts: time
    ends: time

    def covers(self, wall: datetime) -> bool:
        now, today = wall.time(), wall.weekday()
        yesterday = (wall - timedelta(days=1)).weekday()
        if self.starts < self.ends:
            return today == self.weekday and self.starts <= now < self.ends
        began_today = today == self.weekday and now >= self.starts
        began_yesterday = yesterday == self.weekday and now < self.ends
        return began_today or began_yesterday


def on_duty(shifts: Iterable[Shift], team: str, role: Role, moment: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The staff ids on duty for a role of a team at a moment (UTC), in the order of the rota."""
    wall = moment.astimezone(zone)
    on = (shift.staff for shift in shifts if shift.team == team and shift.role == role and shift.covers(wall))
    return tuple(dict.fromkeys(on))


def gaps(shifts: Iterable[Shift], team: str, role: Role, since: datetime, days: int, zone: ZoneInfo) -> list[datetime]:
    """The hours (UTC) of the coming days when nobody is on duty for the role."""
    shifts = tuple(shifts)
    hours = (since + timedelta(hours=n) for n in range(days * 24))
    return [hour for hour in hours if not on_duty(shifts, team, role, hour, zone)]
