"""The one list of what can be imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.imports import Flaw, Row, Values, Verdict
from bot.handlers.bot import Bot
from bot.handlers.imports import meetings, people, people_cells
from bot.handlers.imports.session import Entry, Session
from bot.importers.table import Columns
from bot.store.database import Work


@dataclass(frozen=True, slots=True)
class Kind:
    """`read` a row, `judge` what becomes of it, `take` new ones, `alter` one that we know; `digest` of its words."""

    columns: Columns
    read: Callable[[Session, Row], Entry | list[Flaw]]
    judge: Callable[[Bot, Work, Session, Sequence[Entry]], list[Verdict]]
    take: Callable[[Bot, Work, Session, Sequence[Verdict], str | None], list[str]]
    alter: Callable[[Bot, Work, Session, Verdict, str | None], None]
    digest: Callable[[Work, Values], str]


KINDS: Mapping[str, Kind] = {
    "people": Kind(people_cells.COLUMNS, people_cells.read, people.judge, people.take, people.alter, people.digest),
    "appointments": Kind(
        meetings.COLUMNS, meetings.read, meetings.judge, meetings.take, meetings.alter, meetings.digest
    ),
}
