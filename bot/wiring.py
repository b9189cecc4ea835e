"""Builds the bot from its settings: every road, row and word that the handlers are given, in one place."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.channels.email import Mailer, PostsLetters
from bot.channels.ledger import MemoryLedger
from bot.channels.notebook import Notebook
from bot.channels.provider import Provider
from bot.channels.simulator import OUR_NUMBER, SimulatedProvider
from bot.channels.twilio_provider import TwilioProvider
from bot.core.area import Areas
from bot.core.check.areas import refused as of_areas
from bot.core.ladder import Role
from bot.core.problem import Problem, Refused
from bot.core.rota import Shift, gaps
from bot.handlers.bot import Bot, Clock, Speech, takes_people_on
from bot.revisions import library, read_folder
from bot.settings import DEMO_SECRET, DEMO_TOKEN, Settings
from bot.store import revisions, staff
from bot.store.base import metadata
from bot.store.database import Database, Work
from bot.store.numbers import number
from bot.store.vault import Vault
from bot.understanding import PhraseError, Understanding
from bot.understanding.model import Model, unpacked
from bot.wording.check import refused as of_words
from bot.wording.words import Words

ROOT = Path(__file__).resolve().parents[1]
"""Where `flows/` and `messages/` stand."""

UNDERSTANDING, MESSAGES = "flows/understanding/", "messages/"
DRAMA = "+447700900"

T = TypeVar("T")


def build(settings: Settings, clock: Clock, *, db: Database | None = None, root: Path = ROOT) -> Bot:
    """The bot that these settings describe; raises Refused for content that cannot be used.

    The database must be migrated; without `db` the one that the settings name is opened.
    """
    db = db or database(settings)
    files = read_folder(root)
    now = speech(files)
    with db.work() as work:
        revisions.freeze(work, now.library.revision, files, clock.now())
    return Bot(
        db=db,
        clock=clock,
        provider=_provider(settings, clock),
        mailer=_mailer(settings),
        speeches=KeptSpeeches(db, now),
        public_url=settings.public_url,
        holiday=bank_holiday,
        owner=f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}",
        lease=timedelta(seconds=settings.lease_seconds),
        look_again=timedelta(seconds=settings.look_again_seconds),
        number=settings.twilio_number or ("" if settings.live else OUR_NUMBER),
    )


def database(settings: Settings) -> Database:
    """The database, its folder made where it is a file that is not there yet; nothing is opened."""
    db = Database(settings.database_url, Vault(settings.data_keys), crash_at=settings.crash_at)
    if db.sqlite and (file := db.engine.url.database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    return db


def speech(files: Mapping[str, str]) -> Speech:
    """One revision, ready to use; raises Refused with every problem that keeps it from being read."""
    problems: list[Problem] = []
    parts = _tried(lambda: library(files), problems), _tried(lambda: words_of(files), problems)
    understand = _tried(lambda: understanding_of(files), problems)
    if parts[0] is None or parts[1] is None or understand is None:
        raise Refused(*sorted(problems))
    return Speech(parts[0], parts[1], understand)


def words_of(files: Mapping[str, str]) -> Words:
    """The messages of a revision; raises Refused."""
    return Words.load(_below(files, MESSAGES))


@lru_cache(maxsize=1)
def fitted() -> Mapping[str, Model]:
    """The shipped second layers by language; raises ValueError. No part of a revision: older ones use them too."""
    return {path.parent.name: unpacked(path.read_bytes()) for path in (ROOT / UNDERSTANDING).glob("*/model.npz")}


def understanding_of(files: Mapping[str, str], models: Mapping[str, Model] | None = None) -> Understanding:
    """How a revision understands texts, with the shipped second layers unless others are given; raises Refused."""
    try:
        return Understanding.load(_below(files, UNDERSTANDING), fitted() if models is None else models)
    except (PhraseError, ValueError) as error:
        raise Refused(Problem("error", f"{UNDERSTANDING}{error}", "it cannot be used", "Mend that line")) from None


def _tried(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except Refused as refused:
        problems += refused.problems
        return None


def _below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    return {path.removeprefix(folder): text for path, text in files.items() if path.startswith(folder)}


class KeptSpeeches:
    """The current revision, and every older one that somebody is still in the middle of."""

    def __init__(self, db: Database, current: Speech) -> None:
        self._db = db
        self.current = current
        self._older = lru_cache(maxsize=16)(self._read)

    def of(self, revision: str) -> Speech:
        """The speech of that revision; raises LookupError for one that was never frozen."""
        return self.current if revision == self.current.library.revision else self._older(revision)

    def _read(self, revision: str) -> Speech:
        with self._db.look() as work:
            files = revisions.files(work, revision)
        if files is None:
            raise LookupError(f"revision {revision[:12]} was never frozen")
        return speech(files)


def _provider(settings: Settings, clock: Clock) -> Provider:
    """The demo texts nobody: it speaks to Twilio only where TWILIO_API_URL names another host, a double."""
    if settings.live or settings.twilio_api_url:
        return TwilioProvider(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.sender or OUR_NUMBER,
            settings.public_url,
            settings.twilio_api_url or None,
            number=settings.twilio_number or None,
        )
    return SimulatedProvider(clock.now, FreshLedger())


class FreshLedger(MemoryLedger):
    """A ledger whose numbers begin somewhere new: an id that the database has seen would count as a repeat."""

    def __init__(self) -> None:
        super().__init__()
        self._number = secrets.randbits(80) << 32


def _mailer(settings: Settings) -> PostsLetters:
    return Mailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else Notebook()


@lru_cache(maxsize=1)
def _england_and_wales() -> Container[date]:
    """Loaded when the first day is asked for: the calendars of the whole world come with it."""
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")


def bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday in England and Wales."""
    return day in _england_and_wales()


