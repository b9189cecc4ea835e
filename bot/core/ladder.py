"""Ladders: whom an escalation tells, how, and by when, rung by rung, until a person ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.raw import Raw
from bot.core.span import Span

Role = Literal["keyworker", "duty_worker", "team_leader", "service_manager"]
ROLES: tuple[Role, ...] = ("keyworker", "duty_worker", "team_leader", "service_manager")
Channel = Literal["sms", "call", "email"]
Hours = Literal["any", "polite", "working"]
HOURS: tuple[Hours, ...] = ("any", "polite", "working")
"""`polite`: every day of the week, but in nobody's quiet hours."""
CHANNELS: tuple[Channel, ...] = ("call", "sms", "email")


@dataclass(frozen=True, slots=True)
class Rung:
    """Tell this role by these channels; `within` is how long they have before the next rung is told."""

    tell: Role
    channels: tuple[Channel, ...]
    within: Span


@dataclass(frozen=True, slots=True)
class Ladder:
    """`outcome_within` is how long "mine" lasts without an outcome; `hours` when it tells and climbs."""

    name: str
    rungs: tuple[Rung, ...]
    outcome_within: Span
    hours: Hours = "working"

    @property
    def any_hour(self) -> bool:
        return self.hours == "any"


@dataclass(frozen=True, slots=True)
class Telling:
    """One rung told: to whom (staff ids, which may be nobody), how, when (UTC), and the deadline (UTC)."""

    rung: int
    staff: tuple[str, ...]
    channels: tuple[Channel, ...]
    at: datetime
    deadline: datetime


A_DAY = Span(24 * 3600)
Who = Callable[[Role, datetime], tuple[str, ...]]
"""Who stands on a rung at the moment when it is told: not whoever is on duty when it is decided."""
Until = Callable[[Span, datetime], datetime]


def climb(
    ladder: Ladder, rung: int, who: Who, until: Until, opens: Callable[[datetime], datetime], now: datetime
) -> Telling:
    """Tell rung number `rung` or, where nobody stands on it, the next one that has somebody.

    Past the top the top is told again, and a ladder for any hour tells every rung at once, for ever: only a person ends
    a ladder. With nobody anywhere it still sets a deadline, so that it goes on looking.
    What does not ring is then told once a day: hourly texts to the same people would bury the one that matters.
    `opens` gives the moment when its hours next begin; `until` counts clock or working time.
    """
    at = now if ladder.any_hour else opens(now)
    top = len(ladder.rungs) - 1
    for number in range(min(rung, top), top + 1):
        here = ladder.rungs[number]
        if staff := who(here.tell, at):
            if rung > top and ladder.any_hour:
                staff = _everybody(ladder, who, at)
            within = here.within if rung <= top or ladder.any_hour else A_DAY
            return Telling(number, staff, here.channels, at, until(within, at))
    last = ladder.rungs[top]
    return Telling(top, _everybody(ladder, who, at), last.channels, at, until(last.within, at))


def _everybody(ladder: Ladder, who: Who, at: datetime) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for rung in ladder.rungs for person in who(rung.tell, at)))


def read(name: str, raw: Raw) -> Ladder:
    """A ladder from the house rules; raises Refused."""
    raw.only("hours", "outcome_within", "rungs")
    rungs = tuple(_rung(item) for item in raw.down("rungs").items())
    if not rungs:
        raise raw.refuse("the ladder has no rung", "Add `- {tell: duty_worker, by: [sms], within: 1h}`")
    return Ladder(name, rungs, raw.span("outcome_within"), raw.one_of("hours", HOURS, "working"))


def _rung(raw: Raw) -> Rung:
    raw.only("tell", "by", "within")
    channels: list[Channel] = []
    for item in raw.down("by").items():
        if item.data not in CHANNELS:
            raise item.refuse(f'"{item.data}" is no channel', f"Use: {', '.join(CHANNELS)}")
        channels.append(item.data)
    if not channels:
        raise raw.refuse("this rung tells by no channel", f"Use: {', '.join(CHANNELS)}")
    return Rung(raw.one_of("tell", ROLES), tuple(channels), raw.span("within"))
