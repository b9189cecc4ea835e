"""Many new people or appointments at once, by the same rules as one: what an import brings.

What is plain is planned by the handlers' own functions and written together; whatever needs a decision (a number that
somebody has) goes the way of one, through `people.registered`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.span import local
from bot.handlers import appointments, contacts
from bot.handlers import people as people_handler
from bot.handlers.appointments import ASKED_AFTER, Details
from bot.handlers.bot import Bot
from bot.handlers.carry_out import keep_all_in_hand
from bot.handlers.people import Registration
from bot.store import appointments as appointment_rows
from bot.store import many_people, numbers, people, timers
from bot.store.database import Work

Plan = list[tuple[str, datetime]]


def register_all(bot: Bot, work: Work, new: Sequence[Registration], now: datetime) -> list[str]:
    """Their ids, in order. Each `phone` is in E.164 or empty; whoever has a number of staff's was refused before."""
    hashes = {one.phone: people.hash_phone(work, one.phone) or "" for one in new if one.phone}
    for each in sorted(hashes.values()):
        numbers.one_at_a_time(work, each)
    used = many_people.having_phones(work, list(hashes.values()))
    stopped = numbers.stopped(work, list(hashes.values()))
    several = {phone for phone, many in Counter(one.phone for one in new if one.phone).items() if many > 1}
    rows: list[dict[str, Any]] = []
    due: list[dict[str, Any]] = []
    ids: dict[int, str] = {}
    plans: dict[tuple[str, date], Plan] = {}
    for at, one in enumerate(new):
        phone_hash = hashes.get(one.phone or "")
        if phone_hash in used or one.phone in several:
            continue
        if (one.pathway, one.anchor_date) not in plans:
            tasks = bot.speeches.current.library.pathways[one.pathway].tasks
            plans[one.pathway, one.anchor_date] = people_handler.planned(bot, tasks, one.anchor_date, None, now)
        row, mine = _rows(bot, work, one, plans[one.pathway, one.anchor_date], phone_hash in stopped, now)
        if mine:
            rows.append(row)
            due += mine
            ids[at] = row["id"]
    many_people.add_all(work, rows)
    timers.add_all(work, due)
    return [ids.get(at) or people_handler.registered(bot, work, one, now) for at, one in enumerate(new)]


def _rows(
    bot: Bot, work: Work, one: Registration, plan: Plan, stopped: bool, now: datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    revision = bot.speeches.current.library.revision
    columns = people_handler.columns_of(one, one.phone or "", revision, now, taken=False, stopped=stopped)
    first = min((due for _, due in plan), default=None)
    row = people.row_of(work, **{**columns, "contacts": len(plan)}, next_contact_at=first)
    return row, [timers.row_of("contact", due, person_id=row["id"], name=name) for name, due in plan]


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
        coming = [] if one.outcome else contacts.reminders_ahead(bot, starts, now)
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
