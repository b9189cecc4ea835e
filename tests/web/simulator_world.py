"""A small world for the phone page: Dean, Priya and their keyworker Asha, and webhooks that only check and answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.serving import make_server

from bot.channels.provider import Outgoing
from bot.channels.signature import genuine
from bot.channels.simulator import SimulatedProvider
from bot.core import parts
from bot.handlers.bot import Bot
from bot.store import escalations, inbound, outbox, people, staff, timers
from bot.store.database import Database, Work
from bot.store.tables import metadata
from bot.store.vault import Vault
from bot.wiring import KeptSpeeches
from tests.support.world import shipped

DEAN, PRIYA, ASHA_PHONE = "+447700900001", "+447700900002", "+447700900101"
PUBLIC_URL = "https://bot.example"
TOKEN = "a demo token"
FRIDAY = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
WELCOME = "Hi Dean, this is Northside Team. Your first appointment is Monday at 10am. Can you make it? Reply YES or NO."


@dataclass
class MovedClock:
    """A clock that moves only when it is told to."""

    moment: datetime = FRIDAY

    def now(self) -> datetime:
        return self.moment

    def real(self) -> datetime:
        return self.moment


@dataclass
class World:
    """The bot's rows, its roads, and what the webhooks heard: (path, form, whether the signature was genuine)."""

    bot: Bot
    provider: SimulatedProvider
    clock: MovedClock
    app: Flask
    heard: list[tuple[str, dict[str, str], bool]] = field(default_factory=list)
    stops: list[datetime] = field(default_factory=list)
    dean: str = ""
    priya: str = ""
    asha: str = ""
    team: str = ""

    def advance(self, seconds: float) -> None:
        """Jump, ring what is due (a contact texts Dean, anything else is only looked at), send what is owed."""
        self.clock.moment += timedelta(seconds=seconds)
        self.stops.append(self.clock.moment)
        with self.bot.db.work() as work:
            for timer in timers.due(work, self.clock.moment, 100):
                timers.take(work, timer.id, self.clock.moment)
                if timer.kind == "contact":
                    owe(work, DEAN, "How are you today? Reply GOOD or BAD.", self.clock.moment, person_id=self.dean)
        self.deliver()

    def deliver(self) -> None:
        with self.bot.db.look() as work:
            found = outbox.due(work, self.clock.moment, 100)
        for row_id in found:
            self._send(row_id)

    def _send(self, row_id: str) -> None:
        with self.bot.db.look() as work:
            row: Any = outbox.get(work, row_id)
        notice = row_id if row["channel"] == "call" else None
        sid = self.provider.send(Outgoing(f"{row_id}-1", row["channel"], row["to"], row["body"], notice=notice))
        with self.bot.db.work() as work:
            outbox.change(work, row_id, sent_at=self.clock.moment, provider_sid=sid)
            outbox.move(work, row, "sent")  # the receipt may have been quicker


def owe(work: Work, to: str, body: str, now: datetime, **columns: Any) -> str:
    return outbox.add(work, to=to, body=body, now=now, parts=parts.count(body).parts, **columns)


def make_world(folder: Path) -> World:
    clock = MovedClock()
    db = Database(f"sqlite:///{folder / 'demo.db'}", Vault(["a key"]))
    metadata.create_all(db.engine)
    provider = SimulatedProvider(clock.now)
    nothing: Any = None
    speeches = KeptSpeeches(db, shipped()[1])
    bot = Bot(db, clock, provider, nothing, speeches, PUBLIC_URL, holiday=lambda day: False)
    world = World(bot, provider, clock, Flask("a small app"))
    world.app.config["TWILIO_AUTH_TOKEN"] = TOKEN
    _webhooks(world)
    _furnish(world)
    return world


def _furnish(world: World) -> None:
    with world.bot.db.work() as work:
        world.team = staff.add_team(work, "Northside", public_name="Northside Team", agency="n", area="n")
        world.asha = _worker(work, world.team, "Asha", "Khan", ASHA_PHONE)
        world.dean = _person(work, world, "Dean", "Marsh", DEAN)
        world.priya = _person(work, world, "Priya", "Shah", PRIYA)


def _worker(work: Work, team: str, first: str, last: str, phone: str) -> str:
    names: dict[str, Any] = {"first_name": first, "last_name": last, "email": f"{first.lower()}@team.example"}
    return staff.add(work, team_id=team, role="keyworker", phone=phone, **names)


