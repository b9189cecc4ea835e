"""How people spell: text-speak, drawn-out letters, missing spaces and slips of the thumb, each brought to one spelling.

A slip is mended only towards a word that the phrases use, never from a word that is itself English (`real_words`), and
never for short words, so that "skilled" does not become "killed".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from rapidfuzz.distance import OSA

from bot.understanding.normalise import Token

ONE_EDIT_FROM = 5
TWO_EDITS_FROM = 8
LONGEST_MENDED = 16
REMEMBERED_WORDS = 20_000

_DRAWN_OUT = re.compile(r"(.)\1+")
_MEASURE = re.compile(r"(\d{1,5})(x|mg|ml|g|am|pm|ish|m|mins?|h|hrs?|hours?|days?|wks?|weeks?|yrs?|st|nd|rd|th|k|l)")
_LETTER_WORDS = frozenset("iaunrckyx0123456789")
_LEET = str.maketrans("0134578", "oieastb")
_SHORT_STARTS = frozenset([
    "i", "im", "ive", "he", "hes", "she", "shes", "my", "his", "her", "is", "it", "no", "not", "u", "me", "to", "in",
    "on", "of", "by", "at", "up", "and", "the", "be", "go", "cant", "dont", "wont", "want", "hit", "off", "end", "got",
])  # fmt: skip

Words = tuple[str, ...]


class Word:
    """A word brought to its usual spelling, with the place in the text that it came from."""

    __slots__ = ("mended", "place", "text")

    def __init__(self, text: str, place: int, mended: bool) -> None:
        self.text = text
        self.place = place
        self.mended = mended


class Spelling:
    """Brings the words of a text to the spelling in which phrases are compared.

    `variants` maps a way of typing (one word, or two with a space) to the usual words; `real` are English words that
    must never be mended. `learn` takes the words of the phrases, once, before the first text is read.
    """

    def __init__(self, variants: Mapping[str, str], real: Collection[str] = ()) -> None:
        self._single = {key: tuple(value.split()) for key, value in variants.items() if " " not in key}
        pairs = {tuple(key.split()): tuple(value.split()) for key, value in variants.items() if " " in key}
        self._pairs: dict[Words, Words] = {key: value for key, value in pairs.items() if len(key) == 2}
        self._pair_starts = {first for first, _ in self._pairs}
        self._real = frozenset(real)
        self._wanted: frozenset[str] = frozenset()
        self.familiar: frozenset[str] = frozenset()
        self._others: frozenset[str] = frozenset()
        self._remembered: dict[str, tuple[Words, bool]] = {}

    def learn(self, wanted: Iterable[str], others: frozenset[str] = frozenset()) -> None:
        """Take the words that phrases use: only towards these is a slip mended, and never from `others` (English)."""
        self._others = others
        self._wanted = frozenset(wanted)
        self.familiar = self._wanted | self._real | frozenset(self._single)
        self._remembered = {}

    @cached_property
    def _near(self) -> dict[str, Words]:
        return _index(word for word in self._targets() if ONE_EDIT_FROM <= len(word) <= LONGEST_MENDED)

    @cached_property
    def _near_short(self) -> dict[str, Words]:
        return _index(word for word in self._targets() if 1 < len(word) < ONE_EDIT_FROM)

    def _targets(self) -> Iterable[str]:
        return self._wanted | {key for key, usual in self._single.items() if self._wanted.issuperset(usual)}

    @property
    def typed(self) -> frozenset[str]:
        """Every way of typing that the spellings list, word by word."""
        return frozenset(self._single).union(*self._pairs)

    def near(self, text: str) -> str | None:
        """The one word that a mistyped word was meant for; None for a word that is known or cannot be mended."""
        words, mended = self._spell(text)
        return words[0] if mended and len(words) == 1 else None

    def slips(self, text: str) -> Words:
        """The short words that a short word, which is no English, may have been meant for; none for any other."""
        if not 1 < len(text) <= ONE_EDIT_FROM or not text.isalpha() or self.knows(text):
            return ()
        candidates = {word for key in _shortened(text, 1) for word in self._near_short.get(key, ())}
        near = [word for word in candidates if OSA.distance(text, word, score_cutoff=1) <= 1]
        return tuple(sorted(near, key=lambda word: (word[0] != text[0], sorted(word) != sorted(text), word)))

    def usual(self, written: str) -> Words:
        """The usual spelling of words written in a phrase: text-speak is brought to its words, nothing is guessed."""
        parts, found = written.split(), list[str]()
        while parts:
            pair = self._pairs.get((parts[0], parts[1])) if len(parts) > 1 else None
            found.extend(pair or self._variant(parts[0]) or (_bare(parts[0]),))
            del parts[: 2 if pair else 1]
        return tuple(found)

    def spell(self, text: str) -> Words:
        """One word in its usual spelling, its slips mended."""
        return self._spell(text)[0]

    def words(self, tokens: Sequence[Token]) -> list[Word]:
        """The words of a text in their usual spelling; time grows with the number of tokens only."""
        found: list[Word] = []
        place, count = 0, len(tokens)
        while place < count:
            step, spelt, mended = self._here(tokens, place)
            if not (len(spelt) == 1 and found and found[-1].text == spelt[0]):  # "no no no" says what "no" says
                found.extend([Word(text, place, mended) for text in spelt])
            place += step
        return found

    def _here(self, tokens: Sequence[Token], place: int) -> tuple[int, Words, bool]:
        text = tokens[place].text
        if place + 1 < len(tokens):
            following = tokens[place + 1].text
            if text in self._pair_starts and (pair := self._pairs.get((text, following))) is not None:
                return 2, pair, False
            if self._stray(text) and self._stray(following):
                joined = _bare(text + following)
                if joined in self._wanted:
                    return 2, (joined,), True
                if not self._others and (parted := self._split(joined)) is not None:
                    return 2, parted, True
        spelt, mended = self._spell(text)
        return 1, spelt, mended

    def _spell(self, text: str) -> tuple[Words, bool]:
        remembered = self._remembered.get(text)
        if remembered is None:
            if len(self._remembered) >= REMEMBERED_WORDS:  # a stranger's texts must not fill the memory
                self._remembered.clear()
            remembered = self._remembered[text] = self._work_out(text)
        return remembered

    def _work_out(self, text: str) -> tuple[Words, bool]:
        if (known := self._known(text)) is not None:
            return known, False
        bare = _bare(text)
        if bare.isdigit() or bare in self._others:
            return (bare,), False
        if (measure := _MEASURE.fullmatch(bare)) is not None:
            return (measure[1], *(self._single.get(measure[2]) or (measure[2],))), False
        for guess in self._guesses(bare):
            if (known := self._known(guess)) is not None:
                return known, True
        mended = self._mend(bare) or (None if self._others else self._split(bare))
        return (mended, True) if mended else ((bare,), False)

    def _known(self, text: str) -> Words | None:
        if (variant := self._variant(text)) is not None:
            return variant
        bare = _bare(text)
        return (bare,) if bare in self._wanted or bare in self._real else None

    def knows(self, text: str) -> bool:
        """Whether a word as typed is a known one, or a known way of typing it."""
        return self._known(text) is not None

    def _stray(self, text: str) -> bool:
        """Whether a piece may be half a word: unknown, or a letter that stands for no word."""
        return text not in _LETTER_WORDS if len(text) == 1 else not self.knows(text)

    def _variant(self, text: str) -> Words | None:
        found = self._single.get(text)
        if found is None and "'" in text:
            found = self._single.get(_bare(text)) or self._shortened_verb(text)
        return found

    def _shortened_verb(self, text: str) -> Words | None:
        stem, _, end = text.rpartition("'")
        verb = {"s": "is", "ll": "will", "ve": "have", "re": "are", "m": "am", "d": "would"}.get(end)
        return (*self.usual(stem), verb) if verb and stem else None

    def _guesses(self, bare: str) -> Iterable[str]:
        yield _DRAWN_OUT.sub(r"\1\1", bare)
        yield _DRAWN_OUT.sub(r"\1", bare)
        if bare.endswith("in"):
            yield bare + "g"
        if not bare.isalpha():
            yield bare.translate(_LEET)

    def _mend(self, bare: str) -> Words | None:
        if not ONE_EDIT_FROM - 1 <= len(bare) <= LONGEST_MENDED + 2 or not bare.isalpha():
            return None
        keys = _shortened(bare, 2 if len(bare) >= TWO_EDITS_FROM - 1 else 1)
        candidates = {word for key in keys for word in self._near.get(key, ())}
        ranked = [rank for word in candidates if (rank := _rank(bare, word)) is not None]
        return self.usual(min(ranked)[2]) if ranked else None

    def _split(self, bare: str) -> Words | None:
        if not 5 <= len(bare) <= 24 or not bare.isalpha():
            return None
        for dropped in (0, 1):  # "noqpoint": the thumb hit a letter instead of the space
            for at in range(1, len(bare) - 1 - dropped):
                left, right = bare[:at], bare[at + dropped :]
                if self._begins(left, dropped) and self._whole_word(right):
                    return self.usual(f"{left} {right}")
        return None

    def _begins(self, left: str, dropped: int) -> bool:
        return (len(left) >= 3 + dropped or left in _SHORT_STARTS) and self._whole_word(left)

    def _whole_word(self, part: str) -> bool:
        return (len(part) > 1 and (part in self._wanted or part in self._single)) or part in ("i", "u")


def _index(words: Iterable[str]) -> dict[str, Words]:
    """Words by what is left of them when a letter, or two of a long word, is taken away."""
    near: dict[str, list[str]] = {}
    for word in sorted(words):
        if word.isalpha():
            for key in _shortened(word, 2 if len(word) >= TWO_EDITS_FROM else 1):
                near.setdefault(key, []).append(word)
    return {key: tuple(found) for key, found in near.items()}


def _bare(text: str) -> str:
    return text.replace("'", "")


def _shortened(word: str, edits: int) -> set[str]:
    kept = range(len(word))
    keys = {word} | {word[:at] + word[at + 1 :] for at in kept}
    if edits == 2:
        keys |= {word[:a] + word[a + 1 : b] + word[b + 1 :] for a, b in combinations(kept, 2)}
    return keys


def _rank(typed: str, word: str) -> tuple[int, bool, str] | None:
    """How near: edits, then whether it begins alike, then the alphabet; None when it is not near enough."""
    allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
    edits = OSA.distance(typed, word, score_cutoff=allowed)
    alike = typed[0] == word[0]
    if edits > allowed or (not alike and edits > 1):
        return None
    return edits, not alike, word
