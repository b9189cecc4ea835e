"""What is known about a person, made safe and sayable: only what a message asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from fluent.runtime.types import FluentType, fluent_number

from bot.wording.plain import visible
from bot.wording.when import say_day, say_time, say_when

LONGEST = 60
"""Characters of a name or a place that reach a text."""

Sayable = str | FluentType


class Unsayable(Exception):
    """A fact that cannot be put into words."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def sayable(
    fields: Iterable[str], facts: Mapping[str, object], now: datetime | None, language: str
) -> dict[str, Sayable]:
    """The facts that `fields` name, as a message takes them; one that is absent or None is left out.

    Strings lose what cannot be seen and what is past 60 characters; numbers are written without commas (a code is
    a number to some); yes and no stand for booleans; days and times are said. Raises Unsayable.
    """
    known = ((field, facts.get(field)) for field in fields)
    return {field: _said(field, fact, now, language) for field, fact in known if fact is not None}


def _said(field: str, fact: object, now: datetime | None, language: str) -> Sayable:
    if isinstance(fact, str):
        return " ".join(visible(fact).split())[:LONGEST].rstrip()
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    if isinstance(fact, int | float | Decimal):
        return fluent_number(fact, useGrouping=False)
    if isinstance(fact, time):
        return say_time(fact, language)
    if isinstance(fact, date):
        return _dated(field, fact, now, language)
    raise Unsayable(field, f"a {type(fact).__name__} cannot be said")


def _dated(field: str, fact: date, now: datetime | None, language: str) -> str:
    if now is None:
        raise Unsayable(field, "a day or a time needs `now`, the person's local time")
    if not isinstance(fact, datetime):
        return say_day(fact, now.date(), language)
    try:
        return say_when(fact, now, language)
    except ValueError as fault:
        raise Unsayable(field, str(fault)) from fault
