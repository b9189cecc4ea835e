"""The flows and words that are shipped, and what each message may ask for: read once, shared by the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.cli import content
from bot.core.library import Library
from bot.revisions import library, read_folder
from bot.wording.words import Words

ROOT = Path(__file__).parents[2]

PERSON = frozenset({"first_name", "keyworker", "team", "team_phone"})
APPOINTMENT = frozenset({"appointment_kind", "appointment_when", "appointment_place", "with_whom"})
ABOUT_APPOINTMENTS = frozenset({"reminder_day_before", "reminder_two_hours", "missed_appointment"})

LONG = content.LONGEST
BEGUN = content.BEGUN


@cache
def files() -> dict[str, str]:
    return read_folder(ROOT)


@cache
def shelf() -> Library:
    return library(files())


@cache
def words() -> Words:
    return Words.load(
        {name.removeprefix("messages/"): text for name, text in files().items() if name.startswith("messages/")}
    )


@cache
def used() -> dict[str, frozenset[str]]:
    """Each message, and what every flow that says it can give."""
    gathered = dict(content.BY_HANDLERS)
    for flow in shelf().flows.values():
        known = PERSON | APPOINTMENT if flow.name in ABOUT_APPOINTMENTS else content.KNOWN.get(flow.name, PERSON)
        for message in flow.messages():
            gathered[message] = gathered.get(message, known) & known
    return gathered
