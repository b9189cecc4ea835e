"""Words that would give a person away on a phone that somebody else may read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def telling_words(text: str, words: frozenset[str]) -> tuple[str, ...]:
    """Which of `words` the text holds, in the order in which they appear, each once, as `words` spells them.

    Whole words only ("skilled" does not hold "killed"), whatever the capitals, with a plural or possessive s or
    without. A phrase ("drug test") is found over any spaces.
    """
    if not words:
        return ()
    spelt, pattern = _finder(words)
    found = (_plain(match) for match in pattern.findall(_plain(text)))
    return tuple(dict.fromkeys(spelt[match] for match in found))


@lru_cache(maxsize=8)
def _finder(words: frozenset[str]) -> tuple[dict[str, str], re.Pattern[str]]:
    spelt = {_plain(word): word for word in sorted(words) if _plain(word)}
    longest_first = sorted(spelt, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word) for word in longest_first)
    return spelt, re.compile(rf"(?<!\w)({either})(?:'?s|')?(?!\w)")


def _plain(text: str) -> str:
    """Lower case, one space between words, straight apostrophes, and nothing invisible within a word."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("\u2018", "'")
    seen = (char for char in folded if unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).split())
