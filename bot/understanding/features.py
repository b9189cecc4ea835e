"""A text as features for the second layer: words, neighbours, letters, kinds, and what the phrases found.

Each feature is a short string; the model knows them by their 32-bit sums. The cost counts: a usual text has some 250.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from bot.core.meaning import Reading
from bot.understanding.concepts import Concepts, Kinds
from bot.understanding.findings import Told

WORDS_READ = 80
"""Beyond this many words a text is a story; its beginning says what it is about."""
APART = 4
KINDS_APART = 6
PAIRS = 9
"""Words with many kinds are paired with few others: their products say little."""


def features(told: Told, concepts: Concepts, readings: Sequence[Reading]) -> list[str]:
    """Every feature of a text, repeats left in."""
    words = [word.text for word in told.words[:WORDS_READ]]
    pieces = concepts.read([token.text for token in told.tokens[:WORDS_READ]])
    marks = (f"r{reading.intent}{'?' if reading.asks else ''}" for reading in readings)
    return [*_of_words(words), *_of_kinds(pieces), *marks]


NAMES = {
    "a": "word", "b": "words", "c": "words", "s": "words near each other", "l": "letters", "k": "kind", "m": "kinds",
    "n": "kinds", "p": "kinds near each other", "r": "phrase for",
}  # fmt: skip


def said(feature: str) -> str:
    """A feature in words for people: "kind bad_colour"."""
    return f"{NAMES[feature[0]]} {feature[1:]}"


def sums(found: Iterable[str]) -> set[int]:
    """The features as numbers, each once."""
    return {crc32(each.encode()) for each in found}


def _of_words(words: Sequence[str]) -> Iterator[str]:
    edged = ("^", *words, "$")
    for word in words:
        yield f"a{word}"
        yield from _letters(word)
    for one, two in zip(edged, edged[1:], strict=False):
        yield f"b{one} {two}"
    for one, two, three in zip(edged, edged[1:], edged[2:], strict=False):
        yield f"c{one} {two} {three}"
    for at, word in enumerate(words):
        for other in words[at + 2 : at + 1 + APART]:
            yield f"s{word}~{other}"


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """Its runs of three to five letters: a misspelt word shares most of them."""
    whole = f"<{word}>"
    return tuple(f"l{whole[at : at + size]}" for size in (3, 4, 5) for at in range(len(whole) - size + 1))


def _of_kinds(pieces: Sequence[Kinds]) -> Iterator[str]:
    edged = (("^",), *pieces, ("$",))
    for kinds in pieces:
        for kind in kinds:
            yield f"k{kind}"
    for left, right in zip(edged, edged[1:], strict=False):
        for one in left:
            for two in right:
                yield f"m{one} {two}"
    yield from _threes(edged)
    yield from _apart([[kind for kind in kinds if kind[0] != "="] for kinds in pieces])


def _threes(edged: Sequence[Kinds]) -> Iterator[str]:
    for left, middle, right in zip(edged, edged[1:], edged[2:], strict=False):
        if len(left) * len(middle) * len(right) <= PAIRS:
            for one in left:
                for two in middle:
                    for three in right:
                        yield f"n{one} {two} {three}"


def _apart(named: Sequence[Sequence[str]]) -> Iterator[str]:
    for at, left in enumerate(named):
        for right in named[at + 2 : at + 1 + KINDS_APART]:
            if left and len(left) * len(right) <= PAIRS:
                for one in left:
                    for two in right:
                        yield f"p{one}~{two}"
