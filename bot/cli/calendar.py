"""`throughcare check --calendar`: what each pathway sends when, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import copysign, sqrt

from rich.console import Console
from rich.table import Table

from bot.core.calendar import Line, lines
from bot.core.library import Library

WIDTH, LEFT, ROW, TOP = 1200, 250, 84, 92
TICKS = (-84, -28, -7, 0, 1, 3, 7, 14, 28, 56, 91, 182)
FROM, TO = -90, 195
TEXT, REMINDER, TASK, INK, LINE = "#1d70b8", "#00703c", "#4c2c92", "#0b0c0c", "#b1b4b6"


def show(library: Library) -> None:
    """Print a table for each pathway."""
    console = Console(width=150, soft_wrap=False)
    for pathway in library.pathways.values():
        table = Table(title=f"{pathway.name}: {pathway.about}", title_justify="left")
        for heading in ("When", "What", "Name", "About", "Done by"):
            table.add_column(heading)
        for line in lines(library, pathway):
            table.add_row(line.when, "task" if line.task else "text", line.name, line.about, line.by)
        console.print(table)


def picture(library: Library) -> str:
    """The same as an SVG: a row for each pathway, texts above its line, tasks below; the first days are drawn wide."""
    rows = [(pathway.name, pathway.starts.says, lines(library, pathway)) for pathway in library.pathways.values()]
    height = TOP + ROW * len(rows) + 40
    drawn = [*_frame(len(rows)), *(part for number, row in enumerate(rows) for part in _row(number, *row))]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d" '
        f'font-family="Arial, sans-serif" font-size="14" fill="{INK}">'
    )
    says = "Each pathway in a row: texts above its line, staff tasks below it, counted in days from its anchor."
    title = f'<title id="t">What each pathway sends when</title><desc id="d">{says}</desc>'
    return "\n".join((head, title, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *drawn, "</svg>", ""))


def x(day: float) -> float:
    """Where a day stands: by its square root, so that the days of highest risk have room."""
    first, last = _root(FROM), _root(TO)
    return round(LEFT + (WIDTH - LEFT - 20) * (_root(day) - first) / (last - first), 1)


def _root(day: float) -> float:
    return copysign(sqrt(abs(day)), day)


def _frame(rows: int) -> Iterator[str]:
    """Title, key, and the days along the top."""
    yield '<text x="20" y="28" font-size="20" font-weight="bold">What each pathway sends when</text>'
    for at, colour, words in ((20, TEXT, "text"), (110, REMINDER, "reminder or reply"), (270, TASK, "task for staff")):
        yield f'<circle cx="{at + 6}" cy="48" r="6" fill="{colour}"/><text x="{at + 18}" y="53">{words}</text>'
    yield f'<text x="{LEFT}" y="53">Days from the anchor (0); days near it are drawn wider</text>'
    for day in TICKS:
        yield (
            f'<line x1="{x(day)}" y1="{TOP - 8}" x2="{x(day)}" y2="{TOP + rows * ROW}" stroke="{LINE}"'
            f' stroke-width="{2 if day == 0 else 1}"/>'
            f'<text x="{x(day)}" y="{TOP - 14}" text-anchor="middle" font-size="12">{day}</text>'
        )


def _row(number: int, name: str, anchor: str, found: list[Line]) -> Iterator[str]:
    middle = TOP + ROW * number + ROW // 2
    yield f'<line x1="{LEFT}" y1="{middle}" x2="{WIDTH - 20}" y2="{middle}" stroke="{INK}"/>'
    yield f'<text x="20" y="{middle - 4}" font-weight="bold">{escape(_short(name))}</text>'
    yield f'<text x="20" y="{middle + 14}" font-size="12">0: {escape(anchor)}</text>'
    for line in found:
        for day in line.days:
            yield _mark(line, day, middle)


def _mark(line: Line, day: int, middle: int) -> str:
    told = f"<title>{escape(f'{line.name}: {line.when}. {line.about}')}</title>"
    if line.task:
        place = f'x="{round(x(day) - 5, 1)}" y="{middle + 10}" width="10" height="10"'
        return f'<rect {place} fill="{TASK}" fill-opacity="0.7">{told}</rect>'
    colour = TEXT if line.manner == "routine" else REMINDER
    return f'<circle cx="{x(day)}" cy="{middle - 15}" r="6" fill="{colour}" fill-opacity="0.7">{told}</circle>'


def _short(name: str) -> str:
    words = name.replace("_", " ").capitalize()
    return words.replace("rehabilitation", "rehab.")
