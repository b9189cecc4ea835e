"""What an import knows while it goes through a file: the staff, the teams, and which lines it has seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.core.cells import BadCell, words
from bot.core.imports import Flaw, Row, Values
from bot.core.pathway import Pathway
from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store import staff
from bot.store.database import Work
from bot.store.staff import Staff

T = TypeVar("T")
LANGUAGES = frozenset({"en", "cy", "pl", "ro", "pa", "ur"})
"""A message that is not there in one of them comes in English, and staff are told so."""


@dataclass(slots=True)
class Session:
    """`team_id`: the only team whose people may be meant; None: everybody's. `seen` is line by reference."""

    now: datetime
    zone: ZoneInfo
    team_id: str | None
    teams: list[Any]
    workers: list[Staff]
    pathways: Mapping[str, Pathway]
    seen: dict[str, int] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)
    series: set[str] = field(default_factory=set)

    def worker(self, worker_id: str) -> str:
        return next((one.name for one in self.workers if one.id == worker_id), "nobody")

    def team(self, team_id: str) -> Any:
        return next(one for one in self.teams if one.id == team_id)


def open_session(bot: Bot, work: Work, team_id: str | None) -> Session:
    """Raises Refusal where there is no team yet."""
    teams = staff.teams(work)
    if not teams:
        raise Refusal("team", "there is no team yet", "Add staff first: throughcare staff add")
    library = bot.speeches.current.library
    zone = library.house_rules.zone
    return Session(bot.clock.now(), zone, team_id, teams, staff.everybody(work), library.pathways)


@dataclass(slots=True)
class Cells:
    """The cells of one row, read one by one; what is wrong is gathered, so that all of it is told at once."""

    row: Row
    flaws: list[Flaw] = field(default_factory=list)

    def read(self, name: str, read: Callable[[str], T], *, needed: bool = False) -> T | None:
        """What a cell says; None where it is empty, missing or wrong."""
        text = self.row.cells.get(name, "")
        if not text.strip():
            if needed:
                self.bad(name, "it is missing", "Write it in")
            return None
        try:
            return read(text)
        except (BadCell, Refusal) as wrong:
            self.bad(name, wrong.what, wrong.do)
            return None

    def words(self, name: str, most: int, *, needed: bool = False) -> str | None:
        return self.read(name, lambda text: words(text, most), needed=needed)

    def bad(self, name: str, what: str, do: str) -> None:
        self.flaws.append(Flaw(self.row.line, name, what, do))

    def note(self, name: str, what: str, do: str) -> None:
        self.flaws.append(Flaw(self.row.line, name, what, do, bad=False))

    @property
    def sound(self) -> bool:
        return not any(flaw.bad for flaw in self.flaws)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that was read: what its source says, whose team it is for, and what is to be said about it."""

    line: int
    says: Values
    flaws: tuple[Flaw, ...] = ()
    extra: Values = field(default_factory=dict)

    @property
    def reference(self) -> str:
        return str(self.says["reference"])


def once(session: Session, cells: Cells, reference: str | None) -> None:
    """A reference stands for one row of a file: the second is named."""
    if reference is None:
        return
    first = session.seen.setdefault(reference, cells.row.line)
    if first != cells.row.line:
        cells.bad("reference", f"{reference} stands on line {first} already", "Keep the line that is right")
