"""What another system asks for by the API: the same as an import of one row, for the people whom its token reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.imports import Flaw, Row, Verdict
from bot.handlers import appointments as handler
from bot.handlers.bot import Bot
from bot.handlers.imports.kinds import KINDS
from bot.handlers.imports.meetings import OUTCOMES
from bot.handlers.imports.runs import take
from bot.handlers.imports.session import Entry, open_session
from bot.handlers.refusal import Refusal
from bot.store import appointments, enrolments, imports, people, staff
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.people import Person
from bot.store.tokens import Token


class Missing(Exception):
    """There is nobody and nothing of that reference that the token reaches."""


class Against(Exception):
    """What is here stands against it: somebody else's reference, or what a worker recorded."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__("; ".join(flaw.what for flaw in flaws))
        self.flaws = flaws


class Wrong(Exception):
    """What is wrong with what was sent, field by field."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__("; ".join(flaw.what for flaw in flaws))
        self.flaws = flaws


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: `result` is new, changed or unchanged; `notes` are what stayed as a worker has it."""

    result: str
    notes: tuple[Flaw, ...] = field(default=())


def reaches(token: Token, who: Person) -> bool:
    """Whether the token's agency and team are the person's."""
    return (token.agency, token.team_id) == (who.agency, who.team_id)


def person_of(work: Work, token: Token, reference: str) -> Person:
    """Raises Missing."""
    who = people.with_reference(work, reference)
    if who is None or not reaches(token, who):
        raise Missing
    return who


def appointment_of(work: Work, token: Token, reference: str) -> tuple[Appointment, Person]:
    """The appointment and whose it is; raises Missing."""
    meeting = appointments.with_reference(work, reference)
    who = people.get(work, meeting.person_id) if meeting else None
    if meeting is None or who is None or not reaches(token, who):
        raise Missing
    return meeting, who


def put_person(bot: Bot, work: Work, token: Token, reference: str, cells: Mapping[str, str]) -> Done:
    """Register somebody, or change what the system says of them; raises Wrong, Against."""
    known = people.with_reference(work, reference)
    if known and not reaches(token, known):
        raise Against(Flaw(0, "reference", "this reference is in use", "Give each person a reference of their own"))
    return _put(bot, work, token, "people", {**cells, "reference": reference, "agency": token.agency})


def put_appointment(bot: Bot, work: Work, token: Token, reference: str, cells: Mapping[str, str]) -> Done:
    """Agree an appointment, or move it; raises Wrong, Against."""
    try:
        person_of(work, token, cells["person_reference"])
    except Missing:
        flaw = Flaw(0, "person_reference", "nobody whom you may see has this reference", "Register them first")
        raise Wrong(flaw) from None
    try:
        appointment_of(work, token, reference)
    except Missing:
        if appointments.with_reference(work, reference):
            flaw = Flaw(0, "reference", "this reference is in use", "Give each appointment a reference of its own")
            raise Against(flaw) from None
    return _put(bot, work, token, "appointments", {**cells, "reference": reference})


def _put(bot: Bot, work: Work, token: Token, name: str, cells: Mapping[str, str]) -> Done:
    kind, session = KINDS[name], open_session(bot, work, token.team_id)
    entry = kind.read(session, Row(0, cells))
    if isinstance(entry, list):
        raise Wrong(*entry)
    [verdict] = take(bot, work, session, kind, [entry], None)
    return _done(verdict)


def _done(verdict: Verdict) -> Done:
    bad = [flaw for flaw in verdict.flaws if flaw.bad]
    if verdict.kind == "bad":
        raise Wrong(*bad)
    if verdict.kind == "left":
        raise Against(*verdict.flaws)
    return Done(verdict.kind, verdict.flaws)


def cancel(bot: Bot, work: Work, token: Token, reference: str) -> Done:
    """Call an appointment off; raises Missing, Against."""
    meeting, _ = appointment_of(work, token, reference)
    if meeting.status == "cancelled":
        return Done("unchanged")
    if meeting.status in OUTCOMES:
        raise Against(Flaw(0, "reference", f"it is recorded as {meeting.status}", "What was recorded stays"))
    source = imports.sourced_of(work, [meeting.id]).get(meeting.id)
    if source is None:
        handler.cancelled(bot, work, meeting.id, None, bot.clock.now())
        return Done("changed")
    # The source's own word: if it agrees the appointment again, it is planned again.
    entry = Entry(0, {**imports.said(work, meeting.id, source), "status": "cancelled"})
    session = open_session(bot, work, token.team_id)
    [verdict] = take(bot, work, session, KINDS["appointments"], [entry], None)
    return _done(verdict)


def record(bot: Bot, work: Work, token: Token, reference: str, status: str, email: str | None) -> Done:
    """Whether they came; `email` is the worker who saw it. Raises Missing, Wrong, Against."""
    meeting, _ = appointment_of(work, token, reference)
    now = bot.clock.now()
    if meeting.status == status:
        return Done("unchanged")
    if meeting.starts_at > now:
        raise Wrong(Flaw(0, "status", f"it lies ahead and cannot be {status} yet", "Record it afterwards"))
    if appointments.recorded_by(work, meeting.id):
        raise Against(Flaw(0, "status", f"a worker recorded {meeting.status}", "Change it on their page"))
    by = _worker(work, token, email) if email else None
    try:
        handler.recorded(bot, work, meeting.id, status, by, now)
    except Refusal as refusal:
        raise Against(Flaw(0, refusal.field, refusal.what, refusal.do)) from None
    return Done("changed")


def _worker(work: Work, token: Token, email: str) -> str:
    wanted = email.strip().casefold()
    for one in staff.everybody(work):
        if one.email.casefold() == wanted and one.team_id == token.team_id:
            return one.id
    raise Wrong(Flaw(0, "recorded_by", "nobody of the team has this e-mail address", "Write the one they sign in with"))


def said_of_person(bot: Bot, work: Work, who: Person) -> dict[str, Any]:
    """What an agency is told of its own person."""
    worker = staff.readable(work, who.keyworker_id)
    active = enrolments.active_of(work, who.id)
    return {
        "reference": who.private.get("reference", ""),
        "first_name": who.first_name,
        "last_name": who.private.get("last_name", ""),
        "phone": who.phone,
        "number": who.number,
        "pathways": [
            {
                "pathway": one.pathway,
                "anchor_date": one.anchor_day.isoformat() if one.anchor_day else None,
                "confirmed": one.confirmed_at is not None,
            }
            for one in active
        ],
        "area": who.area,
        "agency": who.agency,
        "keyworker": worker.name if worker else None,
        "language": who.language,
        "discreet": who.discreet,
        "status": who.status,
    }


def said_of_appointment(meeting: Appointment, who: Person) -> dict[str, Any]:
    """What an agency is told of an appointment of its own person."""
    return {
        "reference": meeting.reference,
        "person_reference": who.private.get("reference", ""),
        "kind": meeting.kind,
        "starts_at": meeting.starts_at.isoformat().replace("+00:00", "Z"),
        "place": meeting.place,
        "with_whom": meeting.with_whom,
        "status": meeting.status,
    }
