"""What words mean in this work: "lips", "gob" and "face" are one kind of thing, "blue" and "grey" another.

The second layer reads a text by kinds as well as by words, so that a wording which nobody wrote down is still near to
one that somebody did. `concepts.tsv` holds a word or phrase, a tab and its kinds, one entry a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.understanding.phrases import PhraseError

LONGEST = 4
"""Words in a phrase."""
_KIND = re.compile(r"[a-z][a-z0-9_]*")

Kinds = tuple[str, ...]


class Concepts:
    """The kinds of every listed word and phrase of one language."""

    def __init__(self, text: str = "", file: str = "concepts.tsv") -> None:
        self._kinds = dict(_entries(text, file))

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def entries(self, kind: str) -> tuple[str, ...]:
        """Every word and phrase of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entry, kinds in self._kinds.items():
            for kind in kinds:
                found.setdefault(kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def read(self, words: Sequence[str]) -> list[Kinds]:
        """The kinds of each piece of a text, longest phrases first; a word without any is itself, after a "="."""
        found: list[Kinds] = []
        at, many = 0, len(words)
        while at < many:
            for size in range(min(LONGEST, many - at), 0, -1):
                kinds = self._kinds.get(words[at] if size == 1 else " ".join(words[at : at + size]))
                if kinds is not None:
                    found.append(kinds)
                    at += size
                    break
            else:
                found.append((f"={words[at]}",))
                at += 1
        return found


def _entries(text: str, file: str) -> Iterator[tuple[str, Kinds]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        words, tab, kinds = line.partition("\t")
        named = tuple(kinds.split(","))
        if not tab or not words.strip() or not all(map(_KIND.fullmatch, named)):
            raise PhraseError(file, number, "write a word or phrase, a tab, and its kinds with commas between")
        yield words, named
