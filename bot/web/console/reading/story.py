"""A person's page as values: what to do, what is planned, and one timeline of all that happened, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.handlers.bot import Bot
from bot.handlers.contacts import RECORD
from bot.store import (
    agencies,
    appointments,
    enrolments,
    escalations,
    inbound,
    person_trail,
    said,
    staff,
    tasks,
    timers,
)
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.enrolments import Enrolment
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.staff import Staff
from bot.web.console.reading.alarms import Alarm, alarms, name_of
from bot.web.console.reading.causes import closed_by, task_of
from bot.web.console.reading.numbers import is_watched, watched_now
from bot.web.console.reading.plans import Planned, planned


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the timeline. `what`: text_in, text_out, appointment, escalation, closed, plan, registered.

    `task` names the task that is the matter of an escalation.
    """

    at: datetime
    what: str
    row: Any
    by: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a person's page shows; `alarms` are of the person, and danger of their number."""

    alarms: list[Alarm]
    watched: bool
    tasks: list[Any]
    on: list[Enrolment]
    coming: list[Appointment]
    unrecorded: list[Appointment]
    planned: list[Planned]
    happened: list[Happened]
    unread: int
    keyworker: Staff | None
    team: Any
    refusal: str | None

    @property
    def danger(self) -> Alarm | None:
        """What is open of danger, the one raised first: its texts are all of them."""
        return next((alarm for alarm in self.alarms if alarm.danger), None)


def story(work: Work, bot: Bot, who: Person, me: Staff, now: datetime) -> Story:
    meetings = appointments.of_person(work, who.id)
    texts = inbound.of_person(work, who.id)
    found = escalations.of_person(work, who.id)
    on = enrolments.of_person(work, who.id)
    open_ones = [meeting for meeting in reversed(meetings) if meeting.status == "planned"]
    unrecorded = [meeting for meeting in open_ones if meeting.starts_at <= now]
    return Story(
        alarms=alarms(work, bot, _open(work, who), me),
        watched=is_watched(watched_now(work), [who], None),
        tasks=[task for task in tasks.open_of(work, who.id) if not (unrecorded and task.kind == RECORD)],
        on=on,
        coming=[meeting for meeting in open_ones if meeting.starts_at > now],
        unrecorded=unrecorded,
        planned=planned(bot, on, timers.planned(work, who.id)),
        happened=_happened(work, who, texts, meetings, found),
        unread=sum(1 for text in texts if text["unread"]),
        keyworker=staff.get(work, who.keyworker_id),
        team=staff.get_team(work, who.team_id),
        refusal=who.standing.refusal("reply"),
    )


def _open(work: Work, who: Person) -> list[Escalation]:
    theirs = {one.id: one for one in escalations.open_about(work, who.id)}
    ours = agencies.of_team(work, who.team_id)
    about = escalations.open_about(work, who.id, who.phone_hash, danger=True)
    # Of somebody of another agency with the same number nothing is shown.
    danger = {
        one.id: one for one in about if one.person_id in (None, who.id) or agencies.of_team(work, one.team_id) == ours
    }
    return sorted({**theirs, **danger}.values(), key=lambda one: one.raised_at)


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
        owner, task = name_of(work, one.owner_id, known), task_of(work, one)
        entries.append(Happened(one.raised_at, "escalation", one, owner, task))
        if one.closed_at:
            closer = name_of(work, closed_by(work, one), known) or "Somebody"
            entries.append(Happened(one.closed_at, "closed", one, closer, task))
    for line in person_trail.of_person(work, who.id):
        entries.append(Happened(line["at"], "plan", line, name_of(work, line["staff_id"], known)))
    entries.append(Happened(who.created_at, "registered", who))
    return sorted(entries, key=_when, reverse=True)


def _when(entry: Happened) -> tuple[datetime, str]:
    """Ids are in order of time: they tell apart what happened at one moment."""
    return entry.at, entry.row["id"] if isinstance(entry.row, dict) else entry.row.id
