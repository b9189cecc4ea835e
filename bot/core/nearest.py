"""Which service somebody is sent to: for a kind, an area and a moment, what is open now or opens next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.area import ANYBODY, Areas, Service
from bot.core.opening import IsHoliday, Opening

REACH = timedelta(minutes=30)
"""Whoever asks has to get there: a door that shuts sooner is only named where no other is open."""
SMALL_HOURS = 6

Given = tuple[tuple[str, object], ...]
FIELDS = (
    *("service_name", "service_address", "service_phone", "service_reach", "service_who", "service_for"),
    *("service_open", "service_until", "service_opens"),
)
"""What a message may say of the service that was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A service, and how its door stood at a moment on the wall clock."""

    service: Service
    opening: Opening
    wall: datetime

    @property
    def given(self) -> Given:
        """What a message can say of it, moments on the wall clock.

        `service_reach` is both, address or phone; `service_who` anybody or some; `service_open` is always, now (for
        long), today, tonight (past midnight) or later.
        """
        service, opening = self.service, self.opening
        reach = "both" if service.address and service.phone else "address" if service.address else "phone"
        said = {
            "service_name": service.name,
            "service_address": service.address,
            "service_phone": service.phone,
            "service_reach": reach,
            "service_who": "anybody" if service.who == ANYBODY else "some",
            "service_for": service.who,
            "service_open": self._open(),
            "service_until": self._wall(opening.until).time() if opening.until else None,
            "service_opens": self._wall(opening.opens) if opening.opens else None,
        }
        return tuple(said.items())

    def _open(self) -> str:
        if not self.opening.now:
            return "later"
        if self.opening.until is None:
            return "always" if self.service.hours.always else "now"
        today, until = self.wall.date(), self._wall(self.opening.until)
        if until.date() == today:
            return "today"
        past_midnight = until.date() == today + timedelta(days=1) and until.hour < SMALL_HOURS
        return "tonight" if past_midnight else "now"

    def _wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.wall.tzinfo)


Finder = Callable[[str], Found | None]
"""From a kind to the service for one person at one moment; None where there is none."""


def nearest(areas: Areas, kind: str, area: str, moment: datetime, zone: ZoneInfo, holiday: IsHoliday) -> Found | None:
    """The service of a kind for somebody in `area`: open now, else the next to open; of equals the first listed.

    None: the area is not known, or nothing of that kind opens in the coming months.
    """
    found = [
        Found(service, opening, moment.astimezone(zone))
        for service in areas.services(area)
        if kind in service.kinds
        for opening in (service.hours.at(moment, zone, holiday),)
        if opening.now or opening.opens
    ]
    return min(found, key=_order, default=None)


def _order(found: Found) -> tuple[bool, bool, datetime]:
    opening = found.opening
    closing = opening.until is not None and opening.until - found.wall < REACH
    return not opening.now, closing, opening.opens or found.wall
