"""Tells somebody outside that all is well; when it falls silent, they raise the alarm."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import requests

from bot.clock.rounds import Round
from bot.handlers.bot import Bot
from bot.store import outbox, timers

EVERY = 60
TIMEOUT = 10
"""Both in seconds."""
LATE = timedelta(minutes=5)
"""What fell due this long ago and still waits shows that the rounds turn and do nothing."""


class Unwell(Exception):
    """A check that does not pass: the heartbeat is held back. Says which."""


class Watched(Protocol):
    """The rounds, as the heartbeat asks after them."""

    def health(self) -> list[str]: ...

    def failing(self) -> list[str]: ...


def heartbeat(url: str, rounds: Watched) -> Round:
    """The round that fetches `url` every minute while every check passes."""

    def beat(bot: Bot) -> int:
        if found := wrong(bot, rounds):
            raise Unwell(found[0])
        requests.get(url, timeout=TIMEOUT).raise_for_status()
        return 1

    return Round(NAME, EVERY, beat)


NAME = "heartbeat"


def wrong(bot: Bot, rounds: Watched) -> list[str]:
    """Every check that does not pass; raises what the database raises."""
    found = [f"{name} stopped" for name in rounds.health() if name != NAME]
    found += [f"{name} fails" for name in rounds.failing() if name != NAME]
    with bot.db.look() as work:
        waiting = {"timers": timers.next_due(work), "outbox": outbox.next_due(work)}
    before = bot.clock.now() - LATE
    return found + [f"{name} are late" for name, due in waiting.items() if due is not None and due < before]
