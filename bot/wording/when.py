"""Days and times as people say them."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

ENGLISH_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
FAR = 300
"""Days from which a date is said with its year."""


def say_when(when: datetime, now: datetime, language: str = "en") -> str:
    """A moment as it is said: "today at 2pm", "tomorrow at 10am", "Friday 3 June at 10:30am".

    Both are local times of the person, or both carry a zone; then `when` is first taken into the zone of `now`.
    A language other than English gets its own names of days and months and the 24-hour clock, without "tomorrow".
    Raises ValueError where one has a zone and the other has not.
    """
    if (when.utcoffset() is None) != (now.utcoffset() is None):
        raise ValueError("one of the two times has a zone and the other has not")
    local = when.astimezone(now.tzinfo) if when.tzinfo else when
    joined = " at " if _english(language) else " "
    return f"{say_day(local.date(), now.date(), language)}{joined}{say_time(local.time(), language)}"


def say_day(day: date, today: date, language: str = "en") -> str:
    """A day as it is said: "yesterday", "today", "tomorrow", "Friday 3 June"; far off with its year."""
    away = (day - today).days
    if _english(language) and away in ENGLISH_DAYS:
        return ENGLISH_DAYS[away]
    return _long_day(day, abs(away) >= FAR, language)


def say_time(at: time, language: str = "en") -> str:
    """A time of day: "10am", "2:30pm", "midday", "midnight" in English, 14:30 in other languages."""
    if not _english(language):
        return format_time(at, "HH:mm", locale=_locale(language))
    if at.minute == 0 and at.hour % 12 == 0:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _english(language: str) -> bool:
    return _locale(language).language == "en"


@lru_cache(maxsize=1024)
def _long_day(day: date, with_year: bool, language: str) -> str:
    return format_date(day, "EEEE d MMMM y" if with_year else "EEEE d MMMM", locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    british = Locale("en", "GB")
    try:
        return british if language == "en" else Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return british
