"""The second layer: wordings that nobody listed, weighed by their likeness to labelled examples.

What the phrases found is evidence in it, and what is the whole text is beyond doubt. It raises danger that the phrases
missed, asks where it is unsure, lets go what only looks like danger, and names everyday intents that no phrase found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.meaning import DANGER, INTENTS, NEVER_ASKED, Reading
from bot.understanding.concepts import Concepts
from bot.understanding.features import features, said
from bot.understanding.findings import NOT_BESIDE_DANGER, WHOLE, Told
from bot.understanding.model import LISTED, Model

FEWEST_WORDS = 2
"""A single word is a phrase or nothing."""
FEWEST_TO_RAISE = 4
"""Two or three words are like too much: one slip of the thumb makes an everyday text look urgent."""
RAISED, ASKED, CERTAIN, GUESSED = 0.9, 0.5, 0.85, 0.4
ANSWERS = frozenset({"opt_out", "confirm", "decline", "thanks_or_chat"})
"""What nothing urgent may ever be taken for."""
FREEZES = frozenset({"opt_out", "opt_in", "wrong_person", "recalled_or_arrested", "phone_unsafe"})
NEAR = 0.6
"""What a phrase found stays beside the likeliest intent if it is about as likely."""
FAR = 1.5
"""A second danger that is so much less likely than the first is none: "shaking all over, feel like im dying"."""
DOUBTED = -0.6
"""The lead below which even half a text in a phrase's words is something else: "why do they go blue"."""
UNEASY = -0.3
"""Danger's lead from which a text answers no question by a phrase in it: "yes ill be there if im still alive"."""
UNHEARD_OF = -0.3
"""How little likeness to danger says nothing, however much less there is to everything else."""
FREEZES_FROM = 4
"""What stops, starts or freezes texts is never certain in fewer words."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a text says once it is weighed. `uneasy`: no danger was found, and yet it looks too much like it to be taken
    for the answer to a question."""

    readings: tuple[Reading, ...]
    uneasy: bool = False


