"""The durable turn, and the same rows written without us.

The bare writer replays the very statements that a turn writes, values and all, on a copy of the same file: one
transaction a turn, synchronous FULL. What stands between the two is what we cost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event

from bot.bench.figures import Figure
from bot.bench.place import begin, incoming
from bot.handlers.bot import Bot
from bot.handlers.inbound import receive

WRITES = ("INSERT", "UPDATE", "DELETE")
Written = list[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Turns a second of ours, of the bare writer, and ours as a part of theirs."""

    ours: Figure
    bare: Figure
    ratio: Figure


def durable_turns(bot: Bot, people: list[str], folder: Path, runs: int, turns: int) -> Beside:
    """Both, run by run on the same disk: a text that answers a check-in, from receipt to the end of the commit."""
    ours, bare = [], []
    people = people[:turns]
    for run in range(runs):
        _asked(bot, people)
        copy = copied(bot, folder / f"copy{run}.db")
        written = [caught(bot, number) for number in range(len(people))]
        bare.append(len(people) / replayed(copy, written))
        copy.unlink()
        _asked(bot, people)
        texts = [incoming(bot, number, "good thanks") for number in range(len(people))]
        began = perf_counter()
        for text in texts:
            receive(bot, text)
        ours.append(len(people) / (perf_counter() - began))
    return Beside(Figure.of(ours), Figure.of(bare), Figure.of([a / b for a, b in zip(ours, bare, strict=True)]))


def _asked(bot: Bot, people: list[str]) -> None:
    for person_id in people:
        begin(bot, person_id)


def copied(bot: Bot, path: Path) -> Path:
    """The database as it stands, as another file."""
    source = bot.db.engine.url.database or ""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(path)) as there:
        here.backup(there)
    return path


def caught(bot: Bot, number: int) -> Written:
    """One real turn, and what it wrote."""
    written: Written = []
    with _listening(bot, written):
        receive(bot, incoming(bot, number, "good thanks"))
    return written


@contextmanager
def _listening(bot: Bot, written: Written) -> Iterator[None]:
    def hear(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            written.append((statement, tuple(values)))

    event.listen(bot.db.engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(bot.db.engine, "before_cursor_execute", hear)


def bare_connection(path: Path) -> sqlite3.Connection:
    """A bare connection that is as careful as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replayed(path: Path, turns: list[Written]) -> float:
    """Seconds that the bare writer takes for the same turns."""
    with closing(bare_connection(path)) as connection:
        began = perf_counter()
        for written in turns:
            connection.execute("BEGIN IMMEDIATE")
            for statement, values in written:
                connection.execute(statement, values)
            connection.execute("COMMIT")
        return perf_counter() - began
