"""Times of day as people in England write them: "half 10", "10.30am", "2ish", "after 3"."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.cursor import Attempt, Cursor

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_BEFORE_HOUR = frozenset({"at", "after", "before", "by", "around", "about", "from", "till", "until", "for"})
_COUNTED = frozenset(
    (
        "minute",
        "minutes",
        "min",
        "mins",
        "hour",
        "hours",
        "hr",
        "hrs",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
    )
)
_FIRST_MORNING_HOUR = 7
"""Where nobody said morning or afternoon, an hour before this one is taken as afternoon."""


def keep_hour(cursor: Cursor, hour: int, minute: int, used: int) -> int:
    """Keep a time whose half of the day may follow; answers how many pieces it all took."""
    half = cursor.word(used)
    if half in ("am", "pm") and 1 <= hour <= 12:
        hour, used = hour % 12 + (12 if half == "pm" else 0), used + 1
    elif 1 <= hour <= 12:
        evening = "evening" in (cursor.word(used), cursor.word(used + 2)) or cursor.word(used) == "tonight"
        hour += 12 if hour < _FIRST_MORNING_HOUR or (evening and hour < 12) else 0
        cursor.assumed = True
    return _keep(cursor, hour, minute, used)


def _keep(cursor: Cursor, hour: int, minute: int, used: int) -> int:
    if hour < 24 and minute < 60 and not cursor.denied():
        cursor.times.append(time(hour, minute))
    return used


def _clock(cursor: Cursor) -> int:
    match = _CLOCK.fullmatch(cursor.word())
    return keep_hour(cursor, int(match[1]), int(match[2]), 1) if match and int(match[1]) < 24 else 0


def _named(cursor: Cursor) -> int:
    hour = {"noon": 12, "midday": 12, "midnight": 0}.get(cursor.word())
    return 0 if hour is None else _keep(cursor, hour, 0, 1)


def _past_or_to(cursor: Cursor) -> int:
    lead = {"half": 30, "quarter": 15}.get(cursor.word())
    minute = lead or cursor.number()
    at = 1 if lead else 1 + (cursor.word(1) in ("minutes", "mins", "min"))
    way = cursor.word(at)
    if minute is None or minute >= 60 or (way not in ("past", "to") and lead != 30):
        return 0
    at += way in ("past", "to")
    hour = cursor.number(at)
    if hour is None or not 1 <= hour <= 12:
        return 0
    if way == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    return keep_hour(cursor, hour, minute, at + 1)


def _hour(cursor: Cursor) -> int:
    number, after = cursor.number(), cursor.word(1)
    if number is None or after in _COUNTED:
        return 0
    if 1 <= number <= 12 and after in ("ish", "oclock"):
        return keep_hour(cursor, number, 0, 1) + 1
    if 1 <= number <= 12 and (after in ("am", "pm") or cursor.word(-1) in _BEFORE_HOUR):
        return keep_hour(cursor, number, 0, 1)
    if len(cursor.word()) == 4 and cursor.word().isdecimal() and (after in ("hrs", "hours") or cursor.word(-1) == "at"):
        return _keep(cursor, number // 100, number % 100, 1)
    return 0


TIME_ATTEMPTS: tuple[Attempt, ...] = (_clock, _named, _past_or_to, _hour)
