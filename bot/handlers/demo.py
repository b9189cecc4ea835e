"""The demo's team and people: Asha's caseload, made of nobody real."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot.core.ladder import ROLES
from bot.handlers import appointments, demo_partners, people, timers
from bot.handlers.appointments import Details
from bot.handlers.bot import Bot
from bot.handlers.demo_past import came_out
from bot.handlers.people import Registration
from bot.store import people as people_rows
from bot.store import staff
from bot.store.database import Work
from bot.store.staff import Staff


@dataclass(frozen=True, slots=True)
class Login:
    """How a demo worker signs in."""

    staff_id: str
    name: str
    role: str
    email: str
    password: str


TEAM = "Bridge"
STAFF = (
    ("Asha", "Patel", "keyworker", "+447700900101"),
    ("Joe", "Mensah", "duty_worker", "+447700900102"),
    ("Priya", "Shah", "team_leader", "+447700900103"),
    ("Carol", "Webb", "service_manager", "+447700900104"),
    ("Marcus", "Hill", "flow_editor", "+447700900105"),
)
PEOPLE = (
    ("Dean", "Foster", "+447700900001", 0, True),
    ("Leanne", "Marsh", "+447700900002", -2, True),
    ("Tariq", "Aziz", "+447700900003", -6, True),
    ("Kelly", "Boyd", "+447700900004", -20, True),
    ("Sean", "Doyle", "+447700900005", 5, False),
    ("Mo", "Khan", "", -3, True),
)
"""First and last name, number, days from today to the release, and whether they are out."""


def furnish(bot: Bot) -> list[Login]:
    """The demo's team, rota, people and appointments, once; returns the logins with fresh passwords.

    Staff that somebody added themselves are none of the demo's: they are not among the logins.
    """
    with bot.db.work() as work:
        if not _of_the_demo(work):
            _team(work)
            demo_partners.add(work)
        fresh = people_rows.count(work) == 0
        ours = _of_the_demo(work)
        workers = [one for one in staff.everybody(work) if one.id in ours]
    if fresh and workers:
        keyworker = next((one for one in workers if one.role == "keyworker"), workers[0])
        _people(bot, keyworker)
        demo_partners.furnish(bot, keyworker.team_id, keyworker.id)
    return [Login(one.id, one.name, one.role, one.email, secrets.token_urlsafe(9)) for one in workers]


def _of_the_demo(work: Work) -> set[str]:
    return set(work.execute(select(staff.staff.c.id).where(staff.staff.c.demo.is_(True))).scalars())


def _team(work: Work) -> None:
    """The demo's staff; whoever has one's address or number already was added by somebody, and stays who they are."""
    team_id = _named(work) or staff.add_team(
        work, TEAM, public_name="the Bridge team", phone="07700 900999", agency="treatment", area="Birmingham"
    )
    taken = {value for one in staff.everybody(work) for value in (one.email, one.phone)}
    for first, last, role, phone in STAFF:
        email = f"{first.lower()}@example.org"
        if {email, phone} & taken:
            continue
        worker = staff.add(
            work, team_id=team_id, role=role, first_name=first, last_name=last, email=email, phone=phone, demo=True
        )
        for weekday in range(7) if role in ROLES else ():
            staff.add_shift(work, team_id, role, worker, weekday, time(0), time(0))


def _named(work: Work) -> str | None:
    return next((str(one.id) for one in staff.teams(work) if one.name == TEAM), None)


def _people(bot: Bot, keyworker: Staff) -> None:
    today = bot.clock.now().astimezone(bot.rules.house_rules.zone)
    for number, one in enumerate(PEOPLE):
        new = _registration(one, today.date(), keyworker)
        past = new.phone and new.anchor_date < today.date()
        person_id = came_out(bot, new, number) if past else people.register(bot, new, by=None)
        if new.released:
            _appointment(bot, person_id, today + timedelta(days=2))
    timers.ring_due(bot)


def _registration(one: tuple[str, str, str, int, bool], today: date, keyworker: Staff) -> Registration:
    first, last, phone, days, out = one
    return Registration(
        first_name=first,
        last_name=last,
        phone=phone,
        pathway="prison_release",
        anchor_date=today + timedelta(days=days),
        area="Birmingham",
        agency="treatment",
        team_id=keyworker.team_id,
        keyworker_id=keyworker.id,
        reference=f"DEMO-{first.upper()}",
        address="Flat 2, 14 Example Road, Birmingham",
        emergency_contact="sister, 07700 900901",
        released=out,
    )


def _appointment(bot: Bot, person_id: str, day: datetime) -> None:
    wall = datetime.combine(day.date(), time(10, 30))
    appointments.add(bot, person_id, Details("key_work", wall, "Hope House, 3 Example Street", "Asha"), by=None)
