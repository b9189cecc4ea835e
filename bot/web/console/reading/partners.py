"""Who else has a part with a person: what each sees and why, who looked, and what was told to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.sharing import ITEMS, Agreement, Item, in_words
from bot.handlers import who_sees
from bot.handlers.bot import Bot
from bot.handlers.partners import ORDERS
from bot.store import agencies, disclosures, looks
from bot.store.agencies import Involved
from bot.store.database import Work
from bot.store.disclosures import Disclosure
from bot.store.looks import Look
from bot.store.people import Person
from bot.web.console.reading.alarms import name_of

WORDS: Mapping[Item, str] = {
    "name": "their name", "keyworker": "keyworker and team", "contact": "their number", "release": "day of release",
    "appointments": "what is planned", "attendance": "whether they came", "in_contact": "when they last texted",
    "needs": "needs of the referral",
}  # fmt: skip
WISHES = {"share": "Yes, they may see it", "keep": "No, nothing", "not_asked": "Not asked yet"}
BASES = {
    "none": "None: share nothing", "direct_care": "Direct care", "consent": "Consent", "public_task": "Public task",
    "legal_obligation": "An order of a court alone",
}  # fmt: skip
GROUNDS = {"court_order": "an order of a court", "serious_harm": "serious harm"}


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency's part. `sees` in words, in the order of the list; `said` as a text says it.

    `agreement` is None where there is none for it.
    """

    part: Involved
    practitioner: str
    sees: list[str]
    said: str
    agreement: Agreement | None
    review_is_past: bool

    @property
    def wish(self) -> str:
        return WISHES[self.part.wish]

    @property
    def basis(self) -> str:
        return BASES[self.part.basis]

    @property
    def order(self) -> str:
        return ORDERS.get(self.part.order or "", "")


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody of another agency who looked, and why."""

    look: Look
    who: str
    agency: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told, or waits to be explained first."""

    row: Disclosure
    agency: str
    by: str

    @property
    def ground(self) -> str:
        return GROUNDS[self.row.ground]


@dataclass(frozen=True, slots=True)
class PartnersOf:
    """Everything of a person's page that is about other agencies, newest first."""

    parts: list[Partner]
    looks: list[Looked]
    told: list[Told]


def partners_of(work: Work, bot: Bot, who: Person) -> PartnersOf:
    now = bot.clock.now()
    names = {one.id: one.name for one in agencies.all_of(work)}
    known: dict[str, str] = {}
    return PartnersOf(
        parts=[
            _partner(work, bot, who, one, seen, now, known) for one, seen in who_sees.everybody(bot, work, who, now)
        ],
        looks=[
            Looked(one, name_of(work, one.staff_id, known), names.get(one.agency_id, ""))
            for one in looks.of_person(work, who.id)
        ],
        told=[
            Told(one, names.get(one.agency_id, ""), name_of(work, one.recorded_by, known))
            for one in disclosures.of_person(work, who.id)
        ],
    )


def _partner(
    work: Work, bot: Bot, who: Person, one: Involved, seen: frozenset[Item], now: datetime, known: dict[str, str]
) -> Partner:
    agreement = bot.rules.sharing.of(one.agency.kind, who.area)
    past = agreement is not None and agreement.review < now.astimezone(bot.rules.house_rules.zone).date()
    practitioner = name_of(work, one.practitioner_id, known)
    return Partner(
        one, practitioner, [WORDS[item] for item in ITEMS if item in seen], "".join(in_words(seen)), agreement, past
    )
