"""The command that imports: looks a file over and says what it would do; with --apply it does it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

from bot import settings as settings_room
from bot import wiring
from bot.cli.ready import ready
from bot.clock.now import SystemClock
from bot.core.imports import Flaw, Unreadable
from bot.handlers.bot import Bot
from bot.handlers.imports import runs
from bot.handlers.imports.kinds import KINDS
from bot.handlers.imports.looking import MOST_TOLD, Source
from bot.handlers.refusal import Refusal
from bot.store import imports, staff

A_SCREEN = 40


@click.command("import")
@click.argument("kind", type=click.Choice([*KINDS]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Do it; without this it is only said what would be done.")
@click.option("--skip-bad", is_flag=True, help="Import the other lines where some are wrong; without this nothing is.")
@click.option("--team", default="", help="Only for people of this team.")
@click.option("--person", default="", help="Whose the calendar is (their reference), where it is one person's.")
@click.option("--all", "everything", is_flag=True, help=f"Tell up to {MOST_TOLD} lines of each sort.")
def command(kind: str, file: Path, apply: bool, skip_bad: bool, team: str, person: str, everything: bool) -> None:
    """Import people or appointments from a CSV file, or appointments from a calendar (.ics).

    It may be repeated: a row is known by its reference, and what nobody changed is left alone.
    """
    settings = settings_room.load()
    bot = wiring.build(settings, SystemClock(), db=ready(settings))
    is_calendar = file.suffix.lower() in (".ics", ".ical")
    if is_calendar and kind != "appointments":
        raise click.ClickException("a calendar holds appointments: throughcare import appointments FILE")
    team_id = _team(bot, team)
    most = MOST_TOLD if everything else A_SCREEN
    try:
        with _opened(file) as stream:
            source = Source(kind, file.name, stream, settings.import_max_mb, is_calendar, person)
            if apply:
                _applied(bot, source, team_id, skip_bad, most)
            else:
                report = runs.look(bot, source, team_id)
                _tell(report.counts, report.kept(), most)
                click.echo("Nothing was changed: this was a dry run. Do it with --apply.")
                _end(report.counts["bad"] and not skip_bad)
    except Unreadable as wrong:
        raise click.ClickException(f"{file.name}, line {wrong.line}: {wrong.what}. {wrong.do}.") from None
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.what}. {refusal.do}.") from None


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be opened: {error.strerror}") from None


def _team(bot: Bot, name: str) -> str | None:
    if not name:
        return None
    with bot.db.look() as work:
        known = {str(team.name): str(team.id) for team in staff.teams(work)}
    if name not in known:
        raise click.ClickException(f'there is no team "{name}": there are {", ".join(known) or "none yet"}')
    return known[name]


def _applied(bot: Bot, source: Source, team_id: str | None, skip_bad: bool, most: int) -> None:
    run_id = runs.bring(bot, source, team_id, None)
    run = _run(bot, run_id)
    _tell({name: getattr(run, name) for name in imports.COUNTED}, run.found, most)
    if run.bad and not skip_bad:
        runs.drop(bot, run_id)
        click.echo("Nothing was changed. Mend these lines, or import the others with --skip-bad.")
        _end(True)
    runs.start(bot, run_id, None, skip_bad=skip_bad)
    shown = sys.stderr.isatty()
    while runs.take_next(bot, run_id):
        if shown:
            click.echo(f"\r{_run(bot, run_id).taken} of {run.to_take} lines", nl=False, err=True)
    after = _run(bot, run_id)
    if shown:
        click.echo("", err=True)
    click.echo(f"Done: {after.taken} lines were taken over.")
    if late := after.bad - run.bad:
        click.echo(f"{late} of them could not be, for the register had changed meanwhile:")
        _lines(after.found["bad"][len(run.found["bad"]) :], most)
    _end(bool(late))


def _run(bot: Bot, run_id: str) -> imports.Run:
    with bot.db.look() as work:
        run = imports.get(work, run_id)
    assert run is not None
    return run


def _tell(counts: Mapping[str, int], found: Mapping[str, Any], most: int) -> None:
    _lines(found["bad"], most)
    for change in found["changes"][:most]:
        fields = "; ".join(f"{name}: {old} -> {new}" for name, (old, new) in change["fields"].items())
        click.echo(f"line {change['line']}, {change['reference']}: {fields}")
    _lines(found["notes"], most)
    click.echo(
        f"{counts['lines']} lines: {counts['added']} new, {counts['changed']} changed, {counts['unchanged']} as they "
        f"were, {counts['left_alone']} left alone, {counts['bad']} wrong."
    )


def _lines(flaws: Iterable[Mapping[str, Any]], most: int) -> None:
    all_of = list(flaws)
    for each in all_of[:most]:
        flaw = Flaw(**each)
        click.echo(f"{'wrong' if flaw.bad else 'note'}: {flaw}.")
    if len(all_of) > most:
        click.echo(f"and {len(all_of) - most} more like these: see them with --all")


def _end(wrong: object) -> None:
    if wrong:
        raise SystemExit(1)
