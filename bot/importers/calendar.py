"""Reads an iCalendar file: repeating events are unrolled as far as a horizon, moved and cancelled ones are themselves.

An occurrence is known by the event's UID and the moment that it was first meant for, so that one that moved stays one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from bot.core.imports import Flaw, Row, Unreadable

LARGEST = 10_000_000
"""Bytes: a calendar is read whole."""
MOST_OCCURRENCES = 1000
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
PERSON = "X-PERSON-REFERENCE"
"""The property that says whose an event is."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when (UTC) occurrences are wanted, and the zone of times that name none."""

    since: datetime
    until: datetime
    zone: ZoneInfo


def events(stream: BinaryIO, span: Span, person: str = "") -> Iterator[Row | Flaw]:
    """Every occurrence within the span; `person`: whose the calendar is, if it is one person's. Raises Unreadable."""
    raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Unreadable(f"a calendar may have {LARGEST // 1_000_000} MB", "Export fewer months")
    try:
        calendar = Calendar.from_ical(raw)
    except (ValueError, IndexError, KeyError) as error:
        raise Unreadable(f"this is not a whole calendar ({str(error)[:80]})", "Export it again as .ics") from None
    lines = (number for number, line in enumerate(raw.splitlines(), 1) if line.strip().upper() == b"BEGIN:VEVENT")
    series: dict[str, list[tuple[int, Any]]] = {}
    for event in calendar.walk("VEVENT"):
        series.setdefault(str(event.get("UID", "")), []).append((next(lines, 1), event))
    zones = list(calendar.walk("VTIMEZONE"))
    for uid, several in series.items():
        yield from _unrolled(uid, several, zones, span, person)


def _unrolled(
    uid: str, several: list[tuple[int, Any]], zones: list[Any], span: Span, person: str
) -> Iterator[Row | Flaw]:
    """One event with all that belongs to it: what is wrong with it stays its own matter."""
    line, master = next(((at, one) for at, one in several if "RECURRENCE-ID" not in one), several[0])
    if flaw := _flaw(uid, several):
        yield flaw
        return
    alone = Calendar()
    for part in (*zones, *(one for _, one in several)):
        alone.add_component(part)
    try:
        found = recurring_ical_events.of(alone).between(span.since, span.until)
    except Exception as error:  # a calendar of somebody else's program: whatever it breaks, only this event is left out
        yield Flaw(line, "RRULE", f"this event cannot be unrolled ({type(error).__name__})", "Look at its repetition")
        return
    if len(found) > MOST_OCCURRENCES:
        yield Flaw(line, "RRULE", f"it repeats more than {MOST_OCCURRENCES} times", "End the repetition sooner")
        return
    for one in found:
        yield _row(uid, line, master, one, span, person)


def _flaw(uid: str, several: list[tuple[int, Any]]) -> Flaw | None:
    for line, event in several:
        if not uid:
            return Flaw(line, "UID", "the event has no UID", "Export it from the calendar that made it")
        if event.errors:
            name, why = event.errors[0]
            return Flaw(line, str(name), f"it cannot be read ({why})", "Mend it in the calendar and export again")
        if "DTSTART" not in event:
            return Flaw(line, "DTSTART", "the event has no beginning", "Give it a day and a time")
        if not isinstance(event["DTSTART"].dt, datetime):
            return Flaw(line, "DTSTART", "the event lasts a whole day", "Give it a time of day")
        if any(_too_often(rule) for rule in _rules(event)):
            return Flaw(line, "RRULE", "it repeats more than once a day", "Repeat it daily or less often")
    return None


def _rules(event: Any) -> list[Any]:
    found = event.get("RRULE") or []
    return found if isinstance(found, list) else [found]


def _too_often(rule: Any) -> bool:
    within_a_day = any(len(rule.get(part, ())) > 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return within_a_day or bool(TOO_OFTEN & {str(each).upper() for each in rule.get("FREQ", ())})


def _row(uid: str, line: int, master: Any, one: Any, span: Span, person: str) -> Row:
    def said(name: str) -> str:
        """An occurrence that moved often says only what is new: the rest is the event's."""
        return str(one.get(name) or master.get(name) or "").strip()

    alone = "RRULE" not in master and "RDATE" not in master and "RECURRENCE-ID" not in master
    first_meant = one.get("RECURRENCE-ID")
    which = "" if alone or first_meant is None else _utc(first_meant.dt, span.zone).strftime("%Y%m%dT%H%MZ")
    cells = {
        "reference": f"ical:{_hash(f'{uid} {which}')}",
        "person_reference": person or said(PERSON),
        "kind": _category(one) or _category(master),
        "starts_at": _utc(one["DTSTART"].dt, span.zone).astimezone(span.zone).strftime("%Y-%m-%d %H:%M"),
        "place": said("LOCATION")[:120],
        "with_whom": _organizer(one) or _organizer(master),
        "status": "cancelled" if said("STATUS").upper() == "CANCELLED" else "planned",
    }
    return Row(line, cells, f"ical:{_hash(uid)}")


def _category(event: Any) -> str:
    found = event.get("CATEGORIES")
    first = found[0] if isinstance(found, list) and found else found
    names = [str(name) for name in getattr(first, "cats", ())]
    return names[0].strip().casefold().replace(" ", "_") if names else ""


def _organizer(event: Any) -> str:
    found = event.get("ORGANIZER")
    return str(found.params.get("CN", ""))[:60] if found is not None else ""


def _utc(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
