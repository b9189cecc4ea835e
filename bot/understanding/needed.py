"""Of thousands of phrases the few that a text may hold: those of which no needed word is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.understanding.scan import Scan, Words
from bot.understanding.tree import Node, musts_of

MOST = 4
"""Needs looked at, the rarest; where others are missing, the tree itself finds out."""


class Needed:
    """Trees by what they need. All are looked at in one go: a text costs the same however many there are."""

    def __init__(self, trees: Sequence[Node]) -> None:
        numbers: dict[Words, int] = {}
        self._trees = trees
        self._musts = np.zeros((MOST, len(trees)), np.intp)
        for at, tree in enumerate(trees):
            for which, words in enumerate(musts_of(tree)[:MOST]):
                self._musts[which, at] = numbers.setdefault(words, len(numbers) + 1)
        self._met = np.zeros(len(numbers) + 1, bool)
        self._met[0] = True
        self._meeting: dict[str, list[int]] = {}
        for words, number in numbers.items():
            for word in words:
                self._meeting.setdefault(word, []).append(number)

    def among(self, scan: Scan) -> list[Node]:
        """The trees that the text may hold."""
        met = self._met.copy()
        meeting = self._meeting
        met[[number for word in meeting.keys() & scan.words for number in meeting[word]]] = True
        first, *others = self._musts
        held = met[first]
        for each in others:
            held &= met[each]
        return [self._trees[at] for at in np.flatnonzero(held).tolist()]
