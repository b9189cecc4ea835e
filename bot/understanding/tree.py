"""Phrases as trees, and how far into a text each of them leads.

A tree takes the places from which it is read and gives those at which it may end (`scan.py`). None can run away: each
of its pieces is read once for each set of places that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from bot.understanding.scan import Scan, Words

GAP_WORDS = 3
FEW = 6
"""Choices; of more, only those are tried of which a word stands in the text."""


class OneOf:
    """One word out of a set."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        self.words = words

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places."""
        return (places & scan.hits[self.words]) << 1

    @property
    def needs(self) -> Words | None:
        """Words of which one must stand in the text; None where there are none."""
        return self.words

    @property
    def begins(self) -> Words:
        """The words that it may begin with."""
        return self.words


class Gap:
    """Up to three words of whatever, but never a "not"."""

    needs = None
    begins: Words = frozenset()

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places."""
        reached = places
        for _ in range(GAP_WORDS):
            places = scan.past((places & scan.open) << 1)
            reached |= places
        return reached


class Maybe:
    """This, or nothing."""

    needs = None

    def __init__(self, part: Node) -> None:
        self.part = part

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places."""
        return places | self.part.ends(scan, places)

    @property
    def begins(self) -> Words:
        """The words that it may begin with."""
        return self.part.begins


class Row:
    """Parts in this order, words to skip between them; `spare` says of each part whether it may be missing.

    `musts` are what its other parts need, the rarest first: where one is missing, no part is read.
    """

    __slots__ = ("_steps", "musts", "needs", "parts")

    def __init__(self, parts: tuple[Node, ...], spare: Sequence[bool], rarity: Callable[[Words], int]) -> None:
        self.parts = parts
        needs = {words for part, may in zip(parts, spare, strict=True) if not may for words in musts_of(part)}
        self.musts = sorted(needs, key=rarity)
        self.needs: Words | None = self.musts[0] if self.musts else None
        self._steps = tuple(
            (part.part, True) if isinstance(part, Maybe) else (part, may_miss)
            for part, may_miss in zip(parts, spare, strict=True)
        )

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places."""
        hits = scan.hits
        for words in self.musts:
            if not hits[words]:
                return 0
        first = True
        for part, may_miss in self._steps:
            reached = part.ends(scan, places if first else scan.past(places))
            places = reached | places if may_miss else reached
            if not places:
                return 0
            first = False
        return places

    @property
    def begins(self) -> Words:
        """The words that it may begin with."""
        found: Words = frozenset()
        for part, may_miss in self._steps:
            found |= part.begins
            if not may_miss and not isinstance(part, Gap):
                break
        return found


class Either:
    """Any one of these."""

    def __init__(self, choices: tuple[Node, ...]) -> None:
        self.choices = choices
        needs = [choice.needs for choice in choices]
        self.needs: Words | None = None if None in needs else frozenset().union(*(each for each in needs if each))

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places; what stands in many phrases is worked out once a text."""
        key = id(self), places
        found = scan.seen.get(key)
        if found is None:
            found = 0
            for choice in self.choices if len(self.choices) <= FEW else self._among(scan):
                found |= choice.ends(scan, places)
            scan.seen[key] = found
        return found

    def _among(self, scan: Scan) -> Sequence[Node]:
        found = scan.among.get(id(self))
        if found is None:
            found = scan.among[id(self)] = tuple(self._index.among(scan))
        return found

    @cached_property
    def _index(self) -> Index:
        return Index(self.choices)

    @cached_property
    def begins(self) -> Words:
        """The words that it may begin with."""
        return frozenset().union(*(choice.begins for choice in self.choices))


class Listed:
    """An entry of the lexicon: it may hold slips of the thumb, so nothing is mended towards its words."""

    def __init__(self, part: Node) -> None:
        self.part = part
        self.needs: Words | None = part.needs

    def ends(self, scan: Scan, places: int) -> int:
        """Where it may end, read from these places."""
        return self.part.ends(scan, places)

    @property
    def begins(self) -> Words:
        """The words that it may begin with."""
        return self.part.begins


Node = OneOf | Gap | Row | Either | Maybe | Listed


def musts_of(node: Node) -> Sequence[Words]:
    """All that must stand in a text for a tree to be found there: one word of each of these."""
    return node.musts if isinstance(node, Row) else (node.needs,) if node.needs else ()


class Index:
    """Trees by the words that they need: of many, the few that a text may hold."""

    def __init__(self, trees: Sequence[Node]) -> None:
        self._needing: dict[Words, list[Node]] = {}
        self._always = [tree for tree in trees if tree.needs is None]
        for tree in trees:
            if tree.needs is not None:
                self._needing.setdefault(tree.needs, []).append(tree)
        self._sets: dict[str, list[Words]] = {}
        for words in self._needing:
            for word in words:
                self._sets.setdefault(word, []).append(words)

    def among(self, scan: Scan) -> Iterator[Node]:
        """The trees of which no needed word is missing."""
        yield from self._always
        sets = self._sets
        for words in {words for word in sets.keys() & scan.words for words in sets[word]}:
            yield from self._needing[words]


def either(choices: list[Node]) -> Node:
    """Join choices, single words into one set, so that long word lists stay one step wide."""
    flat = [inner for choice in choices for inner in (choice.choices if isinstance(choice, Either) else (choice,))]
    words = frozenset(word for choice in flat if isinstance(choice, OneOf) for word in choice.words)
    rest = [choice for choice in flat if not isinstance(choice, OneOf)]
    joined: list[Node] = [OneOf(words)] if words else []
    joined.extend(rest)
    return joined[0] if len(joined) == 1 else Either(tuple(joined))


def may_be_empty(node: Node) -> bool:
    """Whether a tree can be satisfied by no word at all: such a phrase would be found everywhere."""
    match node:
        case OneOf():
            return False
        case Row():
            return all(map(may_be_empty, node.parts))
        case Either():
            return any(map(may_be_empty, node.choices))
        case Listed():
            return may_be_empty(node.part)
        case _:
            return True


def words_in(node: Node) -> Words:
    """Every word that staff wrote in a tree; those of the lexicon are left out."""
    match node:
        case OneOf():
            return node.words
        case Row():
            return frozenset().union(*map(words_in, node.parts))
        case Either():
            return frozenset().union(*map(words_in, node.choices))
        case Maybe():
            return words_in(node.part)
        case _:
            return frozenset()
