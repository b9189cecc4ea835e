"""What every handler is given: the database, the clock, the roads out, and what we say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot.channels.provider import Outgoing, Provider
from bot.core.library import Library
from bot.core.meaning import Recognise
from bot.core.sharing import TAKERS
from bot.store import agencies, people, staff
from bot.store.database import Database, Work
from bot.store.people import Person
from bot.wording.words import Words


class Clock(Protocol):
    """The one thing that is asked the time."""

    def now(self) -> datetime:
        """UTC; in the demo it may run ahead."""

    def real(self) -> datetime:
        """UTC, for leases: two senders must agree on it."""


class Mailer(Protocol):
    """The road for e-mail."""

    def send(self, outgoing: Outgoing) -> str: ...


@dataclass(frozen=True)
class Speech:
    """One revision, ready to use: flows and rules, words, and how texts are understood."""

    library: Library
    words: Words
    understand: Recognise


class Speeches(Protocol):
    """Every revision that somebody is still in the middle of, and the current one."""

    @property
    def current(self) -> Speech: ...

    def of(self, revision: str) -> Speech: ...


@dataclass
class Bot:
    """`wake` is called after a commit that owes somebody a text; `pace` is texts a second, None for no limit.

    `lease` is how long a sender may take over one text; `look_again` how long the provider's lists may lag.
    """

    db: Database
    clock: Clock
    provider: Provider
    mailer: Mailer
    speeches: Speeches
    public_url: str
    holiday: Callable[[date], bool]
    owner: str = "one"
    pace: int | None = None
    number: str = ""
    lease: timedelta = timedelta(seconds=60)
    look_again: timedelta = timedelta(seconds=30)
    wake: Callable[[], None] = field(default=lambda: None)

    @property
    def rules(self) -> Library:
        return self.speeches.current.library


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom something is about: a person, or a number that is nobody's, with the team that answers for them."""

    phone: str | None
    phone_hash: str
    team_id: str
    person: Person | None = None

    @property
    def person_id(self) -> str | None:
        return self.person.id if self.person else None

    @property
    def key(self) -> str:
        return self.person.id if self.person else self.phone_hash


def about(work: Work, person: Person) -> Subject:
    return Subject(person.phone, person.phone_hash or f"none:{person.id}", person.team_id, person)


def the_person(work: Work, person_id: str) -> Person:
    """The person, locked; raises LookupError."""
    found = people.get(work, person_id, lock=True)
    if found is None:
        raise LookupError("there is no such person")
    return found


def first_team(work: Work) -> str:
    """The team that answers for numbers that are nobody's: one that treats, for danger may come from them."""
    teams = staff.teams(work)
    return str(next((one for one in teams if takes_people_on(work, one)), teams[0]).id)


def takes_people_on(work: Work, team: Any) -> bool:
    """Whether people on release are this team's; a prison's or probation's team hears of its referrals only."""
    agency = agencies.get(work, team.agency_id)
    return agency is None or agency.kind in TAKERS
