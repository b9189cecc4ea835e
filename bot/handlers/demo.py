"""The demo's team and people: Asha's caseload, made of nobody real."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.ladder import ROLES
from bot.handlers import appointments, people, timers
from bot.handlers.appointments import Details
from bot.handlers.bot import Bot
from bot.handlers.inbound import Incoming, receive
from bot.handlers.people import Registration
from bot.store import people as rows
from bot.store import staff
from bot.store.database import Work


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
    """The demo's team, rota, people and appointments, once; returns the logins with fresh passwords."""
    with bot.db.work() as work:
        if not staff.teams(work):
            _team(work)
        fresh = rows.count(work) == 0
        team_id = staff.teams(work)[0].id
        workers = staff.everybody(work)
    asha = next(one for one in workers if one.first_name == "Asha")
    if fresh:
        _people(bot, team_id, asha.id)
        _have_answered(bot)
    return [Login(one.id, one.name, one.role, one.email, secrets.token_urlsafe(9)) for one in workers]


def _team(work: Work) -> None:
    team_id = staff.add_team(
        work, TEAM, public_name="the Bridge team", phone="07700 900999", agency="treatment", area="Birmingham"
    )
    for first, last, role, phone in STAFF:
        email = f"{first.lower()}@example.org"
        worker = staff.add(
            work, team_id=team_id, role=role, first_name=first, last_name=last, email=email, phone=phone, demo=True
        )
        for weekday in range(7) if role in ROLES else ():
            staff.add_shift(work, team_id, role, worker, weekday, time(0), time(0))


def _people(bot: Bot, team_id: str, keyworker_id: str) -> None:
    zone = bot.rules.house_rules.zone
    today = bot.clock.now().astimezone(zone)
    for first, last, phone, days, out in PEOPLE:
        person_id = people.register(
            bot,
            Registration(
                first_name=first,
                last_name=last,
                phone=phone,
                pathway="prison_release",
                anchor_date=today.date() + timedelta(days=days),
                area="Birmingham",
                agency="treatment",
                team_id=team_id,
                keyworker_id=keyworker_id,
                reference=f"DEMO-{first.upper()}",
                address="Flat 2, 14 Example Road, Birmingham",
                emergency_contact="sister, 07700 900901",
                released=out,
            ),
            by=None,
        )
        if out:
            _appointment(bot, person_id, today + timedelta(days=2))


def _have_answered(bot: Bot) -> None:
    """Who has been out for days has said that it is their phone, and that texts stay private."""
    timers.ring_due(bot)
    for number, (_, _, phone, days, _) in enumerate(PEOPLE):
        for turn, body in enumerate(("yes", "no") if phone and days < 0 else ()):
            receive(bot, Incoming(f"SM{number:016x}{turn:016x}", phone, body, bot.clock.now()))


def _appointment(bot: Bot, person_id: str, day: datetime) -> None:
    wall = datetime.combine(day.date(), time(10, 30))
    appointments.add(bot, person_id, Details("key_work", wall, "Hope House, 3 Example Street", "Asha"), by=None)
