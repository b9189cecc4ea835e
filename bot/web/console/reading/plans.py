"""What is planned for a person, in words: what will be sent, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.library import Library
from bot.handlers.bot import Bot
from bot.store.enrolments import Enrolment

SHOWN = ("contact", "reminder", "plan")
"""Waits and ladders are shown where they belong: with the text, and with the escalation."""


@dataclass(frozen=True, slots=True)
class Planned:
    """`text`: whether it is a text to the person; else a task for the keyworker, named `name`."""

    at: datetime
    text: bool
    name: str
    about: str


def planned(bot: Bot, on: Sequence[Enrolment], rows: Sequence[Any]) -> list[Planned]:
    """Soonest first. Reads each pathway in the revision that the person was enrolled in."""
    by_id = {one.id: one for one in on}
    return [_planned(bot, by_id.get(row.enrolment_id), row) for row in rows if row.kind in SHOWN]


def _planned(bot: Bot, one: Enrolment | None, row: Any) -> Planned:
    library = bot.speeches.of(one.revision).library if one else bot.rules
    if row.kind != "contact":
        return _flow(library, row.due_at, row.name or "")
    pathway = library.pathways.get(one.pathway) if one else None
    contact = pathway.contacts.get(row.name) if pathway else None
    if contact and contact.task:
        return Planned(row.due_at, False, contact.task, "")
    return _flow(library, row.due_at, contact.flow if contact else row.name or "")


def _flow(library: Library, at: datetime, name: str) -> Planned:
    flow = library.flows.get(name)
    return Planned(at, True, name, flow.about if flow else "")
