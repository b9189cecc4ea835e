"""An escalation's trail as sentences: who was told, by which channel, and whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.handlers.bot import Bot
from bot.handlers.closing import OUTCOMES
from bot.store import escalations, said
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.web.console.reading.alarms import name_of

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
CALLS = {"delivered": "picked up", "undelivered": "not answered"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: "text: arrived"."""

    channel: str
    arrived: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail, with the notices that belong to it."""

    at: datetime
    says: str
    notices: list[Notice]


def trail(work: Work, bot: Bot, one: Escalation) -> list[Line]:
    """Oldest first."""
    sent = said.of_escalation(work, one.id)
    known: dict[str, str] = {}
    lines = []
    for row in escalations.trail_of(work, one.id):
        told = [each for each in sent if _belongs(each, row)] if row.what == "told" else []
        lines.append(Line(row.at, _says(work, row, known), [_notice(each) for each in told]))
    return lines


def _belongs(notice: dict[str, Any], row: Any) -> bool:
    same = notice["staff_id"] == row.staff_id and notice["rung"] == row.rung
    return bool(same and abs(notice["created_at"] - row.at) < timedelta(seconds=1))


def _notice(row: dict[str, Any]) -> Notice:
    words = {**ARRIVED, **(CALLS if row["channel"] == "call" else {})}
    return Notice(CHANNELS[row["channel"]], words[row["state"]], row["state"] in ("undelivered", "failed", "unsure"))


def _says(work: Work, row: Any, known: dict[str, str]) -> str:
    name = name_of(work, row.staff_id, known) or "somebody"
    says: dict[str, str] = {
        "raised": "Raised",
        "told": f"Told {name}",
        "mine": f'{name} said "mine"',
        "handed over": f"Handed over with its person to {name}",
        "passed on": f"{name} passed it on",
        "outcome missed": f"{name} had it, but wrote no outcome in time",
        "nobody on duty": "Nobody was on duty to be told",
        "nobody reached": "No notice arrived: the next one is told",
        "again": "It happened again",
        "more": "Another text came in",
        escalations.UNANSWERED: "The text reached us too late: no automatic answer was sent",
        "lowered": f"Made less urgent: {row.detail}",
        "closed": f"{name} closed it: {OUTCOMES.get(row.detail or '', row.detail or '')}",
    }
    return says.get(row.what) or str(row.what).capitalize()
