"""Rules made from phrase lines, all in one machine, and what of them stands in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.concepts import Concepts
from bot.understanding.needed import Needed
from bot.understanding.normalise import clean
from bot.understanding.pattern import FIRST_NAME, LAST_NAME, PatternError, PatternReader
from bot.understanding.phrases import Line
from bot.understanding.scan import DIGITS, NUMBER, Scan
from bot.understanding.spelling import Spelling, Word
from bot.understanding.tree import Listed, Maybe, Node, OneOf, Row, either, may_be_empty, words_in

NEAR_WORDS = 24
"""Parts joined by `&` stand within this many words of each other."""
SPANS_LOOKED_AT = 8
LONGEST_SPAN = 24
"""Words."""
KIND, ALIKE = "kind:", "alike"

Span = tuple[int, int]
_FIRST = OneOf(frozenset({FIRST_NAME}))
_BUILT_IN: dict[str, Node] = {
    "number": OneOf(DIGITS | {NUMBER}),
    "number_10_or_more": OneOf(frozenset(word for word in DIGITS if len(word) > 1) | {NUMBER}),
    "person": Row((_FIRST, Maybe(_FIRST), Maybe(OneOf(frozenset({LAST_NAME})))), (False,) * 3, len),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase line under its intent (or answer) and its kind."""

    intent: str
    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that a text satisfies, and the words (by number) that did it: one span for each part."""

    rule: Rule
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.spans[0][0]

    def place(self) -> tuple[int, str, int]:
        """Where it stands in the text, then in the files."""
        return self.spans[0][0], self.rule.line.file, self.rule.line.number

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.spans)


class Vocabulary:
    """The `{name}` tables of one language, each read once; a table may use other tables, but never itself.

    `{kind:name}` is every entry of that kind in the lexicon. Of each line of the table `alike`, the first word, written
    in a phrase, stands for all of them.
    """

    def __init__(self, tables: Mapping[str, tuple[Line, ...]], spelling: Spelling, lexicon: Concepts) -> None:
        self._tables = tables
        self._spelling = spelling
        self._lexicon = lexicon
        self._trees: dict[str, Node] = dict(_BUILT_IN)
        self._open: list[str] = []
        rows = [clean(line.text).replace("|", " ").split() for line in tables.get(ALIKE, ())]
        alike = {row[0]: frozenset(row) for row in rows}
        self._reader = PatternReader(spelling.usual, self.tree, alike, frozenset(), frozenset(), {})
        light, deny = self.words("light"), self.words("deny")
        self._reader = PatternReader(spelling.usual, self.tree, alike, light, deny, Counter(self._written()))

    def _written(self) -> Iterator[str]:
        """Every word of the tables and the lexicon, as often as it stands there."""
        for entry in self._lexicon:
            yield from entry.split()
        for lines in self._tables.values():
            for line in lines:
                yield from line.text.split()

    def tree(self, name: str) -> Node:
        """The tree of one table; raises PatternError when there is none or it holds itself."""
        if name not in self._trees and name.startswith(KIND):
            self._trees[name] = self._listed(name.removeprefix(KIND))
        if name not in self._trees:
            if name not in self._tables:
                raise PatternError(f"there is no vocabulary table '{name}': correct the name or add the table")
            if name in self._open:
                raise PatternError(f"the table '{name}' holds itself ({' > '.join(self._open)}): remove it there")
            self._open.append(name)
            self._trees[name] = either([self.read(line)[0] for line in self._tables[name]])
            self._open.pop()
        return self._trees[name]

    def _listed(self, kind: str) -> Node:
        entries = self._lexicon.entries(kind)
        if not entries:
            raise PatternError(f"the lexicon has no kind '{kind}': correct the name or add entries of it")
        spelt = {self._spelling.usual(entry) for entry in entries}
        return Listed(self._reader.entries(spelt))

    def read(self, line: Line) -> list[Node]:
        """The parts of one line; raises PhraseError with the line's place."""
        try:
            return self._reader.read(clean(line.text))
        except PatternError as error:
            raise line.error(str(error)) from error

    def words(self, name: str) -> frozenset[str]:
        """The single words of a table, none when it does not exist."""
        return words_in(self.tree(name)) if name in self._tables else frozenset()


class Compiled:
    """Every rule of a language, or every answer, ready to be found."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self.deny = vocabulary.words("deny")
        self._skip = vocabulary.words("skip")
        self._parts: dict[Node, list[tuple[int, int]]] = {}
        self._rules = tuple(rules)
        self._sizes: list[int] = []
        for number, rule in enumerate(self._rules):
            trees = vocabulary.read(rule.line)
            if any(may_be_empty(tree) for tree in trees):
                raise rule.line.error("every word here may be missing, so it would be found in every text: require one")
            self._sizes.append(len(trees))
            for at, tree in enumerate(trees):
                self._parts.setdefault(tree, []).append((number, at))
        self._index = Needed(tuple(self._parts))
        self.words = frozenset(self._skip | self.deny).union(*map(words_in, self._parts))
        """Every word that a phrase uses, those of the lexicon left out."""

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Every rule that the words satisfy, once for each place, in the order of the text."""
        return sorted(self.may_find([(word.text,) for word in words]), key=Found.place)

    def may_find(self, words: Iterable[Collection[str]]) -> list[Found]:
        """The same where each word may be one of several; in no order."""
        scan = Scan(words, self._skip, self.deny)
        found: list[Found] = []
        waiting: dict[int, dict[int, list[Span]]] = {}
        for tree in self._index.among(scan):
            if not (reached := tree.ends(scan, scan.whole)):
                continue
            where = list(_spans(tree, scan, reached))
            for number, at in self._parts[tree]:
                if self._sizes[number] == 1:
                    found.extend(Found(self._rules[number], (span,)) for span in where)
                else:
                    waiting.setdefault(number, {})[at] = where
        for number, parts in waiting.items():
            if len(parts) == self._sizes[number]:
                found.extend(_joined(self._rules[number], [parts[at] for at in range(len(parts))]))
        return found


def _spans(tree: Node, scan: Scan, reached: int) -> Iterator[Span]:
    """Where a tree stands in a text: the longest for each word that it may begin with, of those reached by any."""
    starts = scan.hits[tree.begins]
    alone = not starts & (starts - 1)
    while starts:
        first = starts & -starts
        starts ^= first
        ends = (reached if alone else tree.ends(scan, first)) & ((first << LONGEST_SPAN + 1) - 1)
        if ends:
            yield first.bit_length() - 1, ends.bit_length() - 1


def _joined(rule: Rule, parts: list[list[Span]]) -> Iterator[Found]:
    """The parts of an `&` rule nearest to each other, when they are near enough and do not share words."""
    for first in parts[0][:SPANS_LOOKED_AT]:
        spans = [first]
        for others in parts[1:]:
            free = [span for span in others[:SPANS_LOOKED_AT] if not any(_touch(span, taken) for taken in spans)]
            if free:
                spans.append(min(free, key=lambda span: abs(span[0] - first[0])))
        near = max(end for _, end in spans) - min(start for start, _ in spans) <= NEAR_WORDS
        if len(spans) == len(parts) and near:
            yield Found(rule, tuple(spans))


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
