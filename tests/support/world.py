"""A whole service on a database in memory, with a clock that is moved by hand: what stories are told in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from bot.channels.notebook import Notebook
from bot.channels.simulator import SimulatedProvider
from bot.clock.leap import leap, run_due
from bot.core.ladder import ROLES
from bot.handlers import appointments, inbound, people
from bot.handlers.appointments import Details
from bot.handlers.bot import Bot, Speech
from bot.handlers.inbound import Incoming
from bot.handlers.people import Registration
from bot.rehearsal.stage import HandClock
from bot.revisions import read_folder
from bot.store import escalations as escalation_rows
from bot.store import outbox as outbox_rows
from bot.store import people as people_rows
from bot.store import revisions, staff
from bot.store.database import Database
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.tables import metadata
from bot.store.vault import Vault
from bot.wiring import ROOT, KeptSpeeches, bank_holiday, speech

LONDON = ZoneInfo("Europe/London")
FRIDAY = datetime(2026, 6, 5, 9, 0)  # noqa: DTZ001  (a wall time)
DEAN, ASHA, JOE, PRIYA, CAROL = (f"+4477009000{n:02}" for n in (1, 71, 72, 73, 74))


@cache
def shipped() -> tuple[dict[str, str], Speech]:
    """The shipped content, read once."""
    files = read_folder(ROOT)
    return files, speech(files)


@dataclass
class World:
    """A bot, its staff (Asha, Joe on duty, Priya who leads, Carol who manages) and whoever is registered."""

    bot: Bot
    clock: HandClock
    team_id: str
    staff: dict[str, str]
    sids: Iterator[int] = field(default_factory=lambda: count(1))

    def person(
        self, name: str = "Dean", phone: str | None = DEAN, day: date | None = None, *, out: bool = True,
        pathway: str = "prison_release", more: tuple[tuple[str, date], ...] = (), at: time | None = None,
    ) -> str:  # fmt: skip
        """Register somebody released on `day` (today unless told); `out`: their release is confirmed at once."""
        new = Registration(
            first_name=name, last_name="Foster", phone=phone, pathway=pathway, more=more, anchor_time=at,
            anchor_date=day or self.today, area="Birmingham", agency="treatment", team_id=self.team_id,
            keyworker_id=self.staff["Asha"], released=out, address="Flat 2, 14 Example Road",
        )  # fmt: skip
        person_id = people.register(self.bot, new, by=self.staff["Asha"])
        self.run()
        return person_id

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(LONDON).date()

    def texts(self, body: str, phone: str = DEAN, **extra: str) -> None:
        """Somebody texts us, and everything that follows at once happens."""
        sid = f"SM{next(self.sids):032x}"
        inbound.receive(self.bot, Incoming(sid, phone, body, self.clock.now(), **extra))
        self.run()

    def appointment(self, person_id: str, wall: datetime, kind: str = "key_work", place: str = "Hope House") -> str:
        return appointments.add(self.bot, person_id, Details(kind, wall, place, "Asha"), by=self.staff["Asha"])

    def run(self) -> None:
        run_due(self.bot)

    def wait(self, **span: float) -> None:
        """Time passes; whatever falls due on the way happens."""
        leap(self.bot, timedelta(**span).total_seconds())

    def got(self, phone: str = DEAN) -> list[str]:
        """What a phone was sent, oldest first."""
        with self.bot.db.look() as work:
            rows = [dict(row._mapping) for row in work.execute(outbox_rows.outbox.select())]
            rows = [{**row, **work.open("outbox.private", row["id"], row["private"])} for row in rows]
        mine = [row for row in rows if row["to"] == phone and row["state"] not in ("dropped", "failed", "waiting")]
        return [str(row["body"]) for row in sorted(mine, key=lambda row: (row["created_at"], row["id"]))]

    def open(self) -> list[Escalation]:
        with self.bot.db.look() as work:
            return escalation_rows.all_open(work)

    def kinds(self) -> list[str]:
        return [one.kind for one in self.open()]

    def who(self, person_id: str) -> Person:
        with self.bot.db.look() as work:
            found = people_rows.get(work, person_id)
        assert found is not None
        return found


@contextmanager
def world(wall: datetime = FRIDAY, url: str = "sqlite://") -> Iterator[World]:
    """A fresh service with its staff, at a local time."""
    files, now = shipped()
    clock = HandClock(wall.replace(tzinfo=LONDON).astimezone(UTC))
    db = Database(url, Vault(["a key for tests"]))
    metadata.create_all(db.engine)
    with db.work() as work:
        revisions.freeze(work, now.library.revision, files, clock.now())
        team_id = staff.add_team(
            work, "Bridge", public_name="the Bridge team", phone="07700 900999", agency="treatment", area="Birmingham"
        )
        workers = {}
        for first, role, phone in zip(("Asha", "Joe", "Priya", "Carol"), ROLES, (ASHA, JOE, PRIYA, CAROL), strict=True):
            email = f"{first.lower()}@example.org"
            workers[first] = staff.add(
                work, team_id=team_id, role=role, first_name=first, last_name="Worker", email=email, phone=phone
            )
            for weekday in range(7):
                staff.add_shift(work, team_id, role, workers[first], weekday, time(0), time(0))
    provider = SimulatedProvider(clock.now)
    speeches = KeptSpeeches(db, now)
    bot = Bot(db, clock, provider, Notebook(), speeches, "http://127.0.0.1:8000", bank_holiday)
    yield World(bot, clock, team_id, workers)
    db.engine.dispose()
