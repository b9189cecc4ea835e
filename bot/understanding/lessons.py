"""Accepted lessons as examples: five columns, nobody in them, and none that is nearly there already."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from rapidfuzz import fuzz, process

from bot.core import anonymous
from bot.core.meaning import DANGER
from bot.understanding.fit import Example

FILE = "lessons.tsv"
ALIKE = 85
"""Of 100: two texts of four words or more that are so alike are one text."""
LONG_ENOUGH = 4
MADE_UP = {
    anonymous.NAME: "sam",
    anonymous.NUMBER: "07700 900123",
    anonymous.DATE: "1 january 1990",
    anonymous.POSTCODE: "zz1 1zz",
    anonymous.EMAIL: "sam@example.org",
    anonymous.LINK: "www.example.org",
}
"""What stands where something was taken out: a text with a name in it, as people write them."""


def spoken(text: str) -> str:
    """The text on one line, with something made up where something was taken out."""
    said = " ".join(text.split())
    for mark, words in MADE_UP.items():
        said = said.replace(mark, words)
    return said


def row(text: str, intent: str, was: str | None, language: str) -> str:
    """One line of the examples. A text that was wrongly taken for danger is a look-alike: its family says so."""
    said = spoken(text)
    alike = "lookalike-" if was in DANGER and intent not in DANGER else ""
    return "\t".join((said, intent, "-", f"{alike}lesson-{sha256(plain(said).encode()).hexdigest()[:8]}", language))


def plain(text: str) -> str:
    """Letters, digits and single spaces: what two texts are compared by."""
    kept = "".join(each if each.isalnum() or each.isspace() else " " for each in text.lower().replace("'", ""))
    return " ".join(kept.split())


class Known:
    """Texts that are there already."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {plain(text): text for text in texts}
        self._long = [each for each in self._texts if each.count(" ") + 1 >= LONG_ENOUGH]

    def near(self, text: str) -> str | None:
        """The one that is nearly this text: the same words, or most of the letters of a longer one."""
        said = plain(spoken(text))
        if said in self._texts:
            return self._texts[said]
        if said.count(" ") + 1 < LONG_ENOUGH:
            return None
        found = process.extractOne(said, self._long, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._texts[found[0]] if found else None


def objection(text: str, intent: str, examples: Known, intents: dict[str, Example], held_out: Known) -> str | None:
    """Why a lesson cannot be learned from; None where it can."""
    if held_out.near(text):
        return "it is nearly a held-out text: those measure how well it understands, and may not teach"
    if near := examples.near(text):
        known = intents[near]
        if known.intent == intent:
            return f'there is nearly the same example already: "{near}"'
        return f'an example says otherwise: "{near}" is {known.intent}. Mend one of them'
    return None
