"""Somebody at the console has read what was texted."""

from __future__ import annotations

from bot.handlers.bot import Bot
from bot.store import inbound


def read(bot: Bot, person_id: str) -> None:
    """All texts of a person."""
    with bot.db.work() as work:
        inbound.read(work, person_id)


def read_text(bot: Bot, text_id: str) -> None:
    """One text, of a number that is nobody's."""
    with bot.db.work() as work:
        inbound.read_one(work, text_id)
