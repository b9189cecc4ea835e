"""The commands about staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import Any

import click

from bot import settings as settings_room
from bot import wiring
from bot.clock.now import SystemClock
from bot.core.ladder import ROLES
from bot.handlers.bot import Bot
from bot.handlers.phones import read_mobile
from bot.handlers.refusal import Refusal
from bot.store import staff as rows
from bot.store.database import Work
from bot.web.sign_in.passwords import SHORTEST, add_account

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHIFT = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d:\d\d)-(\d\d:\d\d)")

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
@click.option("--team", prompt=True, help="The team's name; a team that is not there yet is made.")
@click.option("--team-says", default="", help="What texts call a new team: nothing that names prison or drugs.")
@click.option("--team-phone", default="", help="The number that people may ring, of a new team.")
@click.option("--agency", default="treatment", show_default=True, help="The agency of a new team.")
@click.option("--area", default="", help="The local authority of a new team.")
@click.option("--on-duty", type=ShiftType(), multiple=True, help='Such as "mon-fri 09:00-17:00"; may be repeated.')
@click.password_option(help=f"At least {SHORTEST} characters.")
def add(**given: Any) -> None:
    """Add a member of staff who can sign in, with their hours on the rota."""
    settings = settings_room.load()
    bot = wiring.build(settings, SystemClock())
    if len(given["password"]) < SHORTEST:
        raise click.ClickException(f"the password needs {SHORTEST} characters or more")
    try:
        phone = read_mobile(given["phone"]) if given["phone"] else None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    staff_id = _added(bot, given, phone)
    add_account(bot, staff_id, given["email"], given["password"])
    click.echo(f"{given['first_name']} {given['last_name']} can sign in as {given['email']}.")


def _added(bot: Bot, given: dict[str, Any], phone: str | None) -> str:
    with bot.db.work() as work:
        _refuse_known(work, given["email"])
        team_id = _team(work, given)
        staff_id = rows.add(
            work,
            team_id=team_id,
            role=given["role"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            email=given["email"].strip().lower(),
            phone=phone,
        )
        for weekday, starts, ends in (hours for shift in given["on_duty"] for hours in shift):
            rows.add_shift(work, team_id, given["role"], staff_id, weekday, starts, ends)
    return staff_id


def _refuse_known(work: Work, email: str) -> None:
    if any(one.email == email.strip().lower() for one in rows.everybody(work)):
        raise click.ClickException("somebody with this e-mail address is there already")


def _team(work: Work, given: dict[str, Any]) -> str:
    known = {one.name: str(one.id) for one in rows.teams(work)}
    if given["team"] in known:
        return known[given["team"]]
    says = given["team_says"] or f"the {given['team']} team"
    columns = {"phone": given["team_phone"] or None, "agency": given["agency"], "area": given["area"]}
    return rows.add_team(work, given["team"], public_name=says, **columns)
