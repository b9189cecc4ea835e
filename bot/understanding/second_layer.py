"""The second layer: wordings that nobody listed, read by their likeness to labelled examples.

It never takes a certain danger away. It raises danger that the phrases missed, asks where it is unsure, drops a
phrase's own "maybe" that nothing speaks for, and names everyday intents that no phrase found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.meaning import DANGER, INTENTS, NEVER_ASKED, Reading
from bot.understanding.concepts import Concepts
from bot.understanding.features import features, said
from bot.understanding.findings import NOT_BESIDE_DANGER, Told
from bot.understanding.model import Model

FEWEST_WORDS = 2
"""A single word is a phrase or nothing."""
FEWEST_FOR_DANGER = 4
"""Two or three words are like too much: one slip of the thumb makes an everyday text look urgent."""
RAISED, ASKED, CERTAIN, LIKELY = 0.9, 0.5, 0.85, 0.6
ANSWERS = frozenset({"opt_out", "confirm", "decline", "thanks_or_chat"})
"""What nothing urgent may ever be taken for."""
FREEZES = frozenset({"opt_out", "opt_in", "wrong_person", "recalled_or_arrested", "phone_unsafe"})
FREEZES_FROM = 4
"""What stops, starts or freezes texts wants a certain likeness, and this many words."""


@dataclass(frozen=True)
class SecondLayer:
    """One language's examples, fitted."""

    concepts: Concepts
    model: Model

    def weigh(self, told: Told, readings: tuple[Reading, ...], *, denied: bool = False) -> tuple[Reading, ...]:
        """The readings of the phrases, and what the examples say of the text.

        `denied`: the phrases saw danger and let it go, so likeness to danger raises nothing.
        """
        if len(told.words) < FEWEST_WORDS:
            return readings
        found = features(told, self.concepts, readings)
        margins = self.model.margins(found)
        if margins is None:
            return readings
        ranked = sorted(zip(map(float, margins), self.model.intents, strict=True), reverse=True)
        danger = next((margin, intent) for margin, intent in ranked if intent in DANGER)
        usual = [(margin, intent) for margin, intent in ranked if intent not in DANGER]
        lead = danger[0] - usual[0][0]
        few = len(told.tokens) < FEWEST_FOR_DANGER
        safe = list(readings) if denied or few else self._of_danger(readings, danger[1], lead)
        if any(reading.intent in DANGER for reading in safe):
            return _in_order([each for each in safe if each.intent not in NOT_BESIDE_DANGER])
        return _in_order(self._of_the_rest(safe, usual, lead, len(told.words)))

    def because(self, told: Told, readings: Sequence[Reading], intent: str) -> list[str]:
        """What of a text is most like the examples of an intent, in words."""
        return [said(each) for each in self.model.speaking(features(told, self.concepts, readings), intent)]

    def _of_danger(self, readings: Sequence[Reading], intent: str, lead: float) -> list[Reading]:
        bounds = self.model.thresholds
        kept = [each for each in readings if not (each.intent in DANGER and each.asks and lead < bounds["calm"])]
        if any(each.intent in DANGER for each in kept):
            return kept
        if lead >= bounds["sure"]:
            return [*kept, Reading(intent, RAISED, ())]
        if lead >= bounds["ask"] and intent not in NEVER_ASKED:
            return [*kept, Reading(intent, ASKED, (), asks=True)]
        return kept

    def _of_the_rest(
        self, readings: list[Reading], usual: Sequence[tuple[float, str]], lead: float, words: int
    ) -> list[Reading]:
        """One everyday intent where the phrases found none; beside theirs it would only contradict them."""
        if readings:
            return readings
        bounds = self.model.thresholds
        (first, intent), (second, _) = usual[0], usual[1]
        ahead = first - second
        if intent == "none" or ahead < bounds["likely"]:
            return readings
        if intent in ANSWERS and lead >= bounds["calm"]:
            return readings
        sure = ahead >= bounds["certain"]
        if intent in FREEZES and not (sure and words >= FREEZES_FROM):
            return readings
        return [Reading(intent, CERTAIN if sure else LIKELY, (), asks=not sure)]


def _in_order(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: INTENTS.index(reading.intent)))
