"""The whole application over a database file, and a provider that signs what it posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bot.channels.signature import sign
from bot.settings import Settings, load
from bot.store.tables import metadata
from bot.web.app import create_app
from tests.support.world import DEAN, World, world

PUBLIC_URL = "https://texts.example.org"
TOKEN = "the token of these tests"
SID = "SM" + "1" * 32


@dataclass
class FrontDoor:
    """A world with its web application; `text` posts what Dean's phone sends, signed."""

    world: World
    app: Flask

    def post(self, path: str, form: Mapping[str, Any], signature: str | None = None, **more: Any) -> TestResponse:
        """Post a form as the provider, signed for the public address unless a signature is given."""
        signed = sign(TOKEN, PUBLIC_URL + path, form) if signature is None else signature
        headers = {"X-Twilio-Signature": signed} if signed else {}
        return self.app.test_client().post(path, data=form, headers=headers, **more)

    def text(self, body: str, sid: str = SID, **fields: str) -> TestResponse:
        return self.post(
            "/twilio/inbound", {"MessageSid": sid, "From": DEAN, "To": "+447700900000", "Body": body, **fields}
        )

    def rows(self, table: str) -> int:
        with self.world.bot.db.look() as work:
            return int(work.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def settings() -> Settings:
    return load(env_file=False, bot_mode="demo", public_url=PUBLIC_URL, twilio_auth_token=TOKEN)


@contextmanager
def front_door(folder: Path) -> Iterator[FrontDoor]:
    """On a file, as it is served: several threads have a connection each."""
    with world(url=f"sqlite:///{folder}/bot.db") as here:
        here.bot.public_url = PUBLIC_URL
        yield FrontDoor(here, create_app(here.bot, settings()))