def refusals(
    settings: Settings, db: Database, words: Words, areas: Areas | None = None, today: date | None = None
) -> list[str]:
    """Why live mode may not start on these settings, rows, words and areas; empty where it may, and in the demo.

    Without `today` no review is past.
    """
    if not settings.live:
        return []
    with db.look() as work:
        return [*_of_settings(settings), *_of_rows(work), *of_words(words, today), *of_areas(areas or Areas())]


def _of_settings(settings: Settings) -> list[str]:
    found = []
    if settings.secret_key == DEMO_SECRET:
        found.append("SECRET_KEY is the demo's: make one of your own")
    if DEMO_SECRET in settings.data_keys:
        found.append("DATA_KEYS holds the demo's key: make one of your own")
    if settings.twilio_auth_token == DEMO_TOKEN:
        found.append("TWILIO_AUTH_TOKEN is the demo's: without the real one no signature can be checked")
    if not settings.sender:
        found.append("TWILIO_MESSAGING_SERVICE_SID or TWILIO_NUMBER is missing: there is nothing to text from")
    if not settings.twilio_number:
        found.append("TWILIO_NUMBER is missing: a messaging service cannot ring, and danger must ring somebody")
    if not settings.smtp_url:
        found.append("SMTP_URL is missing: the ladders tell people by e-mail, and it would go nowhere")
    if not settings.public_url.startswith("https://"):
        found.append("PUBLIC_URL is no https:// address: texts and sign-ins would cross the net in the clear")
    return found


def _of_rows(work: Work) -> list[str]:
    found = []
    teams, shifts = staff.teams(work), staff.shifts(work)
    takers = [team for team in teams if takes_people_on(work, team)]
    empty = [str(team.name) for team in takers if not any(shift.team == team.id for shift in shifts)]
    if not takers or empty:
        found.append(f"the duty rota is empty{' for ' + ', '.join(empty) if empty else ''}: add shifts")
    found += [gap for team in takers if team.name not in empty and (gap := _nobody_on(team, shifts))]
    if staff.demo_staff(work):
        found.append("there are demo staff in the database: begin with an empty one")
    if _drama_numbers(work):
        found.append("there are drama numbers (07700 900...) in the database: begin with an empty one")
    return found


WAKEN: tuple[Role, ...] = ("duty_worker", "team_leader", "service_manager")
A_PLAIN_WEEK = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday of a week in which no clock changes: the rota is the same every week."""


def _nobody_on(team: Any, shifts: Sequence[Shift]) -> str | None:
    """The first hour of the week in which danger would ring nobody of the team."""
    zone = ZoneInfo("Europe/London")
    empty = [set(gaps(shifts, team.id, role, A_PLAIN_WEEK, 7, zone)) for role in WAKEN]
    never = sorted(set.intersection(*empty))
    if not never:
        return None
    return f"nobody of {team.name} is on duty on {never[0]:%A} at {never[0]:%H:%M}: add shifts until somebody always is"


def _drama_numbers(work: Work) -> bool:
    """Numbers are sealed: each of the thousand is looked up by its keyed hash."""
    hashes = [work.vault.hash("phone", f"{DRAMA}{last:03}") for last in range(1000)]
    columns = [table.c.phone_hash for table in (metadata.tables["person"], staff.staff, number)]
    return any(work.execute(select(func.count()).where(c.in_(hashes))).scalar_one() for c in columns)
