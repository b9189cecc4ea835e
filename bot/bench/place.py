"""Where the durable figures are taken: a whole bot on a SQLite file, sealed rows, synchronous FULL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import settings as settings_room
from bot import wiring
from bot.clock.leap import run_due
from bot.clock.now import SystemClock
from bot.handlers import conversations, people
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.inbound import Incoming
from bot.handlers.people import Registration
from bot.settings import Settings
from bot.store import migrate, staff
from bot.store import people as people_rows

PEOPLE = 300
FIRST_NUMBER = 100
_SIDS = count(1)
_RUN = secrets.token_hex(8)


@contextmanager
def place() -> Iterator[tuple[Settings, Path]]:
    """Settings for a fresh, migrated database in a folder that goes afterwards; the folder."""
    with TemporaryDirectory(prefix="throughcare-bench-") as name:
        folder = Path(name)
        chosen = settings_room.Settings(
            bot_mode="demo",
            database_url=f"sqlite:///{folder / 'bench.db'}",
            secret_key=secrets.token_urlsafe(32),
            data_keys=(secrets.token_urlsafe(32),),
            twilio_auth_token=secrets.token_hex(16),
            twilio_api_url="",
            smtp_url="",
            heartbeat_url="",
            crash_at=0,
        )
        db = wiring.database(chosen)
        migrate.upgrade(db)
        db.engine.dispose()
        yield chosen, folder


def furnished(settings: Settings) -> tuple[Bot, list[str]]:
    """A bot with a team and three hundred verified people who are out; their ids in the order of their numbers."""
    bot = wiring.build(settings, SystemClock())
    with bot.db.work() as work:
        team_id = staff.add_team(
            work, "Bench", public_name="the Bridge team", phone="07700 900099", agency="treatment", area="Birmingham"
        )
        worker = staff.add(
            work, team_id=team_id, role="keyworker", first_name="Asha", last_name="Worker", email="asha@example.org",
            phone="+447700900001",
        )  # fmt: skip
    ids = [_somebody(bot, number, team_id, worker) for number in range(PEOPLE)]
    run_due(bot)
    return bot, ids


def _somebody(bot: Bot, number: int, team_id: str, worker: str) -> str:
    new = Registration(
        first_name=f"Dean {number}", last_name="Foster", phone=phone(number), pathway="prison_release",
        anchor_date=bot.clock.now().date() - timedelta(days=6), area="Birmingham", agency="treatment",
        team_id=team_id, keyworker_id=worker, released=True,
    )  # fmt: skip
    person_id = people.register(bot, new, by=worker)
    with bot.db.work() as work:
        people_rows.change(work, person_id, number="verified")
    return person_id


def phone(number: int) -> str:
    return f"+447700900{FIRST_NUMBER + number % PEOPLE:03}"


def begin(bot: Bot, person_id: str, flow: str = "check_in") -> None:
    """Ask one person how they are."""
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        conversations.begin(bot, work, subject, flow, now, replying=True)
        keep_in_hand(bot, work, subject, now)


def incoming(bot: Bot, number: int, body: str) -> Incoming:
    """A text that was never seen before."""
    return Incoming(new_sid(), phone(number), body, bot.clock.now())


def new_sid() -> str:
    return f"SM{_RUN}{next(_SIDS):016x}"


def polite(clock: SystemClock) -> None:
    """Move the clock on to eleven tomorrow: at night nobody would be texted, and nothing would be measured."""
    zone = ZoneInfo("Europe/London")
    wall = datetime.combine(clock.now().astimezone(zone).date() + timedelta(days=1), time(11), zone)
    clock.advance((wall - clock.now()).total_seconds())
