"""A second look at short words that are no words: "i wnat ot die".

A short word is never mended by itself: too many real words lie one slip away. But where a text says nothing of danger
and holds a few short words that are no English, each is tried as the words it may have been; if danger then shows, it
is asked about. At most `MOST_TRIES` readings of one text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.core.meaning import INTENTS, NEVER_ASKED, Reading
from bot.understanding.findings import NOT_BESIDE_DANGER, SAFETY, Told
from bot.understanding.spelling import Spelling, Word, Words

MOST_TRIES = 36
MOST_SLIPS = 4
LONGEST_TEXT_WORDS = 60
CONFIDENCE = 0.45

Slips = Sequence[tuple[int, Words]]


def look_again(
    found: tuple[Reading, ...],
    told: Told,
    spelling: Spelling,
    read: Callable[[Told], tuple[Reading, ...]],
    may_be_danger: Callable[[Sequence[Words]], bool],
) -> tuple[Reading, ...]:
    """The readings of a text, with the danger that shows once its short slips are mended.

    `may_be_danger` reads all of them at once, each word as whatever it may have been meant for: most texts end there.
    """
    if any(reading.intent in SAFETY for reading in found) or len(told.words) > LONGEST_TEXT_WORDS:
        return found
    slips = [(at, words) for at, word in enumerate(told.words) if (words := spelling.slips(word.text))]
    if not slips or len(slips) > MOST_SLIPS or not may_be_danger(_meant(told, slips, spelling)):
        return found
    for other in _tries(told, slips, spelling):
        danger = tuple(each for each in read(other) if each.intent in SAFETY and len(each.words) > 1)
        if danger:
            rest = tuple(reading for reading in found if reading.intent not in NOT_BESIDE_DANGER)
            return tuple(sorted((*map(_unsure, danger), *rest), key=lambda reading: INTENTS.index(reading.intent)))
    return found


def _meant(told: Told, slips: Slips, spelling: Spelling) -> list[Words]:
    """Each word with what it may have been meant for; of one that was meant for two words, both at its place."""
    meant: list[Words] = [(word.text,) for word in told.words]
    for at, words in slips:
        meant[at] = (*meant[at], *(each for text in words for each in spelling.usual(text)))
    return meant


def _tries(told: Told, slips: Slips, spelling: Spelling) -> Iterator[Told]:
    left = MOST_TRIES
    for at, words in slips:
        for text in words[:left]:
            left -= 1
            place = told.words[at].place
            usual = [Word(each, place, mended=True) for each in spelling.usual(text)]
            yield Told(told.tokens, [*told.words[:at], *usual, *told.words[at + 1 :]], told.grammar)


def _unsure(reading: Reading) -> Reading:
    return Reading(reading.intent, CONFIDENCE, reading.words, asks=reading.intent not in NEVER_ASKED)
