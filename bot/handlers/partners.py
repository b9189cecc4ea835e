"""Other agencies with a part in somebody's care: their part is recorded, and every look of theirs has a reason."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.sharing import BASES, CARE, WISHES
from bot.handlers import who_sees
from bot.handlers.bot import Bot, the_person
from bot.handlers.refusal import Refusal
from bot.store import agencies, disclosures, looks
from bot.store.database import Work
from bot.store.people import Person
from bot.store.staff import Staff

ORDERS = {"drr": "Drug rehabilitation requirement", "atr": "Alcohol treatment requirement"}
SHORTEST_REASON = 8


@dataclass(frozen=True, slots=True)
class Part:
    """An agency's part: who there works with the person, what the person wishes, on what basis, under which order."""

    agency_id: str
    wish: str
    basis: str
    practitioner_id: str | None = None
    order: str | None = None


def involve(bot: Bot, person_id: str, part: Part, staff_id: str) -> None:
    """The agency's part from now on, as a worker records it; raises Refusal."""
    now = bot.clock.now()
    with bot.db.work() as work:
        _refuse(work, the_person(work, person_id), part)
        agencies.involve(
            work, person_id, part.agency_id, now, practitioner_id=part.practitioner_id, wish=part.wish,
            basis=part.basis, order=part.order, recorded_by=staff_id,
        )  # fmt: skip


def end(bot: Bot, person_id: str, agency_id: str, staff_id: str) -> None:
    """The agency has no part any more: it sees nothing from now on."""
    with bot.db.work() as work:
        the_person(work, person_id)
        agencies.end(work, person_id, agency_id, bot.clock.now())


def _refuse(work: Work, person: Person, part: Part) -> None:
    agency = agencies.get(work, part.agency_id)
    if agency is None or agency == agencies.of_team(work, person.team_id):
        raise Refusal("agency_id", "no other agency is chosen", "Choose one")
    if part.wish not in WISHES:
        raise Refusal("wish", "what they wish is not chosen", "Ask them, then choose")
    if part.basis not in BASES:
        raise Refusal("basis", "the lawful basis is not chosen", "Choose one")
    if part.basis == "direct_care" and agency.kind not in CARE:
        raise Refusal("basis", f"{agency.name} gives no care", "Choose consent or public task")
    if part.basis == "consent" and part.wish != "share":
        raise Refusal("basis", "they have not agreed", "Choose another basis, or ask them")
    if part.order and (part.order not in ORDERS or agency.kind != "probation"):
        raise Refusal("order", "a court order is reported to probation only", "Leave it empty")
    if part.practitioner_id and part.practitioner_id not in agencies.staff_of(work, agency.id):
        raise Refusal("practitioner_id", f"they do not work for {agency.name}", "Choose somebody who does")


def may_look(bot: Bot, work: Work, person: Person, agency_id: str | None) -> bool:
    """Whether there is anything of the person that the agency may see at all."""
    part = agencies.part_of(work, person.id, agency_id)
    seen = who_sees.seen_by(bot, part, person, bot.clock.now()) if part else frozenset()
    return bool(seen) or bool(agency_id and disclosures.of_person(work, person.id, agency_id))


def look(bot: Bot, person_id: str, worker: Staff, reason: str) -> None:
    """A reason to look, which holds for the house rules' `look_for`; raises Refusal, LookupError where nothing is."""
    now = bot.clock.now()
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal("reason", "the reason is missing or too short", "Write why you need it, in a few words")
    with bot.db.work() as work:
        agency, person = agencies.of_team(work, worker.team_id), the_person(work, person_id)
        if agency is None or not may_look(bot, work, person, agency.id):
            raise LookupError("nothing of them is shared")
        until = bot.rules.house_rules.limits.look_for.after(now, bot.rules.house_rules.zone)
        looks.add(
            work, person_id=person_id, agency_id=agency.id, staff_id=worker.id, reason=reason.strip(), now=now,
            until=until,
        )  # fmt: skip


def looked(bot: Bot, person_id: str, worker: Staff) -> bool:
    """Count this look under the reason that was given; False: none holds now, and nothing may be shown."""
    with bot.db.work() as work:
        return looks.again(work, person_id, worker.id, bot.clock.now())
