"""A console to try: Hope House with Asha and Joe, Dean released on Friday, and a clock that stands where we put it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.channels.ledger import MemoryLedger
from bot.channels.notebook import Notebook
from bot.channels.simulator import OUR_NUMBER, SimulatedProvider
from bot.handlers import demo, inbound
from bot.handlers.bot import Bot, Speech
from bot.handlers.demo import Login
from bot.handlers.inbound import Incoming
from bot.revisions import read_folder
from bot.settings import Settings, load
from bot.store import escalations, people, revisions
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.tables import metadata
from bot.web import console
from bot.web.sign_in import setup
from bot.web.sign_in.accounts import keep_account
from bot.web.sign_in.passwords import hashed
from bot.wiring import ROOT, KeptSpeeches, bank_holiday, database, speech

FRIDAY = datetime(2027, 3, 26, 13, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PASSWORD = "a long enough password"
DEAN = "+447700900001"


@dataclass
class StandingClock:
    """Stands still until it is moved."""

    at: datetime = FRIDAY

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at


@dataclass
class Scene:
    """The bot, its app, and the people of the demo."""

    bot: Bot
    app: Flask
    clock: StandingClock
    logins: dict[str, Login]
    sids: Any = field(default_factory=count)

    def visitor(self) -> FlaskClient:
        return self.app.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        """The browser of a member of staff who has signed in."""
        client = self.visitor()
        login = self.logins[name]
        fields = {"email": login.email, "password": login.password}
        assert press(client, "/sign-in", "/sign-in", **fields).status_code == 302
        return client

    def person(self, first_name: str = "Dean") -> Person:
        with self.bot.db.look() as work:
            return next(who for who in people.all_of(work) if who.first_name == first_name)

    def texts(self, body: str, sender: str = DEAN) -> None:
        sid = f"SM{next(self.sids):032x}"
        inbound.receive(self.bot, Incoming(sid, sender, body, self.clock.at))

    def open(self) -> list[Escalation]:
        with self.bot.db.look() as work:
            return escalations.all_open(work)

    def later(self, **length: float) -> None:
        self.clock.at += timedelta(**length)


def scene(folder: Path, public_url: str = "http://127.0.0.1:8000") -> Scene:
    """Everything fresh, the database a file in `folder`."""
    settings = load(database_url=f"sqlite:///{folder}/console.db", public_url=public_url)
    clock = StandingClock()
    bot = _bot(settings, clock)
    app = Flask("throughcare-console-test")
    setup.install(app, bot, settings)
    console.install(app, bot)
    logins = [replace(login, password=PASSWORD) for login in demo.furnish(bot)]
    for login in logins:
        keep_account(bot, login.staff_id, login.email, _hashed())
    return Scene(bot, app, clock, {login.name.split()[0]: login for login in logins})


def _bot(settings: Settings, clock: StandingClock) -> Bot:
    """As `wiring.build` makes it, but what we say and understand is read once for all scenes."""
    db, files, ours = database(settings), read_folder(ROOT), _speech()
    metadata.create_all(db.engine)
    with db.work() as work:
        revisions.freeze(work, ours.library.revision, files, clock.at)
    return Bot(
        db=db,
        clock=clock,
        provider=SimulatedProvider(clock.now, MemoryLedger()),
        mailer=Notebook(),
        speeches=KeptSpeeches(db, ours),
        public_url=settings.public_url,
        holiday=bank_holiday,
        number=OUR_NUMBER,
    )


@lru_cache(maxsize=1)
def _speech() -> Speech:
    return speech(read_folder(ROOT))


@lru_cache(maxsize=1)
def _hashed() -> str:
    return hashed(PASSWORD)


def token(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(client.get(path).text)
    assert found, f"no form at {path}"
    return found[1]


def press(client: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    """Open a page and send the form on it that goes to `action`."""
    return client.post(action, data={"csrf_token": token(client, page), **fields})


def follow(client: FlaskClient, response: TestResponse) -> str:
    """The page that people see after a press."""
    assert response.status_code in (302, 303), response.text
    return client.get(response.location).text


OVERDOSE = "I took too much and he wont wake up"


def danger(hope_house: Scene) -> Escalation:
    """Dean is in danger, and what that raised."""
    hope_house.texts(OVERDOSE)
    return hope_house.open()[0]