@dataclass(frozen=True)
class SecondLayer:
    """One language's examples, fitted."""

    concepts: Concepts
    model: Model

    def weigh(self, told: Told, readings: tuple[Reading, ...], denied: Callable[[], bool]) -> Weighed:
        """The readings of the phrases, weighed against what the examples say of the text.

        `denied`: whether the phrases saw danger and let it go, so that likeness to danger raises nothing.
        """
        if len(told.words) < FEWEST_WORDS:
            return Weighed(readings)
        margins = self.model.margins(features(told, self.concepts, readings))
        if margins is None:
            return Weighed(readings)
        ranked = sorted(zip(map(float, margins), self.model.intents, strict=True), reverse=True)
        danger = next((margin, intent) for margin, intent in ranked if intent in DANGER)
        usual = [(margin, intent) for margin, intent in ranked if intent not in DANGER]
        lead = danger[0] - usual[0][0]
        uneasy = lead >= UNEASY and len(told.words) >= FEWEST_TO_RAISE
        listed = any(each.intent in DANGER for each in readings)
        # Unlike anything that was taught, whatever is least unlike says little.
        heard_of = listed or danger[0] >= UNHEARD_OF
        safe = self._of_danger(readings, danger[1], lead, told) if heard_of else list(readings)
        if not listed and safe != list(readings) and denied():
            safe = list(readings)
        if any(reading.intent in DANGER for reading in safe):
            likely = {intent for margin, intent in ranked if margin >= danger[0] - FAR} | {danger[1]}
            told_of = [each for each in safe if each.intent in likely or each.intent not in DANGER]
            beside = told_of if any(each.intent in DANGER for each in told_of) else safe
            return Weighed(_in_order([each for each in beside if each.intent not in NOT_BESIDE_DANGER]))
        return Weighed(tuple(self._of_the_rest(safe, usual, lead, len(told.words))), uneasy)

    def because(self, told: Told, readings: Sequence[Reading], intent: str) -> list[str]:
        """What of a text is most like the examples of an intent, in words."""
        return [said(each) for each in self.model.speaking(features(told, self.concepts, readings), intent)]

    def _of_danger(self, readings: Sequence[Reading], intent: str, lead: float, told: Told) -> list[Reading]:
        """Danger by its lead over everything else; a phrase needs less of it, and one that is half the text none."""
        bounds = self.model.thresholds
        listed = [each for each in readings if each.intent in DANGER]
        rest = [each for each in readings if each.intent not in DANGER]
        sure = any(not each.asks for each in listed)
        if any(_plain(each, told, lead) for each in listed):
            return [_surely(each) if lead >= bounds["sure"] else each for each in readings]
        if len(told.words) < FEWEST_TO_RAISE:
            return list(readings) if listed or lead < bounds["ask_short"] else [*rest, *_asked(intent)]
        if sure and any(each.intent == "phone_unsafe" for each in rest):
            return list(readings)  # what a text says of the phone speaks against no danger
        if sure and lead >= bounds["stands"]:
            return list(readings)
        if lead >= bounds["sure"]:
            return [*rest, *_without(listed, intent), Reading(intent, RAISED, ())]
        if lead >= bounds["ask"] - (LISTED if listed else 0) or (sure and lead >= bounds["let_go"]):
            return [*rest, *(map(_asking, listed) if listed else _asked(intent))]
        return rest

    def _of_the_rest(
        self, readings: list[Reading], usual: Sequence[tuple[float, str]], lead: float, words: int
    ) -> list[Reading]:
        """What an everyday text is about, likeliest first: phrases say little there that likeness does not say better.

        What is not certain is a guess for whoever reads the text: nothing acts on it.
        """
        if any(each.confidence >= WHOLE for each in readings):
            return readings
        bounds = self.model.thresholds
        (first, intent), (second, _) = usual[0], usual[1]
        margins = {name: margin for margin, name in usual}
        calm = lead < bounds["calm"]
        kept = [
            each if calm or each.intent not in ANSWERS else replace(each, confidence=GUESSED, asks=True)
            for each in readings
            if each.intent in FREEZES or margins.get(each.intent, first) >= first - NEAR
        ]
        if intent != "none" and intent not in {each.intent for each in kept}:
            sure = first - second >= bounds["certain"] and (calm or intent not in ANSWERS)
            sure = sure and not (intent in FREEZES and words < FREEZES_FROM)
            asks = not sure and intent not in NEVER_ASKED
            kept.append(Reading(intent, CERTAIN if sure else GUESSED, (), asks))
        return sorted(
            kept, key=lambda each: (not (each.words and each.intent in FREEZES), -margins.get(each.intent, first))
        )


def _plain(reading: Reading, told: Told, lead: float) -> bool:
    """Whether a phrase is the whole text, or half of its words and nothing much speaks against it."""
    return reading.confidence >= WHOLE or (lead >= DOUBTED and 2 * len(reading.words) >= len(told.tokens))


def _asking(reading: Reading) -> Reading:
    """What phrases found and the examples doubt; abuse is never asked about, so there it stands or goes."""
    return reading if reading.intent in NEVER_ASKED else replace(reading, asks=True)


def _surely(reading: Reading) -> Reading:
    """Two things that agree leave no doubt, except about oblique words: those are asked about, gently."""
    return reading if reading.intent == "suicide_risk" or reading.intent not in DANGER else replace(reading, asks=False)


def _asked(intent: str) -> list[Reading]:
    return [] if intent in NEVER_ASKED else [Reading(intent, ASKED, (), asks=True)]


def _without(readings: Sequence[Reading], intent: str) -> list[Reading]:
    return [each for each in readings if each.intent != intent]


def _in_order(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: INTENTS.index(reading.intent)))
