"""What an import is made of: rows with their places, flaws, and what of a source's word is written over ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, or worth knowing, at a line (from 1) and column of a file; `bad`: that line is not imported."""

    line: int
    column: str
    what: str
    do: str
    bad: bool = True

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.what}. {self.do}"


class Unreadable(Exception):
    """A file that cannot be read at all: what is wrong with it and what to do."""

    def __init__(self, what: str, do: str, line: int = 1) -> None:
        super().__init__(f"{what}. {do}")
        self.what, self.do, self.line = what, do, line


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line by the names of their columns, as they were typed; `series` of a repeating event."""

    line: int
    cells: Mapping[str, str]
    series: str = ""


Kind = Literal["new", "changed", "unchanged", "left", "bad"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row. `changes`: field to (old, new) in words; `row_id`: whom or what we have already.

    `values` is what is taken over, and remembered as the source's word; empty where nothing is.
    """

    line: int
    kind: Kind
    reference: str
    values: Values = field(default_factory=dict)
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()
    row_id: str = ""


def settled(before: Values | None, says: Values, ours: Values) -> tuple[dict[str, Any], list[str]]:
    """Which fields a source changes, and which stay ours although it says otherwise.

    `before` is what the source said last; None: it never spoke of this row. What it says anew is taken where ours is
    what it said before. What somebody changed here since stays, and so does what it only repeats.
    """
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for name, value in says.items():
        if name not in ours or value == ours[name]:
            continue
        if before is None or before.get(name) not in (value, ours[name]):
            kept.append(name)
        elif before[name] != value:
            changes[name] = value
    return changes, kept
