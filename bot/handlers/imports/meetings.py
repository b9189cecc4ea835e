"""Appointments: what a row says of one, what becomes of it, and how it is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.core.appointment import KINDS
from bot.core.cells import BadCell, moment, words
from bot.core.imports import Flaw, Kind, Row, Values, Verdict, settled
from bot.core.span import local
from bot.handlers import appointments, many
from bot.handlers.appointments import Details
from bot.handlers.bot import Bot
from bot.handlers.imports.session import Cells, Entry, Session, once
from bot.handlers.many import Meeting
from bot.importers.table import Columns
from bot.store import appointments as rows
from bot.store import imports, many_people
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.vault import WontOpen

COLUMNS = Columns(
    ("reference", "person_reference", "kind", "starts_at", "place", "with_whom", "status"),
    ("reference", "person_reference", "starts_at"),
)
STATES = ("planned", "cancelled", "attended", "missed")
OUTCOMES = ("attended", "missed")
STILL_TELLING = timedelta(days=2)
"""An outcome that comes later than this is history: it is kept, and nobody is asked or told about it."""


def read(session: Session, row: Row) -> Entry | list[Flaw]:
    """What the row says; a list of what is wrong where it says nothing that can be used."""
    cells = Cells(row)
    reference = cells.words("reference", 64, needed=True)
    once(session, cells, reference)
    says: dict[str, Any] = {
        "reference": reference,
        "person_reference": cells.words("person_reference", 60, needed=True),
        "kind": cells.read("kind", _kind),
        "starts_at": cells.read("starts_at", lambda text: _wall(session, text), needed=True),
        "place": cells.read("place", lambda text: words(text, 120)),
        "with_whom": cells.read("with_whom", lambda text: words(text, 60)),
        "status": cells.read("status", _status) or "planned",
    }
    if not cells.sound:
        return cells.flaws
    if row.series:
        session.series.add(row.series)
    spoken = {name: value for name, value in says.items() if value is not None}
    return Entry(row.line, spoken, tuple(cells.flaws), {"series": row.series} if row.series else {})


def _kind(text: str) -> str:
    name = text.strip().casefold().replace(" ", "_")
    if name not in KINDS:
        raise BadCell(f'there is no kind "{text[:30]}"', f"Write one of {', '.join(KINDS)}")
    return name


def _status(text: str) -> str:
    name = text.strip().casefold()
    name = {"canceled": "cancelled"}.get(name, name)
    if name not in STATES:
        raise BadCell(f'there is no status "{text[:30]}"', f"Write one of {', '.join(STATES)}")
    return name


def _wall(session: Session, text: str) -> str:
    """The local time that people agreed, as 2026-06-05T14:30."""
    when = moment(text)
    return f"{when.astimezone(session.zone) if when.tzinfo else when:%Y-%m-%dT%H:%M}"


def judge(bot: Bot, work: Work, session: Session, entries: Sequence[Entry]) -> list[Verdict]:
    """What becomes of each row, as the register stands now."""
    hashes = {str(one.says["person_reference"]): "" for one in entries}
    hashes = {reference: work.vault.hash("reference", reference) for reference in hashes}
    whose = many_people.with_references(work, list(hashes.values()))
    there = rows.ids_of(work, [one.reference for one in entries])
    known = imports.sourced_of(work, [row_id for row_id, _ in there.values()])
    verdicts = []
    for one in entries:
        person = whose.get(hashes[str(one.says["person_reference"])])
        found = there.get(one.reference)
        if person is None:
            verdicts.append(
                _bad(one, "person_reference", "nobody has this reference", "Import people first, or mend it")
            )
        elif session.team_id not in (None, person[1]):
            verdicts.append(_bad(one, "person_reference", "that person is with another team", "Ask their team"))
        elif found and found[1] != person[0]:
            verdicts.append(
                _bad(one, "reference", "this is somebody else's appointment", "Give each its own reference")
            )
        elif found:
            verdicts.append(_known(work, session, one, found[0], person[2], known.get(found[0])))
        else:
            verdicts.append(_new(session, one, person))
    return verdicts


def _bad(one: Entry, column: str, what: str, do: str) -> Verdict:
    return Verdict(one.line, "bad", one.reference, flaws=(*one.flaws, Flaw(one.line, column, what, do)))


def _left(one: Entry, column: str, what: str, do: str, row_id: str = "") -> Verdict:
    flaw = Flaw(one.line, column, what, do, bad=False)
    return Verdict(one.line, "left", one.reference, flaws=(*one.flaws, flaw), row_id=row_id)


def _starts(session: Session, says: Values) -> datetime:
    return local(datetime.fromisoformat(says["starts_at"]), session.zone)


def _new(session: Session, one: Entry, person: tuple[str, str, str]) -> Verdict:
    person_id, _, status = person
    outcome, ahead = one.says["status"], _starts(session, one.says) > session.now
    if outcome in OUTCOMES and ahead:
        return _bad(one, "status", f"it lies ahead and cannot be {outcome} yet", "Write planned, or mend the day")
    if status != "active":
        return _left(one, "person_reference", "their case is not open", "Only a worker opens a case again")
    if outcome == "cancelled":
        return _left(one, "status", "it was cancelled before we knew of it", "Nothing needs doing")
    if outcome == "planned" and not ahead:
        return _left(one, "starts_at", "that moment has passed", "Give its outcome: attended or missed")
    return Verdict(one.line, "new", one.reference, {**one.says, **one.extra, "person_id": person_id}, flaws=one.flaws)


def _known(
    work: Work, session: Session, one: Entry, row_id: str, status: str, source: imports.Sourced | None
) -> Verdict:
    if source and source.digest == digest(work, one.says):
        return Verdict(one.line, "unchanged", one.reference, row_id=row_id)
    if status != "active":
        return _left(one, "person_reference", "their case is not open", "Only a worker opens a case again", row_id)
    try:
        meeting = rows.get(work, row_id)
    except WontOpen:
        return _left(one, "reference", "its row does not open", "Tell whoever looks after this service", row_id)
    assert meeting is not None
    return _compared(session, one, meeting, imports.said(work, row_id, source) if source else None)


def _compared(session: Session, one: Entry, meeting: Appointment, before: Values | None) -> Verdict:
    ours = said_of(meeting)
    changes, kept = settled(before, one.says, ours)
    ahead = _starts(session, one.says) > session.now
    if changes.get("status") in OUTCOMES and not ahead and changes.pop("starts_at", None):
        kept.append("starts_at")
    if "starts_at" in changes and not ahead:
        return _bad(one, "starts_at", "it would move to a moment that has passed", "Give a time that lies ahead")
    if changes.get("status") in OUTCOMES and ahead:
        return _bad(one, "status", f"it lies ahead and cannot be {changes['status']} yet", "Mend the status or the day")
    if changes.get("status") == "planned" and not ahead:
        return _bad(one, "status", "it cannot be planned again for a moment that has passed", "Give a time ahead")
    for name in _recorded(meeting, changes):
        kept.append(name)
        del changes[name]
    flaws = [*one.flaws]
    for name in kept:
        what = f"{_say(name, ours[name])} is recorded here: it stays"
        do = f"Change it on their page if {_say(name, one.says[name])} is right"
        flaws.append(Flaw(one.line, name, what, do, bad=False))
    told = {name: (_say(name, ours[name]), _say(name, value)) for name, value in changes.items()}
    kind: Kind = "changed" if told else "left" if flaws else "unchanged"
    values = {**one.says, **one.extra, "person_id": meeting.person_id}
    return Verdict(one.line, kind, one.reference, values, told, tuple(flaws), meeting.id)


def _recorded(meeting: Appointment, changes: Values) -> list[str]:
    """What an outcome forbids: whoever came, or did not, came at the moment that was recorded."""
    if meeting.status in OUTCOMES:
        return [name for name in ("starts_at", "status") if name in changes]
    if meeting.status == "cancelled" and changes.get("status") != "planned":
        return [name for name in ("starts_at", "status") if name in changes]
    return []


def said_of(meeting: Appointment) -> dict[str, Any]:
    """What a source may say of an appointment, as it stands with us."""
    names = ("kind", "place", "with_whom", "status")
    return {**{name: getattr(meeting, name) for name in names}, "starts_at": meeting.wall}


def _say(name: str, value: Any) -> str:
    return str(value).replace("T", " ") if name == "starts_at" else str(value) or "nothing"


def digest(work: Work, says: Values) -> str:
    """The keyed hash of what a source says: the same words again are known without opening anything."""
    known = sorted((name, says[name]) for name in says if name in COLUMNS.known)
    return work.vault.hash("import", repr(known))


def take(bot: Bot, work: Work, session: Session, new: Sequence[Verdict], by: str | None) -> list[str]:
    """Add the new ones; their ids in order. An outcome of these days is told of as if a worker had recorded it."""
    now = session.now
    fresh = {one.reference for one in new if _starts(session, one.values) > now - STILL_TELLING}
    ids = many.add_all(bot, work, [_meeting(one.values, one.reference in fresh) for one in new], by, now)
    for one, row_id in zip(new, ids, strict=True):
        if one.values["status"] in OUTCOMES and one.reference in fresh:
            appointments.recorded(bot, work, row_id, one.values["status"], by, now)
    return ids


def _meeting(values: Values, fresh: bool) -> Meeting:
    details = Details(
        kind=values.get("kind", "meeting"),
        wall=datetime.fromisoformat(values["starts_at"]),
        place=values.get("place", ""),
        with_whom=values.get("with_whom", ""),
        reference=values["reference"],
    )
    outcome = "" if fresh or values["status"] == "planned" else values["status"]
    return Meeting(values["person_id"], details, values.get("series"), outcome)


def alter(bot: Bot, work: Work, session: Session, one: Verdict, by: str | None) -> None:
    """Carry out what changed of an appointment that we know; raises Refusal."""
    now, says, changed = session.now, one.values, one.changes
    meeting = rows.get(work, one.row_id)
    assert meeting is not None
    if "kind" in changed:
        rows.change(work, meeting.id, kind=says["kind"])
    if "place" in changed or "with_whom" in changed:
        place, whom = says.get("place", meeting.place), says.get("with_whom", meeting.with_whom)
        rows.keep_private(work, meeting, place=place, with_whom=whom)
    status = says["status"] if "status" in changed else ""
    if status == "cancelled":
        return appointments.cancelled(bot, work, meeting.id, by, now)
    if "starts_at" in changed or status == "planned":
        appointments.moved(bot, work, meeting.id, datetime.fromisoformat(says["starts_at"]), now)
    if status in OUTCOMES:
        appointments.recorded(bot, work, meeting.id, status, by, now)
