"""Numbers, dates and times in a text, as people in England write them.

"half 10" is 10:30, "2ish" about two in the afternoon, "next tues" the Tuesday of next week. Two different dates are no
date, and four numbers in a row are not one either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.understanding.cursor import MONTHS, NUMBERS, TENS, UNITS, WEEKDAYS, Attempt, Cursor
from bot.understanding.dates import DATE_ATTEMPTS, is_score
from bot.understanding.normalise import INDIC, LAST_PLAIN
from bot.understanding.times import TIME_ATTEMPTS, keep_hour

_PIECE = re.compile(rf"\d+(?:[./:\-]\d+){{0,3}}|[^\W\d_{INDIC}]+(?:'[^\W\d_{INDIC}]+)*|[{INDIC}]+")
_ORDINAL = re.compile(r"(\d)\s?(st|nd|rd|th)\b")
_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_PHONE = re.compile(r"(?<![\d+])(?:\+?44|0044|0)[\s-]?7(?:[\s-]?\d){9}(?!\d)")
_HINTS = frozenset({*WEEKDAYS, *MONTHS, *NUMBERS, "today", "tonight", "tomorrow", "fortnight", "midday", "noon"})
_POINTERS = frozenset({"no", "any", "some", "every", "the", "this", "that", "which", "another"})

Spell = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Moments:
    """What a text says of numbers and time; `assumed` where morning or afternoon was not said."""

    numbers: tuple[int | float, ...] = ()
    dates: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    weekday: str | None = None
    phone: str | None = None
    assumed: bool = False

    @property
    def number(self) -> int | float | None:
        """The one number; None when there is none or several."""
        return self.numbers[0] if len(self.numbers) == 1 else None

    @property
    def date(self) -> date | None:
        """The one date; None when there is none or several."""
        return self.dates[0] if len(self.dates) == 1 else None

    @property
    def time(self) -> time | None:
        """The one time of day; None when there is none or several."""
        return self.times[0] if len(self.times) == 1 else None

    def slots(self) -> Mapping[str, str]:
        """`date`, `time`, `number` as ISO text, `day` as the weekday's name, `phone` as E.164, `am_pm`: "assumed"."""
        said = {
            "date": self.date.isoformat() if self.date else None,
            "time": self.time.isoformat("minutes") if self.time else None,
            "day": self.weekday,
            "number": str(self.number) if self.number is not None else None,
            "phone": self.phone,
            "am_pm": "assumed" if self.time and self.assumed else None,
        }
        return {name: text for name, text in said.items() if text is not None}


def may_hold_moments(cleaned: str, words: frozenset[str]) -> bool:
    """Whether a text is worth reading for moments at all: it has a digit or a word of time."""
    return not _HINTS.isdisjoint(words) or any(map(str.isdecimal, cleaned))


def read_moments(cleaned: str, spell: Spell, now: datetime | None) -> Moments:
    """Read a cleaned text of at most a few thousand characters; without `now` there is no "tomorrow"."""
    phone = _PHONE.search(cleaned)
    rest = cleaned.replace(phone[0], " ") if phone else cleaned
    cursor = _read(rest, spell, now, (*DATE_ATTEMPTS, _mark_out_of_ten, *TIME_ATTEMPTS, _number))
    weekdays = [day for _, day in cursor.weekdays if day is not None]
    return Moments(
        numbers=tuple(cursor.numbers),
        dates=tuple(dict.fromkeys(cursor.dates or weekdays)),
        times=tuple(dict.fromkeys(cursor.times)),
        weekday=cursor.weekdays[0][0] if len({name for name, _ in cursor.weekdays}) == 1 else None,
        phone="+447" + "".join(filter(str.isdecimal, phone[0]))[-9:] if phone else None,
        assumed=cursor.assumed,
    )


def read_number(cleaned: str, spell: Spell) -> int | float | None:
    """The one number of a text whose number is awaited: "about 3" is 3 there, "4 or 5" is none."""
    numbers = _read(cleaned, spell, None, (_mark_out_of_ten, _number)).numbers
    return numbers[0] if len(numbers) == 1 else None


def read_time(cleaned: str, spell: Spell) -> time | None:
    """The one time of a text whose time is awaited: there a bare "3" is three in the afternoon."""
    cursor = _read(cleaned, spell, None, (*DATE_ATTEMPTS, *TIME_ATTEMPTS, _number))
    if cursor.times:
        return cursor.times[0] if len(set(cursor.times)) == 1 else None
    number = cursor.numbers[0] if len(cursor.numbers) == 1 else None
    return _bare_time(number) if isinstance(number, int) else None


def _bare_time(number: int) -> time | None:
    hour, minute = (number, 0) if number <= 12 else divmod(number, 100)
    bare = Cursor([], None)
    if hour > 0:
        keep_hour(bare, hour, minute, 0)
    return bare.times[0] if bare.times else None


def _read(cleaned: str, spell: Spell, now: datetime | None, attempts: tuple[Attempt, ...]) -> Cursor:
    cursor = Cursor(_pieces(cleaned, spell), now.date() if now else None)
    while cursor.at < len(cursor.pieces):
        cursor.at += next((used for attempt in attempts if (used := attempt(cursor))), 1)
    return cursor


def _pieces(cleaned: str, spell: Spell) -> list[str]:
    found: list[str] = []
    for chunk in _ORDINAL.sub(r"\1 \2", cleaned).split():
        for part in (chunk,) if chunk.isalnum() else _PIECE.findall(chunk):
            plain = part.isdecimal() or not (part.isalnum() or part[0] > LAST_PLAIN)
            found.extend((part,) if plain else spell(part))
    return found


def _mark_out_of_ten(cursor: Cursor) -> int:
    whole = cursor.word().partition("/")[0]
    if not is_score(cursor) or not whole.isdecimal() or len(whole) > 2:
        return 0
    cursor.numbers.append(int(whole))
    return 1


def _number(cursor: Cursor) -> int:
    word, used = cursor.word(), 1
    value: int | float | None = cursor.number()
    if value is None and _DECIMAL.fullmatch(word):
        value = float(word) if "." in word else int(word)
    if value is None or (word == "one" and cursor.word(-1) in _POINTERS):
        return 0
    if word in TENS and cursor.word(1) in UNITS[1:10]:
        value, used = value + NUMBERS[cursor.word(1)], 2
    if (cursor.word(used), cursor.word(used + 1)) == ("out", "of") and cursor.number(used + 2) is not None:
        used += 3
    if not cursor.denied():
        cursor.numbers.append(value)
    return used
