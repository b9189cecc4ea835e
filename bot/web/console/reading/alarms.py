"""An open escalation as the console shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.meaning import NEVER_ASKED
from bot.store import inbound, people, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.staff import Staff


@dataclass(frozen=True, slots=True)
class Alarm:
    """`text` is the words that caused it, `owner` whoever said "mine", `mine` whether that is who is looking."""

    id: str
    code: str
    kind: str
    urgent: bool
    state: str
    raised_at: datetime
    deadline_at: datetime | None
    who: str
    person: Person | None
    text: str | None
    text_at: datetime | None
    owner: str | None
    mine: bool

    @property
    def watched(self) -> bool:
        """Somebody else may read the phone: no text and no call without the safe-contact plan (safety rule 7)."""
        return self.kind in NEVER_ASKED


def alarms(work: Work, found: Iterable[Escalation], me: Staff) -> list[Alarm]:
    found = list(found)
    persons = people.named(work, (one.person_id for one in found if one.person_id))
    return [_alarm(work, one, persons, me) for one in found]


def _alarm(work: Work, one: Escalation, persons: Mapping[str, Person], me: Staff) -> Alarm:
    who = persons.get(one.person_id or "")
    text = inbound.get(work, one.inbound_id) if one.inbound_id else None
    owner = staff.get(work, one.owner_id) if one.state == "mine" else None
    return Alarm(
        id=one.id,
        code=one.code,
        kind=one.kind,
        urgent=one.urgency == "urgent",
        state=one.state,
        raised_at=one.raised_at,
        deadline_at=one.deadline_at,
        who=who.short_name if who else "Unknown number",
        person=who,
        text=text["body"] if text else None,
        text_at=text["received_at"] if text else None,
        owner=owner.name if owner else None,
        mine=owner is not None and owner.id == me.id,
    )


def name_of(work: Work, staff_id: str | None, known: dict[str, str]) -> str:
    """A member of staff's name, asked for once per page."""
    if not staff_id:
        return ""
    if staff_id not in known:
        found = staff.get(work, staff_id)
        known[staff_id] = found.name if found else "somebody who has left"
    return known[staff_id]
