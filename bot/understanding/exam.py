"""What a new second layer must not forget: it is compared with the old one on texts whose meaning is known.

It is refused where fewer texts of any danger are understood than before, and where an urgent text would be answered as
STOP, yes, no or chat. It may not even be better elsewhere for that price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core import meaning as intents
from bot.core.meaning import INTENTS, Meaning, Recognise
from bot.understanding.fit import Example
from bot.understanding.second_layer import ANSWERS

CALM = "calm"
DANGER = frozenset(intents.DANGER)


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the intents of which one must come first ("calm": no danger in it), and the person's language."""

    text: str
    accepted: frozenset[str]
    language: str = "en"

    @property
    def danger(self) -> str | None:
        """The danger that it tells of, the most urgent where several are accepted."""
        return next((intent for intent in INTENTS if intent in self.accepted), None) if self.urgent else None

    @property
    def urgent(self) -> bool:
        """Whether nothing but danger is right."""
        return bool(self.accepted) and self.accepted <= DANGER


@dataclass(frozen=True, slots=True)
class Broken:
    """A text that was understood and would not be; None is not understood."""

    text: str
    was: str | None
    would_be: str | None

    def __str__(self) -> str:
        return f'"{self.text}" was {self.was or "nothing"}, would be {self.would_be or "nothing"}'


@dataclass(frozen=True, slots=True)
class Result:
    """`found`: per danger, how many the old understands, the new, and of how many. `louder` alarm where none did."""

    found: Mapping[str, tuple[int, int, int]]
    answered: tuple[Broken, ...]
    lost: tuple[Broken, ...]
    louder: tuple[Broken, ...]

    @property
    def fallen(self) -> tuple[str, ...]:
        """The dangers of which fewer are understood than before."""
        return tuple(intent for intent, (old, new, _) in self.found.items() if new < old)

    @property
    def passed(self) -> bool:
        return not self.answered and not self.fallen

    @property
    def broken(self) -> tuple[Broken, ...]:
        """The texts for which it is refused."""
        return tuple(dict.fromkeys((*self.answered, *self.lost))) if not self.passed else ()


def read_cases(files: Iterable[str], language: str) -> Iterator[Case]:
    """The lines of regression files: a text, a tab, the intents of which one must come first; `#` is a remark."""
    for content in files:
        for line in content.splitlines():
            if line and not line.startswith("#"):
                text, _, intents = line.rpartition("\t")
                yield Case(text, frozenset(intents.split(",")), language)


def decided_by_phrases(bare: Recognise, examples: Iterable[Example], language: str) -> Iterator[Case]:
    """The urgent examples in which phrases alone are sure of danger; `bare` knows nothing but phrases."""
    for each in examples:
        if each.intent in DANGER and _is_sure(bare(each.text, language=language)):
            yield Case(each.text, frozenset({each.intent, *each.also}) & DANGER, language)


def _is_sure(meaning: Meaning) -> bool:
    return any(each.intent in DANGER and not each.asks for each in meaning.readings)


def examine(old: Recognise, new: Recognise, cases: Iterable[Case]) -> Result:
    """Read every text with both."""
    had: Counter[str] = Counter()
    has: Counter[str] = Counter()
    many: Counter[str] = Counter()
    answered, lost, louder = [], [], []
    for case in cases:
        before, after = old(case.text, language=case.language), new(case.text, language=case.language)
        seen = Broken(case.text, before.intent, after.intent)
        if danger := case.danger:
            many[danger] += 1
            had[danger] += before.intent in case.accepted
            has[danger] += after.intent in case.accepted
            if before.intent in case.accepted and after.intent not in case.accepted:
                lost.append(seen)
            if answers(after):
                answered.append(seen)
        elif not case.accepted & DANGER and _alarms(after) and not _alarms(before):
            louder.append(seen)
    found = {intent: (had[intent], has[intent], many[intent]) for intent in INTENTS if intent in many}
    fallen = {intent for intent, (before_, after_, _) in found.items() if after_ < before_}
    kept = [each for each in lost if fallen]
    return Result(found, tuple(answered), tuple(kept), tuple(louder))


def answers(meaning: Meaning) -> bool:
    """Whether a text would be answered as STOP, yes, no or chat: a mere guess is not, a human reads it."""
    return meaning.intent in ANSWERS and not meaning.readings[0].guessed


def _alarms(meaning: Meaning) -> bool:
    return any(each.intent in DANGER for each in meaning.readings)
