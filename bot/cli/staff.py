"""The commands about staff."""

from __future__ import annotations

import click
from sqlalchemy import select

from bot import settings as settings_room
from bot import wiring
from bot.clock.now import SystemClock
from bot.core.ladder import ROLES
from bot.handlers.bot import Bot
from bot.handlers.phones import mobile
from bot.handlers.refusal import Refusal
from bot.store import staff as rows
from bot.web.sign_in.passwords import TooShort, add_account


@click.group("staff")
def staff() -> None:
    """The people who work here."""
