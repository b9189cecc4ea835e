"""`throughcare bench`."""

from __future__ import annotations

import json
from decimal import Decimal

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.bench.run import DATABASE, KEYS, QUICK, Measured, Size, bench


@click.command("bench")
@click.option("--quick", is_flag=True, help="Small crowds and few runs: shows that it works, not how fast it is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(quick: bool, as_json: bool) -> None:
    """Measure this machine: each figure as its least, middle and most over several runs."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Measuring", total=1.0)

        def show(what: str, done: float) -> None:
            bar.update(task, completed=done, description=f"Measuring: {what}")

        measured = bench(QUICK if quick else Size(), show)
    if as_json:
        figures = {key: measured.figures[key].as_json() for key in KEYS}
        click.echo(json.dumps({**figures, "database": DATABASE}))
    else:
        Console().print(_table(measured))


def _table(measured: Measured) -> Table:
    table = Table(title=DATABASE, title_justify="left")
    for name in ("Figure", "Min", "Median", "Max"):
        table.add_column(name, justify="left" if name == "Figure" else "right")
    for name, figure in {**{key: measured.figures[key] for key in KEYS}, **measured.beside}.items():
        table.add_row(name, *(plain(value) for value in (figure.min, figure.median, figure.max)))
    return table


def plain(value: float) -> str:
    """Four figures, written as people write them: `74,090` and `0.00012`, never `7.409e+04`."""
    return f"{Decimal(f'{value:.4g}'):,f}"
