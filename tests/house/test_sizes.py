"""A file past 250 lines or a function past 50: split it, or write why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import files, is_migration, place, tree

LONGEST_FILE, LONGEST_FUNCTION = 250, 50

# "path" or "path::function": why it is better whole.
BETTER_WHOLE: dict[str, str] = {}


def too_long(name: str, text: str, source: ast.Module) -> Iterator[tuple[str, str]]:
    """What in a file is past its length: (what, as a sentence)."""
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield name, f"{name} has {lines} lines of at most {LONGEST_FILE}"
    for node in ast.walk(source):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                what = f"{name}::{node.name}"
                yield what, f"{what} (line {node.lineno}) has {length} lines of at most {LONGEST_FUNCTION}"


def all_too_long() -> dict[str, str]:
    paths = [path for path in files("bot", "tests", suffix=".py") if not is_migration(path)]
    return {w: say for p in paths for w, say in too_long(place(p), p.read_text(encoding="utf-8"), tree(p))}


def test_nothing_is_too_long() -> None:
    wrong = [sentence for what, sentence in all_too_long().items() if what not in BETTER_WHOLE]
    assert not wrong, "split it, or say in BETTER_WHOLE why not\n" + "\n".join(wrong)


def test_what_is_excused_needs_it_and_says_why() -> None:
    assert not set(BETTER_WHOLE) - set(all_too_long()), "no longer too long: take it off BETTER_WHOLE"
    assert all(len(reason.split()) > 3 for reason in BETTER_WHOLE.values()), "write the reason as a sentence"


@pytest.mark.parametrize(("lines", "found"), [(50, 0), (51, 1), (260, 2)])
def test_length_is_seen(lines: int, found: int) -> None:
    text = "def speak():\n" + "    say()\n" * (lines - 1)
    assert len(list(too_long("bot/a.py", text, ast.parse(text)))) == found
