"""A person's page as values: what to do, what is planned, and one timeline of all that happened, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.handlers.bot import Bot
from bot.store import appointments, escalations, inbound, said, staff, tasks, timers
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.staff import Staff
from bot.web.console.reading.alarms import Alarm, alarms, name_of
from bot.web.console.reading.plans import Planned, planned


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the timeline. `what`: text_in, text_out, appointment, escalation, closed, task, registered."""

    at: datetime
    what: str
    row: Any
    by: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a person's page shows."""

    alarms: list[Alarm]
    tasks: list[Any]
    coming: list[Appointment]
    unrecorded: list[Appointment]
    planned: list[Planned]
    happened: list[Happened]
    unread: int
    keyworker: Staff | None
    team: Any
    refusal: str | None

    @property
    def watched(self) -> bool:
        return any(alarm.watched for alarm in self.alarms)


def story(work: Work, bot: Bot, who: Person, me: Staff, now: datetime) -> Story:
    meetings = appointments.of_person(work, who.id)
    texts = inbound.of_person(work, who.id)
    found = escalations.of_person(work, who.id)
    open_ones = [meeting for meeting in reversed(meetings) if meeting.status == "planned"]
    return Story(
        alarms=alarms(work, escalations.open_of(work, who.id), me),
        tasks=tasks.open_of(work, who.id),
        coming=[meeting for meeting in open_ones if meeting.starts_at > now],
        unrecorded=[meeting for meeting in open_ones if meeting.starts_at <= now],
        planned=planned(bot, who, timers.planned(work, who.id)),
        happened=_happened(work, who, texts, meetings, found),
        unread=sum(1 for text in texts if text["unread"]),
        keyworker=staff.get(work, who.keyworker_id),
        team=staff.get_team(work, who.team_id),
        refusal=who.standing.refusal("reply"),
    )


def _happened(
    work: Work, who: Person, texts: list[dict[str, Any]], meetings: list[Appointment], found: list[Escalation]
) -> list[Happened]:
    known: dict[str, str] = {}
    entries = [Happened(text["received_at"], "text_in", text) for text in texts]
    for row in said.of_person(work, who.id):
        writer = (row["message"] or "").removeprefix("written by ")
        by = name_of(work, writer, known) if writer != (row["message"] or "") else ""
        entries.append(Happened(row["sent_at"] or row["settled_at"] or row["created_at"], "text_out", row, by))
    entries += [Happened(one.starts_at, "appointment", one) for one in meetings if one.status != "planned"]
    for one in found:
        entries.append(Happened(one.raised_at, "escalation", one, name_of(work, one.owner_id, known)))
        if one.closed_at:
            entries.append(Happened(one.closed_at, "closed", one, name_of(work, one.owner_id, known)))
    entries.append(Happened(who.created_at, "registered", who))
    return sorted(entries, key=_when, reverse=True)


def _when(entry: Happened) -> tuple[datetime, str]:
    """Ids are in order of time: they tell apart what happened at one moment."""
    return entry.at, entry.row["id"] if isinstance(entry.row, dict) else entry.row.id
