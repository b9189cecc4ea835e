"""A second look at short words that are no words: "i wnat ot die".

A short word is never mended by itself: too many real words lie one slip away. But where a text says nothing of danger
and holds a few short words that are no English, each is tried as the words it may have been; if danger then shows, it
is asked about. At most `MOST_TRIES` readings of one text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.core.meaning import INTENTS, NEVER_ASKED, Reading
from bot.understanding.findings import NOT_BESIDE_DANGER, SAFETY, Told
from bot.understanding.spelling import Spelling, Word

MOST_TRIES = 36
MOST_SLIPS = 4
LONGEST_TEXT_WORDS = 60
CONFIDENCE = 0.45


def look_again(
    found: tuple[Reading, ...], told: Told, spelling: Spelling, read: Callable[[Told], tuple[Reading, ...]]
) -> tuple[Reading, ...]:
    """The readings of a text, with the danger that shows once its short slips are mended."""
    if any(reading.intent in SAFETY for reading in found) or len(told.words) > LONGEST_TEXT_WORDS:
        return found
    for other in _tries(told, spelling):
        danger = tuple(each for each in read(other) if each.intent in SAFETY and len(each.words) > 1)
        if danger:
            rest = tuple(reading for reading in found if reading.intent not in NOT_BESIDE_DANGER)
            return tuple(sorted((*map(_unsure, danger), *rest), key=lambda reading: INTENTS.index(reading.intent)))
    return found


def _tries(told: Told, spelling: Spelling) -> Iterator[Told]:
    slips = [(at, words) for at, word in enumerate(told.words) if (words := spelling.slips(word.text))]
    if len(slips) > MOST_SLIPS:
        return
    left = MOST_TRIES
    for at, words in slips:
        for text in words[:left]:
            left -= 1
            place = told.words[at].place
            usual = [Word(each, place, mended=True) for each in spelling.usual(text)]
            yield Told(told.tokens, [*told.words[:at], *usual, *told.words[at + 1 :]], told.grammar)


def _unsure(reading: Reading) -> Reading:
    return Reading(reading.intent, CONFIDENCE, reading.words, asks=reading.intent not in NEVER_ASKED)
