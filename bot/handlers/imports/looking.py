"""Looking a file over: every line read, judged against the register as it stands, and counted. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any, BinaryIO

from bot.core.imports import Flaw, Row, Verdict
from bot.handlers.bot import Bot
from bot.handlers.imports.kinds import KINDS, Kind
from bot.handlers.imports.session import Entry, Session
from bot.importers import calendar, table
from bot.importers.text import look_over
from bot.store import appointments, imports

BATCH = 500
"""Lines that are judged, and later taken over, in one transaction: a text that comes in waits for one at the most."""
MOST_TOLD = 300
HORIZON = timedelta(days=180)
"""How far ahead a repeating event is unrolled."""
COUNTS = {"new": "added", "changed": "changed", "unchanged": "unchanged", "left": "left_alone", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that somebody brought. `calendar` where it is no CSV; `person`: whose that is, if one person's."""

    kind: str
    name: str
    stream: BinaryIO
    most_mb: int
    calendar: bool = False
    person: str = ""


@dataclass(slots=True)
class Report:
    """How many lines there were of each sort, and the first of whatever is worth telling."""

    counts: dict[str, int] = field(default_factory=lambda: {"lines": 0, **dict.fromkeys(COUNTS.values(), 0)})
    bad: list[Flaw] = field(default_factory=list)
    notes: list[Flaw] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    to_take: int = 0

    def tell(self, flaw: Flaw) -> None:
        told = self.bad if flaw.bad else self.notes
        if len(told) < MOST_TOLD:
            told.append(flaw)

    def count(self, verdict: Verdict) -> None:
        self.counts["lines"] += 1
        self.counts[COUNTS[verdict.kind]] += 1
        for flaw in verdict.flaws:
            self.tell(flaw)
        if verdict.changes and len(self.changes) < MOST_TOLD:
            told = {"line": verdict.line, "reference": verdict.reference, "fields": dict(verdict.changes)}
            self.changes.append(told)

    def kept(self) -> dict[str, Any]:
        """As it lies in the database."""
        flaws = {"bad": [asdict(flaw) for flaw in self.bad], "notes": [asdict(flaw) for flaw in self.notes]}
        return {**flaws, "changes": self.changes, "to_take": self.to_take}


def judged(bot: Bot, source: Source, session: Session, report: Report) -> Iterator[list[Entry]]:
    """What is to be taken over, batch by batch, while the report grows. Raises Unreadable."""
    kind = KINDS[source.kind]
    rows = _rows(source, session, report)
    while batch := list(islice(rows, BATCH)):
        entries = list(_read(kind, session, batch, report))
        yield _judged(bot, kind, session, entries, report)
    if session.series:
        yield _judged(bot, kind, session, _no_longer_there(bot, session), report)


def _rows(source: Source, session: Session, report: Report) -> Iterator[Row | Flaw]:
    looked = look_over(source.stream, source.most_mb)
    if looked.note:
        report.tell(Flaw(1, "", looked.note, "Better: save it as CSV UTF-8", bad=False))
    if source.calendar:
        since = session.now - timedelta(days=1)
        span = calendar.Span(since, session.now + HORIZON, session.zone)
        return calendar.events(source.stream, span, source.person)
    opened = table.open_table(source.stream, looked.encoding, KINDS[source.kind].columns)
    for note in opened.notes:
        report.tell(note)
    return opened.lines


def _read(kind: Kind, session: Session, batch: Iterable[Row | Flaw], report: Report) -> Iterator[Entry]:
    for row in batch:
        found = kind.read(session, row) if isinstance(row, Row) else [row]
        if isinstance(found, Entry):
            yield found
        else:
            report.count(Verdict(row.line, "bad", "", flaws=tuple(found)))


def _judged(bot: Bot, kind: Kind, session: Session, entries: list[Entry], report: Report) -> list[Entry]:
    with bot.db.look() as work:
        verdicts = kind.judge(bot, work, session, entries)
    for verdict in verdicts:
        report.count(verdict)
    taken = [entry for entry, verdict in zip(entries, verdicts, strict=True) if verdict.values]
    report.to_take += len(taken)
    return taken


def _no_longer_there(bot: Bot, session: Session) -> list[Entry]:
    """Occurrences that we took over from these repeating events, and that are in them no more: cancelled."""
    with bot.db.look() as work:
        planned = appointments.in_series(work, list(session.series), session.now, session.now + HORIZON)
        gone = appointments.ids_of(work, [reference for reference in planned if reference not in session.seen])
        known = imports.sourced_of(work, [row_id for row_id, _ in gone.values()])
        says = [imports.said(work, row_id, one) for row_id, one in known.items()]
    note = Flaw(1, "", "the calendar has this occurrence no more", "It is cancelled", bad=False)
    return [Entry(1, {**said, "status": "cancelled"}, (note,)) for said in says]
