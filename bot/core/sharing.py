"""What another agency may see of a person: no more than the agreement, the person's wish and the law each allow.

The thread of texts, what they said of using, and escalations are no items: nothing here can share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.raw import Raw

Kind = Literal[
    "treatment_provider", "prison_healthcare", "probation", "police_custody", "reconnect", "housing", "employment"
]
KINDS: tuple[Kind, ...] = (
    "treatment_provider", "prison_healthcare", "probation", "police_custody", "reconnect", "housing", "employment",
)  # fmt: skip
CARE = frozenset({"treatment_provider", "prison_healthcare", "police_custody", "reconnect"})
"""Kinds that take part in somebody's care. Consent is implied for these at most, never for housing or employment."""
TAKERS = frozenset({"treatment_provider", "reconnect"})
"""Kinds whose teams take people on: by registering them, or by accepting a referral."""

Item = Literal["name", "keyworker", "contact", "release", "appointments", "attendance", "in_contact", "needs"]
ITEMS: tuple[Item, ...] = (
    "name", "keyworker", "contact", "release", "appointments", "attendance", "in_contact", "needs",
)  # fmt: skip
EVERYTHING = frozenset(ITEMS)
NOTHING: frozenset[Item] = frozenset()
HEALTH: frozenset[Item] = frozenset({"needs"})

Wish = Literal["share", "keep", "not_asked"]
WISHES: tuple[Wish, ...] = ("share", "keep", "not_asked")
Basis = Literal["none", "direct_care", "consent", "public_task", "legal_obligation"]
BASES: tuple[Basis, ...] = ("none", "direct_care", "consent", "public_task", "legal_obligation")
"""UK GDPR: article 6(1)(e) with 9(2)(h), consent, 6(1)(e) alone, or an order of a court."""

RECORDED_ONLY: Mapping[str, frozenset[Item]] = {"probation": frozenset({"attendance", "in_contact"})}
"""Reaches them only when a named worker records it, one by one (safety rule 19): no agreement may open it."""
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What agencies of one kind may see of people of an area (or `everywhere`); after `until` it allows nothing."""

    kind: str
    area: str
    items: frozenset[Item]
    reference: str
    review: date
    until: date | None
    where: str


@dataclass(frozen=True, slots=True)
class Tie:
    """How an agency stands to a person: what kind it is, what the person wishes, and the lawful basis."""

    kind: str
    wish: Wish
    basis: Basis


@dataclass(frozen=True, slots=True)
class Sharing:
    """Every agreement; an area's own one stands instead of the one for everywhere."""

    agreements: tuple[Agreement, ...] = ()

    def of(self, kind: str, area: str) -> Agreement | None:
        mine = {one.area: one for one in self.agreements if one.kind == kind}
        return mine.get(area) or mine.get(EVERYWHERE)


def sees(sharing: Sharing, tie: Tie, area: str, today: date) -> frozenset[Item]:
    """What an agency sees of a person of that area: only what none of the three forbids."""
    return by_agreement(sharing, tie.kind, area, today) & by_wish(tie) & by_law(tie)


def by_agreement(sharing: Sharing, kind: str, area: str, today: date) -> frozenset[Item]:
    one = sharing.of(kind, area)
    if one is None or (one.until is not None and one.until < today):
        return NOTHING
    return one.items - RECORDED_ONLY.get(kind, NOTHING)


def by_wish(tie: Tie) -> frozenset[Item]:
    """Who was not asked is shared for their care alone."""
    if tie.wish == "share" or (tie.wish == "not_asked" and tie.basis == "direct_care"):
        return EVERYTHING
    return NOTHING


def by_law(tie: Tie) -> frozenset[Item]:
    """An order of a court opens nothing by itself: what it requires is recorded one by one."""
    match tie.basis:
        case "direct_care":
            return EVERYTHING if tie.kind in CARE else NOTHING
        case "consent":
            return EVERYTHING if tie.wish == "share" else NOTHING
        case "public_task":
            return EVERYTHING if tie.kind in CARE else EVERYTHING - HEALTH
        case _:
            return NOTHING


_WORDS: tuple[Mapping[Item, str], ...] = (
    {"name": "your name", "keyworker": "who helps you", "contact": "your number", "release": "your dates"},
    {"appointments": "when you meet us", "attendance": "if you come", "in_contact": "when you text",
     "needs": "your needs"},
)  # fmt: skip


def in_words(items: Iterable[Item]) -> tuple[str, str]:
    """What is shared as a text says it, in two halves of at most 60 characters; names no service.

    The second half goes on after the first, with a comma before it; either may be empty.
    """
    have = frozenset(items)
    first, second = (", ".join(words for item, words in half.items() if item in have) for half in _WORDS)
    return (first, f", {second}" if second else "") if first else (second, "")


def read(raw: Raw) -> Sharing:
    """The agreements from their file; raises Refused."""
    raw.only("agreements")
    found: dict[tuple[str, str], Agreement] = {}
    for item in raw.down("agreements").items():
        for one in _agreements(item):
            if (one.kind, one.area) in found:
                raise item.refuse(f"another agreement tells what {one.kind} sees in {one.area}", "Make them one")
            found[one.kind, one.area] = one
    return Sharing(tuple(found.values()))


def _agreements(raw: Raw) -> list[Agreement]:
    raw.only("agency", "areas", "may_see", "reference", "review", "until")
    kind, areas = raw.one_of("agency", KINDS), [str(item.data) for item in raw.down("areas").items()]
    items = frozenset(_item(item, kind) for item in raw.down("may_see").items())
    review, until = _day(raw, "review"), _day(raw, "until") if "until" in raw else None
    return [Agreement(kind, area, items, raw.text("reference"), review, until, raw.where) for area in areas]


def _item(raw: Raw, kind: str) -> Item:
    found = next((item for item in ITEMS if item == raw.data), None)
    if found is None:
        raise raw.refuse(f'"{raw.data}" can never be shared', f"Use: {', '.join(ITEMS)}; texts are no part of it")
    if found in RECORDED_ONLY.get(kind, NOTHING):
        do = "Take it out: a named worker records each with its reason (safety rule 19)"
        raise raw.refuse(f"`{found}` never flows to {kind} by itself", do)
    if found in HEALTH and kind not in CARE:
        raise raw.refuse(f"`{found}` is about health, and {kind} is no care", "Take it out")
    return found


def _day(raw: Raw, key: str) -> date:
    value = raw.mapping().get(key)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(raw.text(key))
    except ValueError:
        raise raw.refuse(f"`{key}: {value}` is not a day", f"Write `{key}: 2027-05-01`") from None
