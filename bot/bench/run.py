"""Everything that is measured, in order, and how large."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from bot.bench import alone, crowd, durable, webhook
from bot.bench.figures import Figure
from bot.bench.place import furnished, place
from bot.clock.now import SystemClock

KEYS = (
    "engine_turns_per_s", "durable_turns_per_s", "webhook_ratio", "webhook_p99_ms", "due_per_s_10k", "due_per_s_1m",
    "idle_tick_ms", "understand_per_s", "start_s",
)  # fmt: skip
DATABASE = f"SQLite {sqlite3.sqlite_version}, file, WAL, synchronous FULL, one commit a turn, sealed rows"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done for a figure: `small` and `large` are the crowds."""

    runs: int = 5
    turns: int = 300
    times: int = 2000
    small: int = 10_000
    large: int = 1_000_000


QUICK = Size(runs=2, turns=30, times=100, small=2_000, large=50_000)


@dataclass
class Measured:
    """`figures` are the contract's; `beside` what they were measured beside, for people to read."""

    figures: dict[str, Figure] = field(default_factory=dict)
    beside: dict[str, Figure] = field(default_factory=dict)


def bench(size: Size, progress: Progress = lambda what, done: None) -> Measured:
    """Measure everything on a fresh database; `progress` hears what is next and the fraction done."""
    found = Measured()
    with place() as (settings, folder):
        progress("people", 0.0)
        bot, people = furnished(settings)
        people = people[: size.turns]
        speech = bot.speeches.current
        progress("engine", 0.1)
        found.figures["engine_turns_per_s"] = alone.engine_turns(speech, size.runs, size.times)
        found.figures["understand_per_s"] = alone.understood(speech, size.runs, size.times)
        progress("durable turns", 0.15)
        turns = durable.durable_turns(bot, people, folder, size.runs, size.turns)
        found.figures["durable_turns_per_s"] = turns.ours
        found.beside |= {"bare_turns_per_s": turns.bare, "durable_ratio": turns.ratio}
        progress("webhook", 0.3)
        web = webhook.web(bot, people, settings, folder, size.runs)
        found.figures |= {"webhook_ratio": web.ratio, "webhook_p99_ms": web.p99_ms, "start_s": web.start_s}
        found.beside |= {"webhook_per_s": web.ours, "bare_webhook_per_s": web.bare}
        clock = cast(SystemClock, bot.clock)
        progress(f"{size.small:,} people", 0.5)
        crowd.gather(bot, people[0], 1, size.small)
        found.figures["due_per_s_10k"] = crowd.among(bot, clock, people, size.runs).due
        progress(f"{size.large:,} people", 0.6)
        crowd.gather(bot, people[0], size.small + 1, size.large)
        among = crowd.among(bot, clock, people, size.runs)
        found.figures |= {"due_per_s_1m": among.due, "idle_tick_ms": among.idle_ms}
        bot.db.engine.dispose()
    progress("done", 1.0)
    return found
