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
REMEMBERED_STATES = 50_000

OTHER = ""
"""Stands for every word that no phrase uses."""
NUMBER = "#"
"""Stands for a number in digits that no phrase names."""

_Label = frozenset[str] | None


class _State:
    __slots__ = ("accepts", "following", "places")

    def __init__(self, places: frozenset[int], accepts: tuple[int, ...]) -> None:
        self.places = places
        self.accepts = accepts
        self.following: dict[str, _State | None] = {}


class Automaton:
    """Phrases added as trees under a number; then `find` gives every place in a text where one stands.

    `skip` words may stand between the words of a phrase; `light` words of a phrase may be missing; `deny` words are
    never swallowed by a gap.
    """

    def __init__(self, skip: frozenset[str], light: frozenset[str], deny: frozenset[str]) -> None:
        self._skip, self._light, self._deny = skip, light, deny
        self._steps: list[tuple[tuple[_Label, int], ...]] = [()]
        self._free: dict[int, list[int]] = {}
        self._final: dict[int, int] = {}
        self._labels: dict[_Label, _Label] = {}
        self._alphabet: frozenset[str] = skip | deny
        self._first: dict[str, list[int]] = {}
        self._states: dict[frozenset[int], _State] = {}
        self._starts: dict[str, _State] = {}

    @property
    def alphabet(self) -> frozenset[str]:
        """Every word that some phrase uses."""
        return self._alphabet

    def add(self, tree: Node, number: int) -> None:
        """Add one phrase; `number` is what `find` will give for it."""
        start = self._place()
        end = self._grow(tree, start)
        self._final[end] = number
        for place in self._closed({start}):
            for label, target in self._steps[place]:
                for word in label or ():
                    self._first.setdefault(word, []).append(target)

    def seal(self) -> None:
        """Learn which words count, once all phrases are added."""
        self._alphabet = self._alphabet.union(*(label for label in self._labels if label is not None))

    def symbol(self, word: str) -> str:
        """What the machine reads for a word."""
        if word in self._alphabet:
            return word
        return NUMBER if word.isdecimal() else OTHER

    def find(self, symbols: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Every (first word, word after the last, number) at which a phrase stands; the longest for each start."""
        for start, symbol in enumerate(symbols):
            if symbol in self._first:
                yield from self._walk(symbols, start)

    def _walk(self, symbols: Sequence[str], start: int) -> Iterator[tuple[int, int, int]]:
        state = self._start(symbols[start])
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

    def _start(self, symbol: str) -> _State:
        state = self._starts.get(symbol)
        if state is None:
            state = self._state(self._closed(set(self._first[symbol])))
            self._starts[symbol] = state
        return state

    def _work_out(self, state: _State, symbol: str) -> _State | None:
        reached = {
            target
            for place in state.places
            for label, target in self._steps[place]
            if (symbol in label if label is not None else symbol not in self._deny)
        }
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
        waiting = list(places)
        while waiting:
            for target in self._free.get(waiting.pop(), ()):
                if target not in places:
                    places.add(target)
                    waiting.append(target)
        return frozenset(places)

    def _place(self) -> int:
        self._steps.append(())
        return len(self._steps) - 1

    def _step(self, source: int, label: _Label) -> int:
        target = self._place()
        label = self._labels.setdefault(label, label)
        self._steps[source] = (*self._steps[source], (label, target))
        return target

    def _join(self, source: int, target: int) -> None:
        self._free.setdefault(source, []).append(target)

    def _grow(self, tree: Node, source: int) -> int:
        match tree:
            case OneOf(words):
                return self._step(source, words)
            case Gap():
                return self._gap(source)
            case Row(parts):
                return self._row(parts, source)
            case Listed(part):
                return self._grow(part, source)
            case Either(choices):
                ends = [self._grow(choice, source) for choice in choices]
            case Maybe(part):
                ends = [source, self._grow(part, source)]
        target = self._place()
        for end in ends:
            self._join(end, target)
        return target

    def _row(self, parts: tuple[Node, ...], source: int) -> int:
        """Light words may be missing, but not the first, nor in a row that would then say too little ("not have")."""
        heavy = sum(not isinstance(part, OneOf) or not part.words <= self._light | self._deny for part in parts)
        for at, part in enumerate(parts):
            target = self._grow(part, source)
            if at and heavy > 1 and isinstance(part, OneOf) and part.words <= self._light:
                self._join(source, target)
            source = target
        return source

    def _gap(self, source: int) -> int:
        places = [source]
        for _ in range(GAP_WORDS):
            places.append(self._step(places[-1], None))
        target = self._place()
        for place in places:
            self._join(place, target)
        return target


def grouped(found: Iterator[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The spans by phrase number, in the order of the text."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, number in found:
        spans[number].append((start, end))
    return spans
