"""The flows and words that are shipped, and what each message may ask for: read once, shared by the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.cli import content, fields
from bot.core.library import Library
from bot.revisions import library, read_folder
from bot.wording.words import Words

ROOT = Path(__file__).parents[2]

LONG = fields.LONGEST
BEGUN = content.BEGUN


@cache
def files() -> dict[str, str]:
    return read_folder(ROOT)


@cache
def shelf() -> Library:
    return library(files())


@cache
def words() -> Words:
    return Words.load(
        {name.removeprefix("messages/"): text for name, text in files().items() if name.startswith("messages/")}
    )


@cache
def used() -> dict[str, frozenset[str]]:
    """Each message, and what every flow that says it can give."""
    return fields.used(shelf())
