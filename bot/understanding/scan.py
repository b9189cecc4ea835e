"""A text as numbers: the places between its words are bits, so that a phrase is tried at all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

Words = frozenset[str]

NUMBER = "#"
"""Stands for a number of more digits than those that are words themselves."""
DIGITS = frozenset(str(number) for number in range(1000))


class _Hits(dict[Words, int]):
    """The places before any of some words, worked out when they are first asked for."""

    def __init__(self, where: Mapping[str, int]) -> None:
        super().__init__()
        self._where = where
        self._words = frozenset(where)

    def __missing__(self, words: Words) -> int:
        found = 0
        if not words.isdisjoint(self._words):
            for word in self._words & words:
                found |= self._where[word]
        self[words] = found
        return found


class Scan:
    """One text as places of its words; `skip` words may stand between a phrase's words, no gap swallows `deny`.

    Each place has one word, or several that it may have been meant for.
    """

    __slots__ = ("_skip", "among", "hits", "open", "seen", "whole", "words")

    def __init__(self, texts: Iterable[Collection[str]], skip: Words, deny: Words) -> None:
        where: dict[str, int] = {}
        here = 1
        for meant in texts:
            for text in meant:
                where[text] = where.get(text, 0) | here
                if text.isdecimal() and text not in DIGITS:
                    where[NUMBER] = where.get(NUMBER, 0) | here
            here <<= 1
        self.words = where.keys()
        self.whole = here - 1
        self.hits = _Hits(where)
        self.seen: dict[tuple[int, int], int] = {}
        self.among: dict[int, Sequence[Any]] = {}
        self._skip = self.hits[skip]
        self.open = self.whole & ~self.hits[deny]

    def past(self, places: int) -> int:
        """These places, and those that words to skip lead to."""
        reached = places & self._skip
        while reached:
            reached = reached << 1 & ~places
            places |= reached
            reached &= self._skip
        return places
