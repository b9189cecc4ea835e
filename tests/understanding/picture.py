"""The confusion picture: a row for what texts were, a column for what they were taken for, darker for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.core.meaning import INTENTS

CELL, LEFT, TOP, FOOT = 22, 170, 150, 30
NAMES = (*INTENTS, "none")
RIGHT, WRONG = "#1d70b8", "#b3450a"
"""Blue on the diagonal, orange beside it: told apart by people who see few colours, and by their place."""


def picture(pairs: Sequence[tuple[str, str]]) -> str:
    """An SVG of (what it was, what it was taken for); shares are of the row."""
    seen, of = Counter(pairs), Counter(was for was, _ in pairs)
    wide, high = LEFT + CELL * len(NAMES) + 10, TOP + CELL * len(NAMES) + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="11"'
        ' role="img" aria-label="What each kind of text was taken for, as shares of its row">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>'
    ]
    for at, name in enumerate(NAMES):
        middle = CELL * at + CELL / 2
        parts.append(f'<text x="{LEFT - 6}" y="{TOP + middle + 4}" text-anchor="end">{name}</text>')
        x, y = LEFT + middle + 4, TOP - 6
        parts.append(f'<text x="{x}" y="{y}" transform="rotate(-90 {x} {y})">{name}</text>')
    parts += [_cell(was, taken, number / of[was]) for (was, taken), number in sorted(seen.items())]
    parts.append(
        f'<text x="{LEFT}" y="{high - 10}">Rows: what it was. Columns: what it was first taken for.</text></svg>'
    )
    return "\n".join(parts) + "\n"


def _cell(was: str, taken: str, share: float) -> str:
    x, y = LEFT + CELL * NAMES.index(taken), TOP + CELL * NAMES.index(was)
    colour = RIGHT if was == taken else WRONG
    told = f"{was} taken for {taken}: {100 * share:.0f} %"
    number = f'<text x="{x + 11}" y="{y + 15}" text-anchor="middle" font-size="9">{100 * share:.0f}</text>'
    shown = f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" fill="{colour}" fill-opacity="{share:.2f}">'
    return f"{shown}<title>{told}</title></rect>{number if share >= 0.05 else ''}"
