"""How staff write a phrase, read into a tree.

A line is words; `{name}` is any entry of that vocabulary table; `{kind:name}` is any entry of that kind in
`concepts.tsv`; `word?` may be missing; `(one|other)` is either; `...` is up to three words of whatever; `&` joins
parts that stand anywhere near each other in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

GAP_WORDS = 3
DEEPEST = 12
FIRST_NAME, LAST_NAME = "\N{WHITE SQUARE}first", "\N{WHITE SQUARE}last"
"""What a person's own names are read as, where they are known: no word that anybody can type."""

_MARKS = frozenset({"(", ")", "{", "}", "|", "?", "&", "...", "…"})
_ATOM = re.compile(r"\.\.\.|…|[(){}|?&]|[^\s(){}|?&]+")


class PatternError(ValueError):
    """A line that cannot be read; says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word out of a set."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to three words of whatever, but never a "not"."""


@dataclass(frozen=True, slots=True)
class Row:
    """Parts in this order."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any one of these."""

    choices: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """This, or nothing."""

    part: Node


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the lexicon: it may hold slips of the thumb, so nothing is mended towards its words."""

    part: Node


Node = OneOf | Gap | Row | Either | Maybe | Listed
Spell = Callable[[str], tuple[str, ...]]
Table = Callable[[str], Node]
Alike = Mapping[str, frozenset[str]]


class _Reader:
    def __init__(self, line: str, spell: Spell, table: Table, alike: Alike) -> None:
        self._atoms = _ATOM.findall(line)
        self._at = 0
        self._spell = spell
        self._table = table
        self._alike = alike

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
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _piece(self, atom: str, depth: int) -> list[Node]:
        if depth > DEEPEST:
            raise PatternError("brackets stand too deep in each other: make a vocabulary table of the inner ones")
        if atom in ("...", "…"):
            return [Gap()]
        if atom == "(":
            inner = self.either(depth + 1)
            self._close(")")
            return [inner]
        if atom == "{":
            name = str(self._peek() or "")
            self._at += 1
            self._close("}")
            return [self._table(name)]
        raise PatternError(f"'{atom}' follows nothing: remove it")

    def _run(self, word: str) -> list[Node]:
        """Plain words side by side, spelt together ("key worker" is one word); the one before a "?" stands alone."""
        words = [word]
        while _plain(self._peek()) and self._peek(1) != "?" and self._peek() != "?":
            words.append(str(self._peek()))
            self._at += 1
        spelt: list[Node] = [self._word(each) for each in self._spell(" ".join(words))]
        return [Row(tuple(spelt))] if self._peek() == "?" and len(spelt) > 1 else spelt

    def _word(self, word: str) -> OneOf:
        return OneOf(self._alike.get(word) or frozenset({word}))

    def _close(self, mark: str) -> None:
        if self._peek() != mark:
            raise PatternError(f"a '{mark}' is missing: add it")
        self._at += 1

    def _peek(self, ahead: int = 0) -> str | None:
        at = self._at + ahead
        return self._atoms[at] if at < len(self._atoms) else None


def _plain(atom: str | None) -> bool:
    return atom is not None and atom not in _MARKS


def either(choices: list[Node]) -> Node:
    """Join choices, single words into one set, so that long word lists stay one step wide."""
    flat = [inner for choice in choices for inner in (choice.choices if isinstance(choice, Either) else (choice,))]
    words = frozenset(word for choice in flat if isinstance(choice, OneOf) for word in choice.words)
    rest = [choice for choice in flat if not isinstance(choice, OneOf)]
    joined: list[Node] = [OneOf(words)] if words else []
    joined.extend(rest)
    return joined[0] if len(joined) == 1 else Either(tuple(joined))


def read_pattern(line: str, spell: Spell, table: Table, alike: Alike) -> list[Node]:
    """Read one line into the parts that its `&` joins (one part without `&`); raises PatternError.

    `alike` are words that people write for another: a phrase's "my" is also "me".
    """
    return _Reader(line, spell, table, alike).parts()


def may_be_empty(node: Node) -> bool:
    """Whether a tree can be satisfied by no word at all: such a phrase would be found everywhere."""
    match node:
        case OneOf():
            return False
        case Row(parts):
            return all(may_be_empty(part) for part in parts)
        case Either(choices):
            return any(may_be_empty(choice) for choice in choices)
        case Listed(part):
            return may_be_empty(part)
        case _:
            return True


def words_in(node: Node) -> frozenset[str]:
    """Every word that staff wrote in a tree; those of the lexicon are left out."""
    match node:
        case OneOf(words):
            return words
        case Row(parts) | Either(parts):
            return frozenset().union(*(words_in(part) for part in parts))
        case Maybe(part):
            return words_in(part)
        case _:
            return frozenset()
