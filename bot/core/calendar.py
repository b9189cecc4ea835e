"""What each pathway sends when: its contacts in order, what repeats in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.library import Library
from bot.core.pathway import Contact, Pathway
from bot.core.when import When

DAY, HOUR = 86_400, 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One contact, or all times of one that repeats. `days` are counted from the anchor, one for each time.

    `manner` is that of the flow; empty for a task.
    """

    name: str
    when: str
    days: tuple[int, ...]
    manner: str
    about: str
    by: str

    @property
    def task(self) -> bool:
        return not self.manner


def lines(library: Library, pathway: Pathway) -> list[Line]:
    """The pathway's contacts, soonest first."""
    groups: dict[str, list[Contact]] = {}
    for contact in pathway.contacts.values():
        groups.setdefault(contact.one_of or contact.name, []).append(contact)
    found = [_line(library, name, contacts) for name, contacts in groups.items()]
    return sorted(found, key=lambda line: line.days[0])


def _line(library: Library, name: str, contacts: Sequence[Contact]) -> Line:
    first = contacts[0]
    flow = library.flows.get(first.flow)
    days = tuple(_day(contact.at) for contact in contacts)
    when = says(first.at)
    if len(contacts) > 1:
        every = _long(days[1] - days[0]).removeprefix("1 ")
        when += f", then every {every} to {_relative(days[-1])} ({len(days)} times)"
    if first.before_day_off:
        when += ", only before a day off"
    manner = flow.manner if flow else "routine" if first.flow else ""
    about = flow.about if flow else first.task.replace("_", " ")
    return Line(name, when, days, manner, about, says(first.by) if first.by else "")


def _day(at: When) -> int:
    """A working morning is drawn on the day after: the soonest that most can be."""
    return 1 if at.morning else at.seconds // DAY


def says(at: When) -> str:
    """A moment in words: "12 weeks before, 10:00", "once it is confirmed, 3h later"."""
    clock = f", {at.at:%H:%M}" if at.at else ""
    if at.morning:
        return f"the next working morning{clock}"
    if at.anchor == "confirmed":
        return f"once it is confirmed{f', {at.seconds // HOUR}h later' if at.seconds else ''}"
    off = {"stays": "", "before": " (or the working day before)", "after": " (or the next working day)"}[at.day_off]
    return f"{_relative(at.seconds // DAY)}{clock}{off}"


def _relative(day: int) -> str:
    return "on the day" if day == 0 else f"{_long(-day)} before" if day < 0 else f"day {day}"


def _long(days: int) -> str:
    weeks, rest = divmod(days, 7)
    many, word = (weeks, "week") if not rest and weeks else (days, "day")
    return f"{many} {word}{'' if many == 1 else 's'}"
