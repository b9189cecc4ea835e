"""A person as another agency sees them: values that hold what is shared, so that no page can say more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core.referral import NEEDS
from bot.core.sharing import CARE, Item
from bot.handlers import who_sees
from bot.handlers.bot import Bot
from bot.store import agencies, appointments, disclosures, people, referrals, staff
from bot.store.agencies import Agency
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.disclosures import Disclosure
from bot.store.people import Person
from bot.web.console.reading.numbers import is_watched, watched_now

RECORDED = {"attended": "came", "missed": "did not come"}


@dataclass(frozen=True, slots=True)
class Met:
    """An appointment, its kind and place only for care; `came` is empty where it lies ahead."""

    at: datetime
    what: str = ""
    place: str = ""
    came: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared of one person; what is not is empty or None."""

    id: str
    name: str
    items: frozenset[Item]
    keyworker: str = ""
    team: str = ""
    team_phone: str = ""
    phone: str = ""
    ask_first: bool = False
    release: date | None = None
    released: bool = False
    last_heard: datetime | None = None
    coming: Sequence[Met] = field(default=())
    past: Sequence[Met] = field(default=())
    needs: Sequence[str] = field(default=())
    told: Sequence[Disclosure] = field(default=())


def shared(work: Work, bot: Bot, who: Person, agency: Agency, now: datetime) -> Shared | None:
    """What that agency sees of the person; None where it is nothing at all."""
    part = agencies.part_of(work, who.id, agency.id)
    seen = who_sees.seen_by(bot, part, who, now) if part else frozenset()
    told = disclosures.of_person(work, who.id, agency.id)
    if not told and "name" not in seen:
        return None
    return Shared(id=who.id, name=who.full_name, items=seen, told=told, **_parts(work, who, agency, seen, now))


def _parts(work: Work, who: Person, agency: Agency, seen: frozenset[Item], now: datetime) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if "keyworker" in seen:
        worker, team = staff.get(work, who.keyworker_id), staff.get_team(work, who.team_id)
        known |= {"keyworker": worker.name if worker else "", "team": team.name, "team_phone": team.phone or ""}
    if "contact" in seen:
        # Another agency has no safe-contact plan: a watched phone is not theirs to ring.
        watched = is_watched(watched_now(work), [who], None)
        known |= {"phone": "" if watched else who.phone or "", "ask_first": watched}
    if "release" in seen:
        known |= {"release": who.anchor_date, "released": who.custody == "released"}
    if "in_contact" in seen:
        known["last_heard"] = who.last_heard_at
    if "needs" in seen:
        flags = [flag for one in referrals.of_person(work, who.id)[:1] for flag in one.needs]
        known["needs"] = [NEEDS[flag] for flag in flags]
    return known | _meetings(work, who, agency, seen, now)


def _meetings(work: Work, who: Person, agency: Agency, seen: frozenset[Item], now: datetime) -> dict[str, Any]:
    care = agency.kind in CARE
    found = appointments.of_person(work, who.id) if seen & {"appointments", "attendance"} else []
    coming = [one for one in reversed(found) if one.status == "planned" and one.starts_at > now]
    past = [one for one in found if one.status in RECORDED]
    return {
        "coming": [_met(one, care) for one in coming] if "appointments" in seen else [],
        "past": [_met(one, care) for one in past] if "attendance" in seen else [],
    }


def _met(one: Appointment, care: bool) -> Met:
    """A clinic's name tells of treatment: only care hears it."""
    came = RECORDED.get(one.status, "")
    return Met(one.starts_at, one.kind, one.place, came) if care else Met(one.starts_at, came=came)


def shared_people(work: Work, bot: Bot, agency_id: str, now: datetime) -> list[tuple[str, str]]:
    """The id and name of everybody of whom something is shared with the agency, by name."""
    parts = {one.person_id: one for one in agencies.people_of(work, agency_id)}
    told = disclosures.told_people(work, agency_id)
    named = people.named(work, {*parts, *told})
    seen = (who for who in named.values() if who.id in told or "name" in who_sees.seen_by(bot, parts[who.id], who, now))
    return sorted(((who.id, who.full_name) for who in seen), key=lambda found: found[1].lower())
