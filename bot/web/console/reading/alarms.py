"""An escalation as the console shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.meaning import NEVER_ASKED
from bot.handlers import closing
from bot.handlers.bot import Bot
from bot.store import escalations, heard, inbound, people, referrals, said, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.referrals import Stored
from bot.store.staff import Staff
from bot.web.console.reading.causes import missed, task_of, worker_of
from bot.web.console.reading.numbers import Number, Watched, is_watched, number_of, watched_now

JUST_BEFORE, A_DAY = timedelta(minutes=10), timedelta(days=1)
"""How long before danger its texts begin: an address may have come first. Without a text that raised it, longer."""

EITHER = "an ambulance or the police"
HELP = {
    "danger": "the police, and an ambulance if anybody is hurt",
    **dict.fromkeys(("safeguarding", "undeliverable", "not_found"), EITHER),
}
"""Whom to ask 999 for, where it is not an ambulance alone."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """`danger` stays danger where it was made less urgent; `task` names the task that is overdue.
    `referral` is the one that it is about.

    `texts` are newest first: all since just before danger was raised, else the one that raised it. `first` is that one.
    `told` is what they heard from us since, newest first.
    `number` is whose the number is where it is nobody's alone. `owner` has it, `had` had it and wrote no outcome in
    time, `mine` says whether the owner is who is looking.
    """

    one: Escalation
    task: str
    referral: Stored | None
    danger: bool
    person: Person | None
    number: Number
    who: str
    texts: list[dict[str, Any]]
    first: dict[str, Any] | None
    owner: str | None
    had: str | None
    mine: bool
    watched: bool
    not_said: bool
    told: list[dict[str, Any]]

    @property
    def id(self) -> str:
        return self.one.id

    @property
    def urgent(self) -> bool:
        return self.one.urgency == "urgent"

    @property
    def lowered(self) -> bool:
        """Danger that their own answer made less urgent: still danger until somebody closes it."""
        return self.danger and not self.urgent

    @property
    def unheard(self) -> bool:
        """What we say to danger has not reached them."""
        unreadable = self.one.cause.startswith("undeliverable:text ")
        return self.danger and (self.not_said or (self.one.kind == "undeliverable" and not unreadable))

    @property
    def help(self) -> str:
        """Whom to ask 999 for."""
        return HELP.get(self.one.kind, "an ambulance")

    @property
    def weight(self) -> int:
        """What is worked through first: danger, then danger made less urgent, then the rest as it was raised."""
        return 0 if self.urgent else 1 if self.lowered else 2

    @property
    def open(self) -> bool:
        return self.one.state != "closed"

    @property
    def people(self) -> list[Person]:
        """Who may be in danger: the person, or everybody who has or had the number."""
        return [self.person] if self.person else list(self.number.people)

    @property
    def phone(self) -> str | None:
        return self.person.phone if self.person else self.number.phone


def alarms(work: Work, bot: Bot, found: Iterable[Escalation], me: Staff) -> list[Alarm]:
    found = list(found)
    persons = people.named(work, (one.person_id for one in found if one.person_id))
    watched = watched_now(work)
    return [_alarm(work, bot, one, persons, watched, me) for one in found]


def _alarm(work: Work, bot: Bot, one: Escalation, persons: Mapping[str, Person], watched: Watched, me: Staff) -> Alarm:
    who = persons.get(one.person_id or "")
    number = Number() if who else number_of(work, one.phone_hash)
    referred = None if who else referrals.of_cause(work, one.cause)
    danger = closing.is_danger(bot, one)
    first = inbound.get(work, one.inbound_id) if one.inbound_id else None
    owner = staff.get(work, one.owner_id) if one.owner_id else None
    return Alarm(
        one=one,
        task=task_of(work, one),
        referral=referred,
        danger=danger,
        person=who,
        number=number,
        who=who.short_name if who else worker_of(work, one) or (referred.short_name if referred else number.who),
        texts=_heard(work, one, first) if danger else [first] if first else [],
        told=said.between(work, one.person_id, one.phone_hash, _since(one, first), one.closed_at) if danger else [],
        first=first,
        owner=owner.name if owner and one.state == "mine" else None,
        had=owner.name if owner and missed(work, one) else None,
        mine=owner is not None and one.state == "mine" and owner.id == me.id,
        not_said=escalations.noted(work, one.id, escalations.UNHEARD),
        watched=one.kind in NEVER_ASKED or is_watched(watched, [who] if who else number.people, one.phone_hash),
    )


def _heard(work: Work, one: Escalation, first: dict[str, Any] | None) -> list[dict[str, Any]]:
    return heard.between(work, one.person_id, one.phone_hash, _since(one, first), one.closed_at)


def _since(one: Escalation, first: dict[str, Any] | None) -> datetime:
    return min(one.raised_at, first["received_at"]) - JUST_BEFORE if first else one.raised_at - A_DAY


def name_of(work: Work, staff_id: str | None, known: dict[str, str]) -> str:
    """A member of staff's name, asked for once per page."""
    if not staff_id:
        return ""
    if staff_id not in known:
        found = staff.get(work, staff_id)
        known[staff_id] = found.name if found else "somebody who has left"
    return known[staff_id]
