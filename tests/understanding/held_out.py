"""The held-out texts, and what an understanding makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.core.meaning import DANGER, Meaning
from bot.understanding.second_layer import ANSWERS

FOLDER = Path(__file__).parent / "heldout"
AT_RISK = frozenset({"overdose_now", "suicide_risk"})


@dataclass(frozen=True, slots=True)
class Held:
    """One labelled text; `accepted` are the intents that may come first."""

    text: str
    intent: str
    accepted: frozenset[str]
    family: str
    language: str

    @property
    def group(self) -> str:
        """Urgent texts by intent, the rest as look-alikes and everyday texts."""
        if self.intent in DANGER:
            return self.intent
        return "look-alikes" if self.family.startswith("lookalike") else "everyday texts"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was made of it: danger raised surely, or asked about; the first intent right; danger taken for an answer."""

    held: Held
    sure: bool
    asked: bool
    right: bool
    swallowed: bool


def held_out(files: Iterable[Path] | None = None) -> Iterator[Held]:
    for path in sorted(files or FOLDER.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            text, intent, also, family, language = line.split("\t")
            accepted = frozenset({intent, *also.split(",")}) - {"-"}
            yield Held(text, intent, accepted, family, language)


def judged(held: Held, meaning: Meaning) -> Verdict:
    danger = [reading for reading in meaning.readings if reading.intent in DANGER]
    sure = any(not reading.asks for reading in danger)
    # What is only guessed is not answered: it goes to a human.
    swallowed = held.intent in AT_RISK and meaning.intent in ANSWERS and not meaning.readings[0].guessed
    right = meaning.intent in held.accepted or (held.intent == "none" and meaning.intent is None)
    return Verdict(held, sure, bool(danger) and not sure, right, swallowed)


def verdicts(
    understand: Callable[..., Meaning], texts: Iterable[Held], slip: Callable[[str], str] = str
) -> list[Verdict]:
    """Each text judged, as typed or with a slip of the thumb."""
    return [judged(held, understand(slip(held.text), language=held.language)) for held in texts]
