"""A place in a text that is read for numbers and time, and the words that such texts use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MOMENT_WORDS = frozenset(
    {*WEEKDAYS, *MONTHS, *UNITS, *TENS, "today", "tonight", "tomorrow", "fortnight", "midday", "midnight", "quarter"}
)
"""Words towards which a slip of the thumb is mended, beside those of the phrases."""

NUMBERS = {word: value for value, word in enumerate(UNITS)}
NUMBERS |= {word: (at + 2) * 10 for at, word in enumerate(TENS)}
NUMBERS |= {"nought": 0, "nil": 0, "none": 0, "once": 1, "twice": 2, "couple": 2, "dozen": 12, "hundred": 100}

_DENY = frozenset({"not", "no", "never", "except"})
_DENIED_WITHIN = 3


@dataclass(slots=True)
class Cursor:
    """The pieces of a text, the place that is read, and what was found so far. `today` is None when nobody knows it."""

    pieces: list[str]
    today: date | None
    at: int = 0
    numbers: list[int | float] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    weekdays: list[tuple[str, date | None]] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    assumed: bool = False

    def word(self, ahead: int = 0) -> str:
        """The piece so many places ahead, "" beyond either end."""
        at = self.at + ahead
        return self.pieces[at] if 0 <= at < len(self.pieces) else ""

    def number(self, ahead: int = 0) -> int | None:
        """The whole number there, in digits (at most four) or in a word."""
        word = self.word(ahead)
        return int(word) if word.isdecimal() and len(word) <= 4 else NUMBERS.get(word)

    def denied(self) -> bool:
        """Whether a "not" stands just before: "cant do tues, weds" leaves Wednesday, "not tues or weds" leaves none."""
        if self.word(-1) in WEEKDAYS:
            return False
        return any(self.word(-back) in _DENY for back in range(1, _DENIED_WITHIN + 1))


Attempt = Callable[[Cursor], int]
"""Tries to read something here; answers how many pieces it took, 0 for none."""
