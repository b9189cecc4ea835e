"""Everything that needs somebody now, in the order in which it is worked through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.handlers.bot import Bot, first_team
from bot.handlers.contacts import RECORD
from bot.store import appointments, escalations, inbound, people, referrals, said, tasks
from bot.store.database import Work
from bot.store.people import Person
from bot.store.referrals import Stored
from bot.store.staff import Staff
from bot.web.console.reading.alarms import Alarm, alarms

A_WEEK = timedelta(days=7)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: the person it is of (None: nobody we know) and the stored row."""

    person: Person | None
    row: Any


@dataclass(frozen=True, slots=True)
class Needs:
    """The lists of the page; `alarms` most urgent first, `unrecorded` the appointments that are over, oldest first."""

    alarms: list[Alarm]
    unrecorded: list[Line]
    tasks: list[Line]
    unread: list[Line]
    unclaimed: list[Line]
    undelivered: list[Line]
    today: list[Line]
    unplanned: list[Person]
    referrals: list[Stored]

    @property
    def urgent(self) -> int:
        return sum(alarm.urgent for alarm in self.alarms)


def needs_now(work: Work, bot: Bot, now: datetime, me: Staff, teams: Collection[str]) -> Needs:
    """What needs these teams, and no other's. `now` is local: today is the day on the wall."""
    unread = inbound.unread(work)
    planned = appointments.between(work, LONG_AGO, _midnight(now))
    due = tasks.all_open(work, now)
    missed = said.undelivered(work, now - A_WEEK)
    ids = {*_ids(unread, dict.get), *_ids(missed, dict.get), *_ids([*planned, *due], getattr)}
    persons = {who.id: who for who in people.named(work, ids).values() if who.team_id in teams}
    unread = [row for row in unread if row["person_id"] in persons or _nobodys(work, row, teams)]
    missed = [row for row in missed if row["person_id"] in persons]
    planned = [row for row in planned if row.person_id in persons]
    due = [row for row in due if row.person_id in persons]
    over = [Line(persons[row.person_id], row) for row in planned if row.starts_at <= now]
    unrecorded = [line for line in over if line.person and line.person.status == "active"]
    asked = {line.row.person_id for line in unrecorded}
    return Needs(
        alarms=sorted(
            alarms(work, bot, [one for one in escalations.all_open(work) if one.team_id in teams], me),
            key=lambda alarm: alarm.weight,
        ),
        unrecorded=unrecorded,
        tasks=[
            Line(persons.get(row.person_id), row) for row in due if row.kind != RECORD or row.person_id not in asked
        ],
        unread=_newest_of_each(Line(persons[row["person_id"]], row) for row in unread if row["person_id"]),
        unclaimed=[Line(None, row) for row in unread if not row["person_id"]],
        undelivered=_newest_of_each(Line(persons[row["person_id"]], row) for row in missed),
        today=[Line(persons.get(row.person_id), row) for row in planned if row.starts_at > now],
        unplanned=[who for who in people.nothing_planned(work, now) if who.team_id in teams],
        referrals=referrals.to_accept(work, teams),
    )


def _nobodys(work: Work, row: Mapping[str, Any], teams: Collection[str]) -> bool:
    """A text of a number that is nobody's is for the team that answers for those."""
    return not row["person_id"] and first_team(work) in teams


def _midnight(now: datetime) -> datetime:
    """The end of today."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _ids(rows: Iterable[Any], get: Any) -> set[str]:
    return {found for row in rows if (found := get(row, "person_id"))}


def _newest_of_each(lines: Iterable[Line]) -> list[Line]:
    """One line per person: their newest."""
    seen: Mapping[str, Line] = {}
    for line in lines:
        seen = seen if line.person and line.person.id in seen else {**seen, line.person.id if line.person else "": line}
    return list(seen.values())