def _person(work: Work, world: World, first: str, last: str, phone: str) -> str:
    columns: dict[str, Any] = {
        "anchor_date": date(2026, 11, 27), "area": "n", "agency": "n", "team_id": world.team,
        "keyworker_id": world.asha, "lawful_basis": "public task", "revision": "r", "created_at": FRIDAY,
        "next_contact_at": FRIDAY + timedelta(days=1), "custody": "released",
    }  # fmt: skip
    return people.add(work, private={"first_name": first, "last_name": last, "phone": phone}, **columns)


def _webhooks(world: World) -> None:
    def door(path: str, act: Callable[[dict[str, str]], str]) -> None:
        def hear() -> tuple[str, int]:
            url = PUBLIC_URL + request.full_path.rstrip("?")
            good = genuine(TOKEN, url, request.form, request.headers.get("X-Twilio-Signature"))
            world.heard.append((request.full_path.rstrip("?"), request.form.to_dict(), good))
            return (act(request.form.to_dict()), 200) if good else ("", 403)

        world.app.add_url_rule(path, path.strip("/").replace("/", "_"), hear, methods=["POST"])

    door("/twilio/inbound", lambda form: _store(world, form))
    door("/twilio/status", lambda form: _receipt(world, form))
    door("/twilio/voice", lambda form: _speak(form))


def _store(world: World, form: dict[str, str]) -> str:
    now, sender = world.clock.now(), form["From"]
    with world.bot.db.work() as work:
        phone_hash = work.vault.hash("phone", sender)
        known = people.with_phone(work, phone_hash)
        ids: dict[str, Any] = {"provider_sid": form["MessageSid"], "person_id": known[0].id if known else None}
        inbound.add(work, phone=sender, phone_hash=phone_hash, body=form["Body"], meaning={}, intent=None,
                    received_at=now, now=now, **ids)  # fmt: skip
        owe(work, sender, "Thank you. Asha has your text.", now, person_id=ids["person_id"])
    world.deliver()
    return ""


def _receipt(world: World, form: dict[str, str]) -> str:
    sid = form.get("MessageSid") or form["CallSid"]
    state = {"delivered": "delivered", "completed": "delivered"}.get(
        form.get("MessageStatus") or form["CallStatus"], "undelivered"
    )
    attempt = request.args["attempt"].removesuffix("-1")
    with world.bot.db.work() as work:
        outbox.change(work, attempt, state=state, provider_sid=sid)
    return ""


def _speak(form: dict[str, str]) -> str:
    if form.get("Digits") == "1":
        return "<Response><Say>Thank you Asha. It is yours now.</Say></Response>"
    return "<Response><Gather><Say>Urgent now. Press 1 to take it.</Say></Gather></Response>"


def raise_escalation(world: World, kind: str, urgency: str, person_id: str, **columns: Any) -> str:
    """An escalation and Asha's call and text about it, as the handlers would write them."""
    now = world.clock.now()
    with world.bot.db.work() as work:
        whose: dict[str, Any] = {"person_id": person_id, "team_id": world.team, "state": "open", **columns}
        deadline = now + timedelta(minutes=10 if urgency == "urgent" else 240)
        found = escalations.add(work, now, cause=f"{kind}:{person_id}", kind=kind, urgency=urgency,
                                deadline_at=deadline, **whose)  # fmt: skip
        told: dict[str, Any] = {"staff_id": world.asha, "escalation_id": found.id}
        owe(work, ASHA_PHONE, f"URGENT NOW {found.code}: text MINE {found.code} to take it.", now, **told)
        if urgency == "urgent":
            owe(work, ASHA_PHONE, "Urgent now, about Priya S. Press 1 to take it.", now, channel="call", **told)
    world.deliver()
    return found.id


def set_timer(world: World, after: timedelta) -> None:
    with world.bot.db.work() as work:
        timers.add(work, "contact", world.clock.now() + after, person_id=world.dean)


def states(world: World) -> list[str]:
    with world.bot.db.look() as work:
        return list(work.execute(select(outbox.outbox.c.state)).scalars())


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine while the block runs; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def texts_of(phone: FlaskClient, number: str = DEAN) -> list[tuple[str, str, str]]:
    thread = phone.get("/simulator/api/messages", query_string={"phone": number}).get_json()
    return [(one["direction"], one["body"], one["status"]) for one in thread]


def send(phone: FlaskClient, body: str = "hello", sender: str = DEAN) -> Any:
    return phone.post("/simulator/api/messages", json={"from": sender, "body": body})


def settled(phone: FlaskClient) -> None:
    """Let the receipts arrive."""
    phone.post("/simulator/api/clock", json={"advance_seconds": 0})
