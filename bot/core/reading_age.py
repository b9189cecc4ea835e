"""How old a reader must be to read a text with ease."""

from __future__ import annotations

import re

PLAIN_WORDS = 20
PLAIN_LETTERS = 4.0
PLAIN_SENTENCES = 2.0
YOUNGEST = 5.0

_NUMBER = re.compile(r"\+?\d+(?:[ :./,-]\d+)*(?:\s?[ap]m\b)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")


def reading_age(text: str) -> float:
    """The reading age of an English text in years, never under 5.

    The Automated Readability Index (Smith and Senter, 1967, AMRL-TR-66-220):
    grade = 4.71 x letters per word + 0.5 x words per sentence - 21.43, and age = grade + 5.
    It was made for pages, and in a text of ten words one "appointment" would move it by years; so each text is
    read together with 20 plain words (4 letters each, 10 a sentence), which weigh less the longer the text is.
    A number, a time or a phone number counts as one plain word, whatever its digits.
    """
    spoken = _NUMBER.sub(" four ", text)
    words = _WORD.findall(spoken)
    if not words:
        return YOUNGEST
    total = len(words) + PLAIN_WORDS
    letters = sum(map(_letters, words)) + PLAIN_WORDS * PLAIN_LETTERS
    grade = 4.71 * letters / total + 0.5 * total / (_sentences(spoken) + PLAIN_SENTENCES) - 21.43
    return max(YOUNGEST, round(grade + 5, 1))


def _letters(word: str) -> int:
    return sum(char.isalpha() for char in word)


def _sentences(text: str) -> int:
    return sum(1 for sentence in _SENTENCE_END.split(text) if _WORD.search(sentence))
