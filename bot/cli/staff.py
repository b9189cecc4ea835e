"""The commands about staff."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import time
from typing import Any

import click

from bot import settings as settings_room
from bot import wiring
from bot.cli.ready import ready
from bot.clock.now import SystemClock
from bot.core.ladder import ROLES
from bot.core.rota import gaps
from bot.core.sharing import KINDS
from bot.handlers.bot import Bot
from bot.handlers.phones import read_mobile
from bot.handlers.refusal import Refusal
from bot.store import agencies
from bot.store import staff as rows
from bot.store.database import Work
from bot.web.sign_in.passwords import SHORTEST, add_account

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHIFT = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d:\d\d)-(\d\d:\d\d)")

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
DAYS_AHEAD = 7

Hours = tuple[int, time, time]


class ShiftType(click.ParamType[Any]):
    """Hours on the rota: "mon-fri 09:00-17:00", or "sat 00:00-00:00" for the whole day."""

    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> list[Hours]:
        found = SHIFT.fullmatch(str(value).lower().strip())
        if found is None:
            self.fail(f'"{value}" is no shift: write it as "mon-fri 09:00-17:00"', param, context)
        try:
            starts, ends = time.fromisoformat(found[3]), time.fromisoformat(found[4])
        except ValueError:
            self.fail(f'"{value}" holds a time that is none', param, context)
        return [(day, starts, ends) for day in _days(found[1], found[2] or found[1])]


def _days(first: str, last: str) -> Iterator[int]:
    day, end = DAYS.index(first), DAYS.index(last)
    yield day
    while day != end:
        day = (day + 1) % 7
        yield day


@click.group()
def staff() -> None:
    """The people who work here."""


@staff.command()
@click.option("--first-name", prompt=True)
@click.option("--last-name", prompt=True)
@click.option("--email", prompt=True, help="They sign in with it.")
@click.option("--phone", default="", help="Their mobile: notices are texted to it, and danger rings it.")
@click.option("--role", type=click.Choice([*ROLES, "flow_editor"]), prompt=True)
@click.option("--team", prompt=True, help="The team's name.")
@click.option("--new-team", is_flag=True, help="Make the team; without this a team that is not there is refused.")
@click.option("--team-says", default="", help="What texts call a new team: nothing that names prison or drugs.")
@click.option("--team-phone", default="", help="The number that people may ring, of a new team.")
@click.option("--agency", default="treatment", show_default=True, help="The agency of a new team.")
@click.option("--area", default="", help="The local authority of a new team.")
@click.option("--partner", default="", help="The other agency that a new team belongs to.")
@click.option("--partner-kind", type=click.Choice(KINDS), help="What kind of agency it is, where it is new.")
@click.option("--on-duty", type=ShiftType(), multiple=True, help='Such as "mon-fri 09:00-17:00"; may be repeated.')
@click.option("--password", default="", help=f"At least {SHORTEST} characters; without it the terminal asks.")
def add(**given: Any) -> None:
    """Add a member of staff who can sign in, with their hours on the rota."""
    settings = settings_room.load()
    bot = wiring.build(settings, SystemClock(), db=ready(settings))
    email = given["email"].strip().lower()
    if not EMAIL.fullmatch(email):
        raise click.ClickException(f'"{given["email"]}" is no e-mail address: write it as asha@example.org')
    password = given["password"] or _asked()
    if len(password) < SHORTEST:
        raise click.ClickException(f"the password needs {SHORTEST} characters or more")
    try:
        phone = read_mobile(given["phone"]) if given["phone"] else None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    team_id, staff_id = _added(bot, {**given, "email": email}, phone)
    add_account(bot, staff_id, email, password)
    click.echo(f"{given['first_name']} {given['last_name']} can sign in as {email}.")
    if unstaffed := _unstaffed(bot, team_id, given["team"]):
        click.echo(unstaffed)


def _asked() -> str:
    """A password typed twice; where there is no terminal nothing can ask for it, nor hide it."""
    if not sys.stdin.isatty():
        raise click.ClickException("there is no terminal to ask for the password: give it with --password")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _added(bot: Bot, given: dict[str, Any], phone: str | None) -> tuple[str, str]:
    with bot.db.work() as work:
        _refuse_known(work, given["email"], phone)
        team_id = _team(work, given)
        staff_id = rows.add(
            work,
            team_id=team_id,
            role=given["role"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            email=given["email"],
            phone=phone,
        )
        for weekday, starts, ends in (hours for shift in given["on_duty"] for hours in shift):
            rows.add_shift(work, team_id, given["role"], staff_id, weekday, starts, ends)
    return team_id, staff_id


def _refuse_known(work: Work, email: str, phone: str | None) -> None:
    """Two members of staff on one phone: MINE from it could be either's."""
    known = rows.everybody(work)
    if any(one.email == email for one in known):
        raise click.ClickException("somebody with this e-mail address is there already")
    if whose := next((one for one in known if phone and one.phone == phone), None):
        raise click.ClickException(f"{whose.name} has this phone already: give each member of staff their own")


def _unstaffed(bot: Bot, team_id: str, team: str) -> str:
    """What to say of the coming week's hours when no duty worker is on, if there are any."""
    with bot.db.look() as work:
        shifts = rows.shifts(work, team_id)
    zone = bot.rules.house_rules.zone
    empty = len(gaps(shifts, team_id, "duty_worker", bot.clock.now(), DAYS_AHEAD, zone))
    if not empty:
        return ""
    when = "" if empty == DAYS_AHEAD * 24 else f" in {empty} of the coming {DAYS_AHEAD * 24} hours"
    then = "danger then goes to the next rung at once. Add duty workers whose --on-duty covers the week."
    return f"Nobody is on duty for {team}{when}: {then}"


def _team(work: Work, given: dict[str, Any]) -> str:
    known = {one.name: str(one.id) for one in rows.teams(work)}
    if given["team"] in known:
        return known[given["team"]]
    if not given["new_team"]:
        there = f"there are {', '.join(known)}" if known else "there is none yet"
        raise click.ClickException(f'there is no team "{given["team"]}" ({there}): to make it, add --new-team')
    says = given["team_says"] or f"the {given['team']} team"
    columns = {"phone": given["team_phone"] or None, "agency": given["agency"], "area": given["area"]}
    return rows.add_team(work, given["team"], public_name=says, agency_id=_partner(work, given), **columns)


def _partner(work: Work, given: dict[str, Any]) -> str | None:
    """The agency of a new team, made where it is not there yet; None: the service's own."""
    name = given["partner"].strip()
    known = {one.name: one.id for one in agencies.all_of(work)}
    if not name or name in known:
        return known.get(name)
    if not given["partner_kind"]:
        raise click.ClickException(f'there is no agency "{name}": to make it, add --partner-kind, such as probation')
    return agencies.add(work, name, given["partner_kind"])
