"""Dates as people in England write them: day first, and ahead of today unless a year is named."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.understanding.cursor import MONTHS, WEEKDAYS, Attempt, Cursor

_CALENDAR = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})(?:\2(\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_FURTHEST_DAYS = 400
_LAST_YEAR = 9000


def is_score(cursor: Cursor) -> bool:
    """Whether "8/10" stands here as a mark out of ten, not as the eighth of October."""
    return cursor.word().endswith("/10") and cursor.word(-1) not in ("on", "the", "by")


def _keep(cursor: Cursor, day: date | None, used: int) -> int:
    if day is not None and not cursor.denied():
        cursor.dates.append(day)
    return used


def _iso(cursor: Cursor) -> int:
    match = _ISO.fullmatch(cursor.word())
    return _keep(cursor, _day(int(match[1]), int(match[2]), int(match[3])), 1) if match else 0


def _calendar(cursor: Cursor) -> int:
    match = _CALENDAR.fullmatch(cursor.word())
    if match is None or (match[2] == "." and match[4] is None) or is_score(cursor):
        return 0
    return _keep(cursor, _ahead(cursor.today, int(match[3]), int(match[1]), match[4]), 1)


def _day_and_month(cursor: Cursor) -> int:
    day = cursor.number()
    if day is not None:
        at = 1 + (cursor.word(1) in _ORDINAL)
        at += cursor.word(at) == "of"
        month = cursor.word(at)
        at += 1
    else:
        month, day = cursor.word(), cursor.number(1)
        at = 2 + (cursor.word(2) in _ORDINAL)
    if month not in MONTHS or day is None or not 1 <= day <= 31:
        return 0
    year = cursor.word(at) if re.fullmatch(r"20\d\d", cursor.word(at)) else None
    return _keep(cursor, _ahead(cursor.today, MONTHS.index(month) + 1, day, year), at + (year is not None))


def _ordinal(cursor: Cursor) -> int:
    day = cursor.number()
    if day is None or cursor.word(1) not in _ORDINAL:
        return 0
    return _keep(cursor, _next_of_month(cursor.today, day), 2)


def _near(cursor: Cursor) -> int:
    word, following = cursor.word(), cursor.word(1)
    if (word, following, cursor.word(2)) == ("day", "after", "tomorrow"):
        return _keep(cursor, _later(cursor.today, 2), 3)
    if word in ("week", "fortnight") and following in ("today", "tomorrow"):
        return _keep(cursor, _later(cursor.today, _DAYS[word] + (following == "tomorrow")), 2)
    if word in ("today", "tonight", "tomorrow"):
        return _keep(cursor, _later(cursor.today, int(word == "tomorrow")), 1)
    return 0


def _in_days(cursor: Cursor) -> int:
    at = int(cursor.word() == "in")
    number = 1 if cursor.word(at) == "a" else cursor.number(at)
    each = _DAYS.get(cursor.word(at + 1))
    if number is None or each is None or number * each > _FURTHEST_DAYS:
        return 0
    if not at and cursor.word(2) != "time":
        return 0
    return _keep(cursor, _later(cursor.today, number * each), at + 2)


def _weekday(cursor: Cursor) -> int:
    word = cursor.word()
    if word not in WEEKDAYS:
        return 0
    if not cursor.denied():
        cursor.weekdays.append((word, _coming(cursor, WEEKDAYS.index(word))))
    return 1


def _coming(cursor: Cursor, weekday: int) -> date | None:
    """The named weekday: the coming one, that of next week ("next tues"), or a week later ("tues week")."""
    if cursor.today is None:
        return None
    before, after = (cursor.word(-2), cursor.word(-1)), (cursor.word(1), cursor.word(2))
    if before[1] == "next" or before == ("next", "week") or after == ("next", "week"):
        return _later(cursor.today, 7 - cursor.today.weekday() + weekday)
    days = (weekday - cursor.today.weekday() - 1) % 7 + 1
    return _later(cursor.today, days + 7 * (after[0] == "week" or before == ("week", "on")))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day and day.year < _LAST_YEAR else None


def _ahead(today: date | None, month: int, day: int, year: str | None) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if today is None or today.year > _LAST_YEAR:
        return None
    coming = (_day(today.year + more, month, day) for more in range(9))  # 29 February may be eight years off
    return next((each for each in coming if each is not None and each >= today), None)


def _next_of_month(today: date | None, day: int) -> date | None:
    if today is None or today.year > _LAST_YEAR:
        return None
    months = (today.month - 1 + more for more in range(4))
    coming = (_day(today.year + month // 12, month % 12 + 1, day) for month in months)
    return next((each for each in coming if each is not None and each >= today), None)


DATE_ATTEMPTS: tuple[Attempt, ...] = (_iso, _calendar, _day_and_month, _ordinal, _near, _in_days, _weekday)
