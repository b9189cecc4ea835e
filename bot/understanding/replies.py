"""A reply read against what is awaited: a named answer, a number, a date, a time, or any text.

A statement ("ill be there") outweighs a bare yes or no beside it ("nah ill be there"); two statements that disagree,
or a bare yes beside a bare no, are no answer: the flow asks again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.meaning import Expecting, Reading, Value
from bot.understanding.compiled import Compiled, Found, Rule, Vocabulary
from bot.understanding.cursor import NUMBERS
from bot.understanding.findings import Told
from bot.understanding.moments import Spell, read_moments, read_number, read_time
from bot.understanding.normalise import CHAT_CHARACTERS
from bot.understanding.phrases import Line

UNCLEAR = "unclear"
_LONGEST_REPLY_WORDS = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """The awaited answer's name, or the awaited value; both None when it is unclear."""

    answer: str | None = None
    value: Value = None


class Answers:
    """Every named answer of one language with its usual wordings."""

    def __init__(self, tables: Mapping[str, Mapping[str, tuple[Line, ...]]], vocabulary: Vocabulary) -> None:
        rules = [
            Rule(name, kind, line) for name, parts in tables.items() for kind, lines in parts.items() for line in lines
        ]
        self._compiled = Compiled(rules, vocabulary)
        self._around = vocabulary.words("around_a_number") | vocabulary.words("polite")
        self.names = frozenset(tables) - {UNCLEAR}

    @property
    def words(self) -> frozenset[str]:
        """Every word that an answer uses."""
        return self._compiled.words

    def read(self, told: Told, awaited: Sequence[str], readings: Sequence[Reading]) -> str | None:
        """The one awaited answer that a text gives, by its words, its number, or the intent of that name."""
        if len(told.words) > _LONGEST_REPLY_WORDS:
            return None
        found = [each for each in self._compiled.find(told.words) if each.rule.intent in (*awaited, UNCLEAR)]
        found = [each for each in found if not told.denied(each.start)]
        found = [each for each in found if each.rule.kind != "whole" or told.is_whole(each.spans[0])]
        found = [each for each in found if not _inside_another(each, found)]
        by_number = self._by_number(told, awaited)
        if any(each.rule.intent == UNCLEAR for each in found):
            return None
        if by_number is not None:
            return by_number if _names(found, ("says", "whole", "bare")) <= {by_number} else None
        if says := _names(found, ("says", "whole")):
            return _only(says, readings)
        if bare := _names(found, ("bare",)):
            meant = bare | self._numbered(told, awaited)
            return next(iter(meant)) if len(meant) == 1 else None
        given = {each.intent for each in readings if each.intent in awaited and not each.asks}
        return next(iter(given)) if len(given) == 1 else None

    def _numbered(self, told: Told, awaited: Sequence[str]) -> set[str]:
        """Answers named by a number among other words: "yes 2" is clear only where yes is the second."""
        numbers = (int(word.text) for word in told.words if word.text.isdecimal() and len(word.text) < 4)
        return {awaited[number - 1] for number in numbers if 1 <= number <= len(awaited)}

    def _by_number(self, told: Told, awaited: Sequence[str]) -> str | None:
        rest = [word.text for word in told.words if word.text not in self._around or word.text in NUMBERS]
        if len(rest) != 1:
            return None
        text = rest[0]
        number = int(text) if text.isdecimal() and len(text) < 4 else NUMBERS.get(text, 0)
        return awaited[number - 1] if 1 <= number <= len(awaited) else None


def read_reply(
    expecting: Expecting, text: str, cleaned: str, answer: str | None, spell: Spell, now: datetime | None
) -> Reply:
    """The reply to what is awaited; `answer` is what `Answers.read` gave for a question with named answers."""
    match expecting.kind:
        case "answers":
            return Reply(answer=answer)
        case "number":
            return Reply(value=read_number(cleaned, spell))
        case "date":
            return Reply(value=read_moments(cleaned, spell, now).date)
        case "time":
            return Reply(value=read_time(cleaned, spell))
    return Reply(value=text.replace("\x00", "").strip()[:CHAT_CHARACTERS] or None)


def _names(found: Sequence[Found], kinds: tuple[str, ...]) -> set[str]:
    return {each.rule.intent for each in found if each.rule.kind in kinds}


def _only(names: set[str], readings: Sequence[Reading]) -> str | None:
    """The only name; of several, the only one that the whole text was also understood to say."""
    if len(names) == 1:
        return next(iter(names))
    said = [each.intent for each in readings if each.intent in names and not each.asks]
    return said[0] if len(said) == 1 else None


def _inside_another(each: Found, found: Sequence[Found]) -> bool:
    start, end = each.spans[0][0], each.spans[-1][1]
    return any(
        other.spans[0][0] <= start and end <= other.spans[-1][1] and other.length > each.length
        for other in found
        if other is not each
    )
