"""Reads a CSV file line by line: commas, semicolons or tabs, and every line that does not fit named by its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import BinaryIO

from bot.core.imports import Flaw, Row, Unreadable

SEPARATORS = ",;\t|"
_LONGEST_HEADER = 10_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a file of this kind may have, and those that it must."""

    known: Sequence[str]
    needed: Sequence[str]


@dataclass(slots=True)
class Table:
    """A file under way: `notes` are what its first line gave reason to say."""

    header: list[str]
    notes: list[Flaw]
    lines: Iterator[Row | Flaw] = field(repr=False)


def open_table(stream: BinaryIO, encoding: str, columns: Columns) -> Table:
    """Read the header; the lines are read as they are asked for. Raises Unreadable."""
    text = io.TextIOWrapper(stream, encoding, newline="")
    first, skipped = _first_line(text)
    separator = _separator(first, columns)
    header = [name.strip().casefold().replace(" ", "_") for name in next(csv.reader([first], delimiter=separator))]
    notes = _checked(header, columns, skipped)
    known = set(columns.known)
    return Table(header, notes, _lines(text, separator, header, known, skipped))


def _first_line(text: io.TextIOWrapper) -> tuple[str, int]:
    """The line that names the columns, and its number; Excel may write `sep=;` or empty lines before it."""
    for number in range(1, 20):
        line = text.readline(_LONGEST_HEADER)
        if not line:
            break
        if line.strip(" \t\r\n,;") and not line.casefold().startswith("sep="):
            return line, number
    raise Unreadable("there is no line that names the columns", "Begin the file with the names of its columns")


def _separator(first: str, columns: Columns) -> str:
    def named(separator: str) -> int:
        return sum(
            name.strip(' "\r\n').casefold().replace(" ", "_") in columns.known for name in first.split(separator)
        )

    return max(SEPARATORS, key=named)


def _checked(header: list[str], columns: Columns, line: int) -> list[Flaw]:
    if not set(header) & set(columns.known):
        raise Unreadable("the first line names no column", f"Begin the file with {','.join(columns.known)}", line)
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise Unreadable(f"the column {twice[0]} is there twice", "Take one of them out", line)
    if missing := [name for name in columns.needed if name not in header]:
        near = get_close_matches(missing[0], [name for name in header if name not in columns.known], 1, 0.6)
        do = f'Is it the one that is called "{near[0]}"? Call it {missing[0]}' if near else "Add it to the first line"
        raise Unreadable(f"the column {', '.join(missing)} is missing", do, line)
    extra = [name for name in header if name and name not in columns.known]
    return [
        Flaw(line, name, "this column is not read", f"What is read: {', '.join(columns.known)}", bad=False)
        for name in extra[:20]
    ]


def _lines(
    text: io.TextIOWrapper, separator: str, header: list[str], known: set[str], before: int
) -> Iterator[Row | Flaw]:
    reader = csv.reader(text, delimiter=separator, strict=True)
    places = [(at, name) for at, name in enumerate(header) if name in known]
    width = len(header)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(line, before + reader.line_num, str(error))
            continue
        if len(cells) != width:
            if any(cell.strip() for cell in cells):
                yield _misfit(line, len(cells), width)
        elif before + reader.line_num > line:
            yield _broken(line, before + reader.line_num, "a line ends within quotes")
        elif any(cells):
            yield Row(line, {name: cells[at] for at, name in places})


def _misfit(line: int, has: int, width: int) -> Flaw:
    do = "A separator within a value needs quotes round it" if has > width else "Is the line cut off?"
    return Flaw(line, "", f"it has {has} cells and the first line has {width}", do)


def _broken(first: int, last: int, why: str) -> Flaw:
    read = f"lines {first} to {last} were read as one" if last > first else "it cannot be taken apart"
    return Flaw(first, "", f"{read} ({why})", 'Close every quote; a quote within a value is written twice ("")')
