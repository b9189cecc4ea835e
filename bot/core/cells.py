"""Reads the cells of a file that somebody else wrote: days, times, yes and no, words that are no formulas."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, datetime, time

FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAY = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_MOMENT = re.compile(
    r"(?P<day>\S+)[T ]+(?P<time>\d{1,2}[:.]\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class BadCell(Exception):
    """What is wrong with a cell, and what to do."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what}. {do}")
        self.what, self.do = what, do


def words(text: str, most: int) -> str:
    """Words of at most so many characters, without the space around them; raises BadCell.

    What begins as a formula does is refused: a sheet that opens our lists would run it.
    """
    if text.startswith(_FORMULA):
        raise BadCell(f'"{text[:20].strip()}" begins as a formula does', "Write the words themselves")
    text = text.strip()
    if _UNSEEN.search(text):
        raise BadCell("it holds a character that cannot be seen", "Take it out: it is often left by another program")
    if len(text) > most:
        raise BadCell(f"it has {len(text)} characters", f"Write at most {most}")
    return text


def day(text: str) -> date:
    """A day as 2026-06-05 or 05/06/2026, the day before the month; raises BadCell."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise BadCell(f'"{text[:20]}" is not a date', "Write it as 2026-06-05, or 05/06/2026 with the day first")
    first, _, month, last = found.groups()
    year, on = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4:
        raise BadCell(f'the year of "{text}" has not four digits', "Write all four: 2026")
    return _checked(text, int(year), int(month), int(on))


def _checked(text: str, year: int, month: int, on: int) -> date:
    if not 1 <= month <= 12:
        raise BadCell(f'"{text}": there is no month {month}', "Write the day before the month, or 2026-06-05")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(f'"{text}": the year {year} is out of reach', f"Give a year from {FIRST_YEAR} to {LAST_YEAR}")
    days = monthrange(year, month)[1]
    if not 1 <= on <= days:
        raise BadCell(f'"{text}": {month_name[month]} {year} has {days} days', "Give the right day")
    return date(year, month, on)


def moment(text: str) -> datetime:
    """A day and a time: aware where a zone is written, else by the clock on the wall; raises BadCell."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        raise BadCell(f'"{text[:25]}" is not a day and a time', "Write it as 2026-06-05 14:30")
    hour, minute = (int(part) for part in found["time"].replace(".", ":").split(":"))
    if hour > 23 or minute > 59:
        raise BadCell(f'"{text[:25]}": there is no time {found["time"]}', "Write hours from 00 to 23")
    wall = datetime.combine(day(found["day"]), time(hour, minute))
    if not found["zone"]:
        return wall
    return datetime.fromisoformat(f"{wall.isoformat()}{found['zone'].replace('Z', '+00:00')}")


def yes_or_no(text: str) -> bool:
    """Raises BadCell."""
    said = text.strip().casefold()
    if said not in YES | NO:
        raise BadCell(f'"{text[:20]}" is neither yes nor no', "Write yes or no")
    return said in YES
