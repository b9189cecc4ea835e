"""How staff write a phrase, read into a tree.

A line is words; `{name}` is any entry of that vocabulary table; `{kind:name}` is any entry of that kind in
`concepts.tsv`; `word?` may be missing; `(one|other)` is either; `...` is up to three words of whatever; `&` joins
parts that stand anywhere near each other in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.understanding.scan import Words
from bot.understanding.tree import Gap, Maybe, Node, OneOf, Row, either

DEEPEST = 12
FIRST_NAME, LAST_NAME = "\N{WHITE SQUARE}first", "\N{WHITE SQUARE}last"
"""What a person's own names are read as, where they are known: no word that anybody can type."""

_MARKS = frozenset({"(", ")", "{", "}", "|", "?", "&", "...", "…"})
_ATOM = re.compile(r"\.\.\.|…|\([^(){}?&.…]+\)|[(){}|?&]|[^\s(){}|?&]+")
"""Words or choices of words in one pair of brackets are one atom: most brackets are, and stand in many lines."""


class PatternError(ValueError):
    """A line that cannot be read; says what is wrong and what to do."""


Spell = Callable[[str], tuple[str, ...]]
Table = Callable[[str], Node]
Alike = Mapping[str, Words]


class _Reader:
    def __init__(self, line: str, reader: PatternReader) -> None:
        self._atoms = _ATOM.findall(line)
        self._at = 0
        self._reader = reader

    def parts(self) -> list[Node]:
        found = [self.either(0)]
        while self._peek() == "&":
            self._at += 1
            found.append(self.either(0))
        if self._at < len(self._atoms):
            raise PatternError(f"'{self._atoms[self._at]}' stands where nothing opens it: remove it")
        return found

    def either(self, depth: int) -> Node:
        choices = [self._row(depth)]
        while self._peek() == "|":
            self._at += 1
            choices.append(self._row(depth))
        return either(choices)

    def _row(self, depth: int) -> Node:
        parts: list[Node] = []
        while (atom := self._peek()) not in (None, "|", ")", "&"):
            self._at += 1
            parts.extend(self._run(str(atom)) if _plain(atom) else self._piece(str(atom), depth))
            if self._peek() == "?":
                self._at += 1
                parts[-1:] = [Maybe(parts[-1])] if parts else []
        if not parts:
            raise PatternError("there are no words here: write some, or remove the line or the '|'")
        return self._reader.row(parts)

    def _piece(self, atom: str, depth: int) -> list[Node]:
        if depth > DEEPEST:
            raise PatternError("brackets stand too deep in each other: make a vocabulary table of the inner ones")
        if atom in ("...", "…"):
            return [Gap()]
        if len(atom) > 1:
            return [self._reader.choice(atom[1:-1])]
        if atom == "(":
            inner = self.either(depth + 1)
            self._close(")")
            return [inner]
        if atom == "{":
            name = str(self._peek() or "")
            self._at += 1
            self._close("}")
            return [self._reader.table(name)]
        raise PatternError(f"'{atom}' follows nothing: remove it")

    def _run(self, word: str) -> list[Node]:
        """Plain words side by side, spelt together ("key worker" is one word); the one before a "?" stands alone."""
        words = [word]
        while _plain(self._peek()) and self._peek(1) != "?" and self._peek() != "?":
            words.append(str(self._peek()))
            self._at += 1
        spelt = self._reader.words(" ".join(words))
        return [self._reader.row(spelt)] if self._peek() == "?" else spelt

    def _close(self, mark: str) -> None:
        if self._peek() != mark:
            raise PatternError(f"a '{mark}' is missing: add it")
        self._at += 1

    def _peek(self, ahead: int = 0) -> str | None:
        at = self._at + ahead
        return self._atoms[at] if at < len(self._atoms) else None


def _plain(atom: str | None) -> bool:
    return atom is not None and atom not in _MARKS and atom[0] != "("


class PatternReader:
    """Reads the lines of one language.

    `alike` are words that people write for another: a phrase's "my" is also "me". `light` words may be missing from a
    row; `common` says how often a word is used. What stands in many lines is worked out once.
    """

    def __init__(
        self, spell: Spell, table: Table, alike: Alike, light: Words, deny: Words, common: Mapping[str, int]
    ) -> None:
        self.table = table
        self._spell = spell
        self._alike = alike
        self._light = light
        self._deny = deny
        self._common = common
        self._rarities: dict[Words, int] = {}
        self._spelt: dict[str, list[Node]] = {}
        self._choices: dict[str, Node] = {}

    def read(self, line: str) -> list[Node]:
        """One line as the parts that its `&` joins (one part without `&`); raises PatternError."""
        return _Reader(line, self).parts()

    def choice(self, written: str) -> Node:
        """What stands in brackets: rows of words with "|" between; raises PatternError."""
        if written not in self._choices:
            self._choices[written] = _Reader(written, self).either(1)
        return self._choices[written]

    def words(self, written: str) -> list[Node]:
        """Plain words in their usual spelling."""
        if written not in self._spelt:
            words = self._spell(written)
            self._spelt[written] = [OneOf(self._alike.get(word) or frozenset({word})) for word in words]
        return self._spelt[written]

    def row(self, parts: Sequence[Node]) -> Node:
        """Parts one after another. Light words may be missing, but not the first, nor where too little would be left
        ("not have")."""
        if len(parts) == 1:
            return parts[0]
        small = self._light | self._deny
        heavy = sum(not isinstance(part, OneOf) or not part.words <= small for part in parts)
        spare = [
            at > 0 and heavy > 1 and isinstance(part, OneOf) and part.words <= self._light
            for at, part in enumerate(parts)
        ]
        return Row(tuple(parts), spare, self._rarity)

    def _rarity(self, words: Words) -> int:
        """How many texts are likely to hold one of these words, in no unit: few first."""
        found = self._rarities.get(words)
        if found is None:
            common = self._common
            found = self._rarities[words] = sum(1 + common.get(word, 0) for word in words)
        return found

    def entries(self, entries: Iterable[tuple[str, ...]]) -> Node:
        """Any one of these rows of words."""
        rows = _alike_in_one(entries, lambda word: 2 * (word in self._light) + (word in self._deny))
        return either([self.row([OneOf(words) for words in row]) for row in rows])


def _alike_in_one(rows: Iterable[tuple[str, ...]], sort: Callable[[str], int]) -> set[tuple[Words, ...]]:
    """Entries that differ in one word of a sort made one: "gone over" and "went over", so that far fewer are kept."""
    sets = {tuple(frozenset({word}) for word in row) for row in rows}
    for at in range(max(map(len, sets))):
        joined: dict[tuple[object, ...], tuple[frozenset[str], ...]] = {}
        for row in sorted(sets, key=lambda row: [sorted(words) for words in row]):
            if at >= len(row):
                joined[row] = row
                continue
            key = (row[:at], sort(min(row[at])), row[at + 1 :])
            held = joined.get(key, row)
            joined[key] = (*row[:at], row[at] | held[at], *row[at + 1 :])
        sets = set(joined.values())
    return sets
