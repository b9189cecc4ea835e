"""Who can see what of a person: for a page, for a text, and for the agency itself. The core decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.sharing import Item, in_words, sees
from bot.handlers.bot import Bot
from bot.store import agencies
from bot.store.agencies import Involved
from bot.store.database import Work
from bot.store.people import Person

FLOW = "who_can_see"
NAMED = 3
"""So many agencies are named in a text of their own; that there are more is said."""


def seen_by(bot: Bot, one: Involved, person: Person, now: datetime) -> frozenset[Item]:
    """What an agency sees of the person now; nothing once their case is over."""
    if person.status != "active":
        return frozenset()
    rules = bot.rules
    return sees(rules.sharing, one.tie, person.area, now.astimezone(rules.house_rules.zone).date())


def everybody(bot: Bot, work: Work, person: Person, now: datetime) -> list[tuple[Involved, frozenset[Item]]]:
    """Every agency that has a part with the person, and what it sees, which may be nothing."""
    return [(one, seen_by(bot, one, person, now)) for one in agencies.involved(work, person.id)]


def facts(bot: Bot, work: Work, person: Person, now: datetime) -> dict[str, Any]:
    """What the flow that answers "who can see this" may say."""
    parts = everybody(bot, work, person, now)
    known = _sharers([(one.agency.name, seen) for one, seen in parts if seen])
    if ordered := next((one for one, _ in parts if one.order), None):
        known["order_to"] = ordered.agency.name
    return known


def _sharers(found: Sequence[tuple[str, frozenset[Item]]]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for number, (name, seen) in enumerate(found[:NAMED], 1):
        first, second = in_words(seen)
        known |= {f"sharer_{number}": name, f"sees_{number}": first, f"also_{number}": second}
    return known | ({"sharers_more": "yes"} if len(found) > NAMED else {})
