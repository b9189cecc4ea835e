"""What the phone page shows: every phone, and what the keyworkers see, read in one look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.simulator import Behaviour, SimulatedProvider
from bot.handlers.bot import Bot
from bot.store import escalations, people, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.web.simulator import threads
from bot.web.simulator.journey import Journey
from bot.web.simulator.rings import Ring, Switchboard
from bot.web.simulator.threads import Bubble

LONDON = ZoneInfo("Europe/London")
MOST_PHONES = 24


@dataclass(frozen=True, slots=True)
class Phone:
    """A person's phone. `where` says in a few words where they stand."""

    id: str
    number: str
    name: str
    keyworker: str
    where: str
    behaviour: Behaviour
    thread: list[Bubble]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open escalation as the desk shows it; `kind` in the words of the house rules."""

    id: str
    code: str
    who: str
    kind: str
    urgency: str
    state: str
    owner: str
    deadline: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A member of staff: their ringing call, and their newest texts, calls and e-mails."""

    id: str
    name: str
    role: str
    number: str
    email: str
    rings: list[Ring]
    thread: list[Bubble]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page at one moment (UTC). `stamp` changes when anything on it does."""

    now: datetime
    next_moment: datetime | None
    phones: list[Phone]
    alarms: list[Alarm]
    desks: list[Desk]

    @property
    def seen(self) -> object:
        """What a reader would notice; not the clock, nor that a phone stops ringing."""
        return self.phones, self.alarms, [(one.id, one.thread) for one in self.desks]

    @property
    def stamp(self) -> str:
        """The clock's seconds are left out: a page on which only they move is not drawn again."""
        minute = self.now.replace(second=0, microsecond=0)
        shown = repr((minute, self.next_moment, self.phones, self.alarms, self.desks))
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


class Reader:
    """Reads the board; writes nothing."""

    def __init__(self, bot: Bot, provider: SimulatedProvider, switchboard: Switchboard, journey: Journey) -> None:
        self._bot = bot
        self._provider = provider
        self._switchboard = switchboard
        self._journey = journey

    def board(self) -> Board:
        now = self._bot.clock.now()
        with self._bot.db.look() as work:
            team = staff.everybody(work)
            names = {one.id: one.first_name for one in team}
            shown = sorted(people.all_of(work, limit=MOST_PHONES), key=lambda one: one.phone or "~")
            phones = [self._phone(work, one, names) for one in shown if one.phone]
            alarms = self._alarms(work, escalations.all_open(work, 50), names, now)
            desks = [self._desk(work, one, now) for one in team if one.phone or one.email]
        return Board(now, self._journey.next_moment(), phones, alarms, _busy_first(desks))

    def _phone(self, work: Work, one: Person, names: dict[str, str]) -> Phone:
        assert one.phone is not None
        keyworker = names.get(one.keyworker_id or "", "the team")
        behaviour, thread = self._provider.behaviour(one.phone), threads.of_phone(work, one.phone, 40)
        return Phone(one.id, one.phone, one.full_name, keyworker, _where(one), behaviour, thread)

    def _desk(self, work: Work, one: staff.Staff, now: datetime) -> Desk:
        rings, thread = self._switchboard.at(work, one.phone, now), threads.of_staff(work, one.phone, one.email)
        return Desk(one.id, one.name, one.role.replace("_", " "), one.phone or "", one.email, rings, thread)

    def _alarms(self, work: Work, found: list[Escalation], names: dict[str, str], now: datetime) -> list[Alarm]:
        who = people.named(work, [one.person_id for one in found if one.person_id])
        kind = self._bot.rules.house_rules.kind
        return [_alarm(one, kind(one.kind).says, who, names, now) for one in found]


def _where(one: Person) -> str:
    if one.opted_out:
        return "asked for no texts"
    if one.number == "conflict":
        return "number in use by somebody else"
    day = f"{one.anchor_date.day} {one.anchor_date:%B}"
    return {"in_prison": f"due out {day}", "released": f"released {day}"}.get(one.custody, "release to be confirmed")


def _alarm(one: Escalation, says: str, who: dict[str, Person], names: dict[str, str], now: datetime) -> Alarm:
    person: Any = who.get(one.person_id or "")
    return Alarm(
        id=one.id,
        code=one.code,
        who=person.short_name if person else "Unknown number",
        kind=says[:1].upper() + says[1:],
        urgency=one.urgency,
        state=one.state,
        owner=names.get(one.owner_id or "", ""),
        deadline=one.deadline_at,
        late=one.deadline_at is not None and one.deadline_at < now,
    )


def _busy_first(desks: Iterable[Desk]) -> list[Desk]:
    """A ringing phone on top, then whoever was told something last."""
    return sorted(desks, key=lambda one: (not one.rings, -one.thread[0].at.timestamp() if one.thread else 0.0))


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)
