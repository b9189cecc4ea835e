"""All phrases as one machine that reads words: one table look-up a word, whatever the number of phrases.

The sets of places a phrase may stand in are worked out when a word first comes (a lazily built DFA) and remembered up
to a limit; the answer never depends on what is remembered. A walk is at most `LONGEST_WALK` words, so time grows with
the length of the text only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.understanding.pattern import GAP_WORDS, Either, Gap, Listed, Maybe, Node, OneOf, Row

LONGEST_WALK = 24
REMEMBERED_STATES = 10_000
"""Some six kilobytes each."""

OTHER = ""
"""Stands for every word that no phrase uses."""
NUMBER = "#"
"""Stands for a number in digits that no phrase names."""

_Label = frozenset[str] | None
_ANY = 0
"""The number of the label that a gap has."""
_NONE, _GAPS = frozenset[int](), frozenset({_ANY})
FEW = 100
"""Places: a state with more, once it is left a second time, keeps an index of where each label leads."""


class _State:
    """`steps`: from its places, where each label leads; worked out when the state is first left."""

    __slots__ = ("accepts", "following", "places", "steps")

    def __init__(self, places: frozenset[int], accepts: tuple[int, ...]) -> None:
        self.places = places
        self.accepts = accepts
        self.steps: dict[int, list[int]] = {}
        self.following: dict[str, _State | None] = {}


class Automaton:
    """Phrases added as trees under a number; then `find` gives every place in a text where one stands.

    `skip` words may stand between the words of a phrase; `light` words of a phrase may be missing; `deny` words are
    never swallowed by a gap.
    """

    def __init__(self, skip: frozenset[str], light: frozenset[str], deny: frozenset[str]) -> None:
        self._skip, self._light, self._deny = skip, light, deny
        self._steps: list[tuple[tuple[int, int], ...]] = [()]
        self._free: dict[int, list[int]] = {}
        self._final: dict[int, int] = {}
        self._labels: dict[_Label, int] = {None: _ANY}
        self._having: dict[str, frozenset[int]] = {}
        self._alphabet: frozenset[str] = skip | deny
        self._beginning: dict[int, list[int]] = {}
        self._states: dict[frozenset[int], _State] = {}
        self._starts: dict[str, _State | None] = {}

    @property
    def alphabet(self) -> frozenset[str]:
        """Every word that some phrase uses."""
        return self._alphabet

    def add(self, tree: Node, number: int) -> None:
        """Add one phrase; `number` is what `find` will give for it."""
        start, end = self._place(), self._place()
        self._grow(tree, start, end)
        self._final[end] = number
        for place in self._closed({start}):
            for label, target in self._steps[place]:
                self._beginning.setdefault(label, []).append(target)

    def seal(self) -> None:
        """Learn which words count and what each may be, once all phrases are added."""
        having: dict[str, list[int]] = {}
        for label, number in self._labels.items():
            for word in label or ():
                having.setdefault(word, []).append(number)
        self._having = {word: frozenset(numbers) for word, numbers in having.items()}
        self._alphabet = self._alphabet.union(having)

    def symbol(self, word: str) -> str:
        """What the machine reads for a word."""
        if word in self._alphabet:
            return word
        return NUMBER if word.isdecimal() else OTHER

    def find(self, symbols: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Every (first word, word after the last, number) at which a phrase stands; the longest for each start."""
        for start, symbol in enumerate(symbols):
            if state := self._start(symbol):
                yield from self._walk(symbols, start, state)

    def _walk(self, symbols: Sequence[str], start: int, state: _State) -> Iterator[tuple[int, int, int]]:
        longest: dict[int, int] = {}
        end = start + 1
        stop = min(len(symbols), start + LONGEST_WALK)
        while True:
            for number in state.accepts:
                longest[number] = end
            if end >= stop:
                break
            symbol = symbols[end]
            following = state.following[symbol] if symbol in state.following else self._work_out(state, symbol)
            if following is None:
                break
            state = following
            end += 1
        return ((start, last, number) for number, last in longest.items())

    def _start(self, symbol: str) -> _State | None:
        if symbol not in self._starts:
            first = self._led(self._beginning, self._having.get(symbol, _NONE))
            self._starts[symbol] = self._state(self._closed(first)) if first else None
        return self._starts[symbol]

    def _led(self, steps: dict[int, list[int]], labels: frozenset[int]) -> set[int]:
        """Where these labels lead: they are few, and looked up among those that go on from here."""
        return {target for label in labels if label in steps for target in steps[label]}

    def _indexed(self, state: _State) -> dict[int, list[int]]:
        if not state.steps:
            for place in state.places:
                for label, target in self._steps[place]:
                    state.steps.setdefault(label, []).append(target)
        return state.steps

    def _work_out(self, state: _State, symbol: str) -> _State | None:
        labels = self._having.get(symbol, _NONE)
        if symbol not in self._deny:
            labels = labels | _GAPS
        if len(state.places) < FEW or not state.following:
            reached = {to for place in state.places for label, to in self._steps[place] if label in labels}
        else:
            reached = self._led(self._indexed(state), labels)
        if symbol in self._skip:
            reached |= {place for place in state.places if place not in self._final}
        following = self._state(self._closed(reached)) if reached else None
        state.following[symbol] = following
        return following

    def _state(self, places: frozenset[int]) -> _State:
        state = self._states.get(places)
        if state is None:
            if len(self._states) >= REMEMBERED_STATES:
                self._states, self._starts = {}, {}
            accepts = tuple(sorted({self._final[place] for place in places if place in self._final}))
            state = self._states[places] = _State(places, accepts)
        return state

    def _closed(self, places: set[int]) -> frozenset[int]:
        free = self._free
        waiting = [place for place in places if place in free]
        while waiting:
            for target in free[waiting.pop()]:
                if target not in places:
                    places.add(target)
                    if target in free:
                        waiting.append(target)
        return frozenset(places)

    def _place(self) -> int:
        self._steps.append(())
        return len(self._steps) - 1

    def _step(self, source: int, label: _Label, target: int) -> None:
        number = self._labels.setdefault(label, len(self._labels))
        self._steps[source] = (*self._steps[source], (number, target))

    def _join(self, source: int, target: int) -> None:
        self._free.setdefault(source, []).append(target)

    def _grow(self, tree: Node, source: int, target: int) -> None:
        """Every way through the tree, from one place to another."""
        match tree:
            case OneOf(words):
                self._step(source, words, target)
            case Either(choices):
                for choice in choices:
                    self._grow(choice, source, target)
            case Row(parts):
                self._row(parts, source, target)
            case Listed(part):
                self._grow(part, source, target)
            case Maybe(part):
                self._join(source, target)
                self._grow(part, source, target)
            case Gap():
                self._gap(source, target)

    def _row(self, parts: tuple[Node, ...], source: int, target: int) -> None:
        """Light words may be missing, but not the first, nor in a row that would then say too little ("not have")."""
        heavy = sum(not isinstance(part, OneOf) or not part.words <= self._light | self._deny for part in parts)
        for at, part in enumerate(parts):
            following = target if at == len(parts) - 1 else self._place()
            self._grow(part, source, following)
            if at and heavy > 1 and isinstance(part, OneOf) and part.words <= self._light:
                self._join(source, following)
            source = following

    def _gap(self, source: int, target: int) -> None:
        self._join(source, target)
        for _ in range(GAP_WORDS):
            following = self._place()
            self._step(source, None, following)
            self._join(following, target)
            source = following


def grouped(found: Iterator[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The spans by phrase number, in the order of the text."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, number in found:
        spans[number].append((start, end))
    return spans
