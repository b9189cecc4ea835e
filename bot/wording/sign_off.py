"""The safety messages as a table to be signed: what each says, where it comes from, and what nobody could verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fluent.syntax import ast

from bot.wording.entries import OPEN, Entry
from bot.wording.readings import patterns, readings, say
from bot.wording.words import ENGLISH, Words

HEAD = (
    "| message | danger | private wording | plain wording | source | check |",
    "|---|---|---|---|---|---|",
)


def table(words: Words) -> Iterator[str]:
    """One line for each safety message of each language, English first, in the order in which they stand."""
    yield from HEAD
    english = words.entries(ENGLISH)
    for language in sorted(words.languages, key=lambda one: (one != ENGLISH, one)):
        nodes = {name: entry.node for name, entry in words.entries(language).items()}
        for entry in words.entries(language).values():
            first = english.get(entry.id, entry)
            if first.metadata.safety:
                yield _row(entry, first, language, nodes)


def _row(entry: Entry, english: Entry, language: str, nodes: Mapping[str, ast.Message | ast.Term]) -> str:
    own, standing = entry.metadata, patterns(entry.node)
    cells = (
        f"`{entry.id}`" + ("" if language == ENGLISH else f" ({language})"),
        english.metadata.safety or "",
        _said(standing.get(""), nodes),
        _said(standing.get(OPEN), nodes),
        own.source or english.metadata.source or "",
        own.check or "",
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _said(pattern: ast.Pattern | None, nodes: Mapping[str, ast.Message | ast.Term]) -> str:
    """Every way in which it may read; fields stand as they are written."""
    ways = (say(reading, lambda field: f"{{ ${field} }}") for reading in readings(pattern, nodes)) if pattern else ()
    return " / ".join(dict.fromkeys(" ".join(way.split()) for way in ways))
