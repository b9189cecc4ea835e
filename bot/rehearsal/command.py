"""`throughcare rehearse`."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.rehearsal.report import Report
from bot.rehearsal.run import rehearse


@click.command("rehearse")
@click.option("--people", type=click.IntRange(1), default=100, show_default=True, help="How many synthetic people.")
@click.option("--days", type=click.IntRange(1), default=28, show_default=True, help="How many days of virtual time.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same rehearsal.")
@click.option("--pathway", help="One pathway for everybody; all of them mixed unless told.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(people: int, days: int, seed: int, pathway: str | None, as_json: bool) -> None:
    """Play synthetic people through the real rules and ladders; ends with status 1 when somebody was lost."""
    speaking = Console(stderr=True)
    try:
        with Progress(console=speaking, transient=True) as bar:
            task = bar.add_task("Rehearsing", total=1.0)
            report = rehearse(people, days, seed, pathway, lambda done: bar.update(task, completed=done))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(report.as_json()))
    else:
        Console().print(_table(report))
    if report.tally.lost:
        raise SystemExit(1)


def _table(report: Report) -> Table:
    table = Table(title="Rehearsal", title_justify="left")
    table.add_column("What")
    table.add_column("Figure", justify="right")
    for what, figure in report.rows():
        table.add_row(what, figure)
    return table
