"""An escalation's trail as sentences: who was told, by which channel, and whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.store import escalations, said
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.web.console.reading.alarms import name_of
from bot.web.console.reading.causes import outcome

CHANNELS = {"sms": "text", "call": "call", "email": "e-mail"}
ARRIVED = {
    "waiting": "waiting to go",
    "sending": "on its way",
    "sent": "on its way",
    "delivered": "arrived",
    "undelivered": "did not arrive",
    "failed": "did not go",
    "unsure": "not known",
    "dropped": "not sent, no longer needed",
}
OTHERWISE = {
    "call": {"delivered": "picked up", "undelivered": "not answered"},
    # No receipt comes for an e-mail.
    "email": {"sent": "sent"},
}
REPEATED = ("told", "more", "again", "nobody on duty")
"""What may come many times over: of one stretch, each is one line."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: "text: arrived". `due` is when it goes, where its hours have not come."""

    channel: str
    arrived: str
    bad: bool
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail, with the notices that belong to it."""

    at: datetime
    says: str
    notices: list[Notice]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of the trail, once or several times: its lines, oldest first."""

    lines: list[Line]

    @property
    def last(self) -> Line:
        return self.lines[-1]


def trail(work: Work, one: Escalation, now: datetime) -> list[Told]:
    """Oldest first; what is repeated while nothing else happens is folded."""
    sent = said.of_escalation(work, one.id)
    known: dict[str, str] = {}
    folded: list[Told] = []
    stretch: dict[str, Told] = {}
    for row in escalations.trail_of(work, one.id):
        told = [each for each in sent if _belongs(each, row)] if row.what == "told" else []
        line = Line(row.at, _says(work, one, row, known), [_notice(each, now) for each in told])
        stretch = stretch if row.what in REPEATED else {}
        if line.says in stretch:
            stretch[line.says].lines.append(line)
        else:
            folded.append(stretch.setdefault(line.says, Told([line])))
    return folded


def _belongs(notice: dict[str, Any], row: Any) -> bool:
    same = notice["staff_id"] == row.staff_id and notice["rung"] == row.rung
    return bool(same and abs(notice["created_at"] - row.at) < timedelta(seconds=1))


def _notice(row: dict[str, Any], now: datetime) -> Notice:
    words = {**ARRIVED, **OTHERWISE.get(row["channel"], {})}
    bad = row["state"] in ("undelivered", "failed", "unsure")
    due = row["due_at"] if row["state"] == "waiting" and row["due_at"] > now else None
    return Notice(CHANNELS[row["channel"]], words[row["state"]], bad, due)


def _by(work: Work, staff_id: str | None, known: dict[str, str]) -> str:
    return f" by {name}" if (name := name_of(work, staff_id, known)) else ""


def _says(work: Work, one: Escalation, row: Any, known: dict[str, str]) -> str:
    name = name_of(work, row.staff_id, known) or "somebody"
    says: dict[str, str] = {
        "raised": "Raised",
        "told": f"Told {name}",
        "mine": f'{name} said "mine"',
        "handed over": f"Handed over with its person to {name}{_by(work, row.detail, known)}",
        "reported": f"{name} was told of it some other way",
        "stopped": f"{name} stopped the texts",
        "passed on": f"{name} passed it on",
        "outcome missed": f"{name} had it, but wrote no outcome in time",
        "nobody on duty": "Nobody was on duty",
        "nobody reached": "No notice arrived: the next one is told",
        "again": "It happened again",
        "unheard": "Our answer did not arrive",
        "more": "Another text came in",
        escalations.UNANSWERED: "The text reached us too late: no automatic answer was sent",
        "lowered": "Made less urgent by their answer",
        "closed": f"{name} closed it{' by text' if row.detail == 'by text' else ''}: {outcome(one)}",
    }
    return says.get(row.what) or str(row.what).capitalize()
