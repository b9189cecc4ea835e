"""The commands about tokens of the API."""

from __future__ import annotations

import click

from bot import settings as settings_room
from bot import wiring
from bot.cli.ready import ready
from bot.clock.now import SystemClock
from bot.handlers import tokens as handler
from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store import staff
from bot.store import tokens as rows


@click.group()
def tokens() -> None:
    """What other systems use the API with."""


def _bot() -> Bot:
    settings = settings_room.load()
    return wiring.build(settings, SystemClock(), db=ready(settings))


@tokens.command()
@click.option("--name", required=True, help="Which system holds it.")
@click.option("--team", required=True, help="The team whose people it reaches.")
@click.option("--agency", default="", help="The agency whose people it reaches (default: the team's).")
@click.option("--scope", "scopes", multiple=True, required=True, help=f"One of {', '.join(handler.SCOPES)}; repeat it.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it stands; without this until it is revoked.")
def add(name: str, team: str, agency: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make a token. It is shown this once: only a hash of it is kept."""
    try:
        secret = handler.make(_bot(), name, team, agency, scopes, days)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.what}. {refusal.do}.") from None
    click.echo(secret)
    click.echo("Keep it now: it is not shown again.", err=True)


@tokens.command("list")
def listed() -> None:
    """Every token, without what opens."""
    bot = _bot()
    with bot.db.look() as work:
        teams = {team.id: team.name for team in staff.teams(work)}
        found = rows.everything(work)
    for one in found:
        state = "revoked" if one.revoked_at else "stands" if one.stands(bot.clock.now()) else "over"
        used = f"last used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
        click.echo(f"{one.id} {state}: {one.name}, {teams[one.team_id]}, {one.agency}: {' '.join(one.scopes)}; {used}")
    click.echo(f"{len(found)} tokens")


@tokens.command()
@click.argument("token_id")
def revoke(token_id: str) -> None:
    """Take a token back: it opens nothing from now on."""
    try:
        handler.revoke(_bot(), token_id)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.what}. {refusal.do}.") from None
    click.echo("Revoked.")
