"""Where a rehearsal plays: a whole bot on a database in memory, one team, and a clock that is moved by hand."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from bot.channels.notebook import Notebook
from bot.channels.simulator import SimulatedProvider
from bot.core.ladder import ROLES, Role
from bot.handlers.bot import Bot, Speech
from bot.rehearsal.agenda import Agenda
from bot.store import revisions, staff
from bot.store.database import Database, Work
from bot.store.tables import metadata
from bot.store.vault import Vault
from bot.wiring import KeptSpeeches, bank_holiday

OPENS = datetime.fromisoformat("2026-06-01T09:00")
"""A Monday, on the wall clock: always the same, so that a seed gives the same rehearsal."""

STAFF_NUMBERS: dict[Role, str] = {role: f"+4477009000{n:02}" for n, role in enumerate(ROLES, 1)}
FIRST_NUMBER, LAST_NUMBER = 100, 999
COHORT = 500
"""Ofcom keeps a thousand numbers for drama: more people play in cohorts, each a team of its own, side by side."""


class HandClock:
    """Stands still until it is moved; leases run on the same time."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.offset_seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def real(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def to(self, moment: datetime) -> None:
        self._now = max(self._now, moment)


@dataclass
class Stage:
    """Everything that one cohort plays with. `workers` maps a role to the staff id of whoever holds it."""

    bot: Bot
    clock: HandClock
    provider: SimulatedProvider
    letters: Notebook
    agenda: Agenda
    rng: Random
    team_id: str
    workers: dict[Role, str]


@contextmanager
def stage(files: dict[str, str], speech: Speech, rng: Random) -> Iterator[Stage]:
    """A fresh stage; nothing of it is left afterwards."""
    zone = speech.library.house_rules.zone
    clock = HandClock(OPENS.replace(tzinfo=zone).astimezone(UTC))
    db = Database("sqlite://", Vault([secrets.token_urlsafe(32)]))
    metadata.create_all(db.engine)
    with db.work() as work:
        revisions.freeze(work, speech.library.revision, files, clock.now())
        team_id, workers = _team(work)
    provider, letters = SimulatedProvider(clock.now), Notebook()
    speeches = KeptSpeeches(db, speech)
    bot = Bot(db, clock, provider, letters, speeches, "http://127.0.0.1:8000", bank_holiday)
    yield Stage(bot, clock, provider, letters, Agenda(), rng, team_id, workers)
    db.engine.dispose()


def _team(work: Work) -> tuple[str, dict[Role, str]]:
    team_id = staff.add_team(
        work, "Rehearsal", public_name="the Bridge team", phone="07700 900099", agency="treatment", area="Birmingham"
    )
    workers: dict[Role, str] = {}
    for role in ROLES:
        email = f"{role}@example.org"
        phone = STAFF_NUMBERS[role]
        workers[role] = staff.add(
            work, team_id=team_id, role=role, first_name="Asha", last_name=role, email=email, phone=phone
        )
        for weekday in range(7):
            staff.add_shift(work, team_id, role, workers[role], weekday, time(0), time(0))
    return team_id, workers
