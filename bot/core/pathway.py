"""A pathway: what contact somebody gets, relative to an anchor date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.effects import URGENCIES, Urgency
from bot.core.raw import Raw
from bot.core.span import clock_time, local, parse

_WHEN = re.compile(
    r"^(?P<anchor>[a-z_]+)(?:\s*(?P<sign>[+-])\s*(?P<span>\d+\s*[smhdw]))?(?:\s+at\s+(?P<at>\d{1,2}:\d{2}))?$"
)
MIDDAY = time(12)


@dataclass(frozen=True, slots=True)
class When:
    """A moment against an anchor: so many seconds before or after; with `at`, whole days and that local time."""

    anchor: str
    seconds: int = 0
    at: time | None = None

    def moment(self, anchor: datetime | date, zone: ZoneInfo) -> datetime:
        """UTC. The anchor is a moment (UTC), or a day: then without `at` it means midday."""
        if not isinstance(anchor, datetime):
            if self.seconds % 86_400 == 0:
                return self._days(anchor, zone)
            return local(datetime.combine(anchor, MIDDAY), zone) + timedelta(seconds=self.seconds)
        if self.at is None:
            return anchor + timedelta(seconds=self.seconds)
        return self._days(anchor.astimezone(zone).date(), zone)

    def _days(self, day: date, zone: ZoneInfo) -> datetime:
        return local(datetime.combine(day + timedelta(seconds=self.seconds), self.at or MIDDAY), zone)


def parse_when(text: str) -> When:
    """A moment such as "release - 7d at 10:00" or "appointment - 2h"; raises ValueError."""
    found = _WHEN.match(text.strip())
    if not found:
        raise ValueError(f'"{text}" is not a moment; write "release - 7d at 10:00" or "appointment - 2h"')
    seconds = parse(found["span"]).seconds if found["span"] else 0
    at = clock_time(found["at"]) if found["at"] else None
    if at and seconds % 86_400:
        raise ValueError(f'"{text}": "at" goes with whole days')
    return When(found["anchor"], -seconds if found["sign"] == "-" else seconds, at)


@dataclass(frozen=True, slots=True)
class Contact:
    """A planned contact: a `flow` by text once release is confirmed, or a `task` for the keyworker.

    A task not done by `by` raises the escalation `otherwise`.
    """

    name: str
    at: When
    flow: str = ""
    task: str = ""
    by: When | None = None
    otherwise: str = ""
    urgency: Urgency = "today"


@dataclass(frozen=True, slots=True)
class Pathway:
    """Contacts by name, counted from the anchor, over so many days."""

    name: str
    about: str
    anchor: str
    days: int
    contacts: Mapping[str, Contact]
    where: str

    @property
    def texts(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.contacts.values() if contact.flow)

    @property
    def tasks(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.contacts.values() if contact.task)


def read(raw: Raw) -> Pathway:
    """A pathway from its file; raises Refused."""
    raw.only("pathway", "about", "anchor", "days", "contacts")
    anchor = raw.text("anchor")
    listed = raw.down("contacts")
    contacts = {name: _contact(name, listed.down(name, f"contact {name}"), (anchor, "confirmed")) for name in listed}
    if not any(contact.task for contact in contacts.values()):
        raise raw.refuse("no contact is a task", "End with a task: a pathway's end needs a human's close")
    return Pathway(raw.text("pathway"), raw.text("about"), anchor, raw.number("days", 28), contacts, raw.where)


def _contact(name: str, raw: Raw, anchors: tuple[str, ...]) -> Contact:
    raw.only("at", "flow", "task", "by", "otherwise", "urgency")
    if ("flow" in raw) == ("task" in raw):
        raise raw.refuse("a contact is a text or a task", "Give it one of `flow:` and `task:`")
    if "task" in raw and not ("by" in raw and "otherwise" in raw):
        raise raw.refuse("this task may be forgotten", "Give it `by:` a moment and `otherwise:` an escalation")
    at = _when(raw, "at", anchors)
    if "task" in raw and at.anchor == "confirmed":
        raise raw.refuse("a task cannot wait for the confirmation", f"Set it against `{anchors[0]}`")
    return Contact(
        name=name,
        at=at,
        flow=str(raw.mapping().get("flow", "")),
        task=str(raw.mapping().get("task", "")),
        by=_when(raw, "by", anchors) if "by" in raw else None,
        otherwise=str(raw.mapping().get("otherwise", "")),
        urgency=raw.one_of("urgency", URGENCIES, "today"),
    )


def _when(raw: Raw, key: str, anchors: tuple[str, ...]) -> When:
    when = raw.reading(parse_when, raw.text(key))
    if when.anchor not in anchors:
        raise raw.refuse(f"`{key}` counts from `{when.anchor}`", f"Count from one of: {', '.join(anchors)}")
    return when
