"""Many new people or appointments at once, by the same rules as one: what an import brings.

What is plain is planned by the handlers' own functions and written together; whatever needs a decision (a number that
somebody has) goes the way of one, through `people.registered`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core.span import local
from bot.handlers import appointments, contacts, planning
from bot.handlers import people as people_handler
from bot.handlers.appointments import ASKED_AFTER, Details
from bot.handlers.bot import Bot
from bot.handlers.carry_out import keep_all_in_hand
from bot.handlers.people import Registration
from bot.store import appointments as appointment_rows
from bot.store import enrolments, many_people, numbers, people, person_trail, timers
from bot.store.base import new_id
from bot.store.database import Work
from bot.store.enrolments import Enrolment

Plan = list[tuple[str, datetime]]


@dataclass(slots=True)
class _Rows:
    """What is written together."""

    people: list[dict[str, Any]] = field(default_factory=list)
    enrolments: list[dict[str, Any]] = field(default_factory=list)
    trail: list[dict[str, Any]] = field(default_factory=list)
    timers: list[dict[str, Any]] = field(default_factory=list)

    def write(self, work: Work) -> None:
        many_people.add_all(work, self.people)
        enrolments.add_all(work, self.enrolments)
        person_trail.add_all(work, self.trail)
        timers.add_all(work, self.timers)


def register_all(bot: Bot, work: Work, new: Sequence[Registration], by: str | None, now: datetime) -> list[str]:
    """Their ids, in order. Each `phone` is in E.164 or empty; whoever has a number of staff's was refused before."""
    hashes = {one.phone: people.hash_phone(work, one.phone) or "" for one in new if one.phone}
    for each in sorted(hashes.values()):
        numbers.one_at_a_time(work, each)
    used = many_people.having_phones(work, list(hashes.values()))
    stopped = numbers.stopped(work, list(hashes.values()))
    several = {phone for phone, many in Counter(one.phone for one in new if one.phone).items() if many > 1}
    rows, plans = _Rows(), dict[tuple[str, date], Plan]()
    ids: dict[int, str] = {}
    for at, one in enumerate(new):
        phone_hash = hashes.get(one.phone or "")
        if phone_hash in used or one.phone in several:
            continue
        if (one.pathway, one.anchor_date) not in plans:
            plans[one.pathway, one.anchor_date] = planning.coming(bot, _enrolment(bot, one, now), now)
        if plan := plans[one.pathway, one.anchor_date]:
            ids[at] = _plain(bot, work, rows, one, plan, phone_hash in stopped, by, now)
    rows.write(work)
    return [ids.get(at) or people_handler.registered(bot, work, one, by, now) for at, one in enumerate(new)]


def _enrolment(bot: Bot, one: Registration, now: datetime) -> Enrolment:
    """What they are enrolled as: nobody has confirmed it."""
    anchor = bot.rules.pathways[one.pathway].anchor
    return Enrolment(
        new_id(), "", one.pathway, anchor, one.anchor_date, None, "active", 0, None, None, bot.rules.revision, now,
        None, None, None,
    )  # fmt: skip


def _plain(
    bot: Bot, work: Work, rows: _Rows, one: Registration, plan: Plan, stopped: bool, by: str | None, now: datetime
) -> str:
    """The rows of somebody whose number is nobody else's; returns the id."""
    begun, inside = _enrolment(bot, one, now), bot.rules.pathways[one.pathway].starts.inside
    custody = "in_prison" if inside else "released"
    columns = people_handler.columns_of(
        one, one.phone or "", custody, begun.revision, now, taken=False, stopped=stopped
    )
    row = people.row_of(work, **columns, next_contact_at=min(due for _, due in plan))
    whose = {"person_id": row["id"], "enrolment_id": begun.id}
    rows.people.append(row)
    rows.enrolments.append(
        {"id": begun.id, "person_id": row["id"], "pathway": one.pathway, "anchor": begun.anchor, "round": 0,
         "anchor_day": one.anchor_date, "anchor_at": None, "state": "active", "revision": begun.revision,
         "contacts": len(plan), "began_at": now}
    )  # fmt: skip
    told = {"pathway": one.pathway, "day": one.anchor_date.isoformat()}
    rows.trail.append(person_trail.row_of(work, str(row["id"]), "pathway added", now, by=by, **told))
    rows.timers += [timers.row_of("contact", due, name=name, **whose) for name, due in plan]
    return str(row["id"])


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment to add. `outcome`: how one that lies in the past ended; nothing of it is planned."""

    person_id: str
    details: Details
    series: str | None = None
    outcome: str = ""


def add_all(bot: Bot, work: Work, new: Sequence[Meeting], by: str | None, now: datetime) -> list[str]:
    """Their ids, in order, each with its reminders where it lies ahead; locks everybody they are with."""
    rows: list[dict[str, Any]] = []
    due: list[dict[str, Any]] = []
    whose = sorted({one.person_id for one in new})
    many_people.lock(work, whose)
    for one in new:
        starts = local(one.details.wall, bot.rules.house_rules.zone)
        columns = appointments.columns_of(bot, one.details, starts, now)
        coming = [] if one.outcome else contacts.reminders_ahead(bot, one.details.kind, starts, now)
        columns |= {"series": one.series, "reminders": len(coming), "recorded_by": None, "recorded_at": None}
        if one.outcome:
            columns |= {"status": one.outcome, "recorded_by": by, "recorded_at": now}
        row = appointment_rows.row_of(work, person_id=one.person_id, **columns)
        rows.append(row)
        ours = {"person_id": one.person_id, "appointment_id": row["id"]}
        due += [timers.row_of("reminder", at, name=flow, **ours) for flow, at in coming]
        if not one.outcome:
            due.append(timers.row_of("attendance", starts + ASKED_AFTER, **ours))
    appointment_rows.add_all(work, rows)
    timers.add_all(work, due)
    keep_all_in_hand(bot, work, whose, now)
    return [str(row["id"]) for row in rows]
