"""Topics: a second, finer label of a text, by approved phrases only (`flows/understanding/<language>/topics.yaml`).

A topic belongs to an intent and says no more than that a listed phrase stands in the text: no likeness, no slip mended
towards it. It is read apart from everything else, so that it changes nothing that the rest understood, and it hides
no danger: it only stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.meaning import DANGER, Reading
from bot.understanding.compiled import Compiled, Found, Rule, Vocabulary
from bot.understanding.findings import NOT_BESIDE_DANGER, SURE, Told, standing
from bot.understanding.normalise import clean, tokens
from bot.understanding.pattern import FIRST_NAME, LAST_NAME
from bot.understanding.phrases import TopicFile
from bot.understanding.spelling import Word

Named = tuple[str, str]
"""The first and the last name of whoever the number belongs to: `{person}` in a phrase."""
NOBODY: Named = ("", "")


class Topics:
    """The topics of one language. Of two of one intent the one that stands first in the file counts."""

    def __init__(self, files: Sequence[TopicFile], vocabulary: Vocabulary) -> None:
        self.intents: Mapping[str, str] = {each.name: each.intent for each in files}
        self._finer = frozenset(each.name for each in files if not each.adds)
        rules = [
            Rule(each.name, kind, line) for each in files for kind, lines in each.sections.items() for line in lines
        ]
        self._compiled = Compiled(rules, vocabulary) if rules else None

    def beside(self, found: Sequence[Reading], told: Told, named: Named = NOBODY) -> tuple[Reading, ...]:
        """The readings of a text with its topics: one that names its intent says it surely, another comes last."""
        danger = any(reading.intent in DANGER for reading in found)
        surely = frozenset(reading.intent for reading in found if not reading.guessed)
        labels: dict[str, Reading] = {}
        for each in self._of(told, named):
            out_of_place = danger and each.intent in NOT_BESIDE_DANGER
            if not out_of_place and (each.topic not in self._finer or each.intent in surely):
                labels.setdefault(each.intent, each)
        known = tuple(_surely(reading, labels.pop(reading.intent, None)) for reading in found)
        return (*known, *labels.values())

    def _of(self, told: Told, named: Named) -> tuple[Reading, ...]:
        """A reading of its intent for each topic that stands in a text, in the order of the file."""
        if self._compiled is None:
            return ()
        told = _naming(told, named)
        found = self._compiled.find(told.words)
        hidden = {each.rule.intent for each in found if each.rule.kind == "unless"}
        best: dict[str, Found] = {}
        for each in standing(found, told, frozenset()):
            name = each.rule.intent
            if name not in hidden and (name not in best or each.length > best[name].length):
                best[name] = each
        return tuple(
            Reading(intent, SURE, told.quoted(best[name].spans), topic=name)
            for name, intent in self.intents.items()
            if name in best
        )


def _surely(reading: Reading, label: Reading | None) -> Reading:
    return replace(label, confidence=max(label.confidence, reading.confidence)) if label else reading


def _naming(told: Told, named: Named) -> Told:
    """The text with the person's own names as what phrases call them; "deans" is "dean's" too."""
    marks: dict[str, str] = {}
    for name, mark in ((named[1], LAST_NAME), (named[0], FIRST_NAME)):
        for token in tokens(clean(name)):
            if len(token.text) > 1:
                marks |= {token.text: mark, f"{token.text}s": mark}
    if not marks:
        return told
    words = [_marked(word, told.tokens[word.place].text, marks) for word in told.words]
    return Told(told.tokens, words, told.grammar)


def _marked(word: Word, typed: str, marks: Mapping[str, str]) -> Word:
    """Of "dean's dead" the first of two words that one token gave is the name."""
    mark = marks.get(typed) or (marks.get(word.text) if typed.startswith(f"{word.text}'") else None)
    return Word(mark, word.place, mended=False) if mark else word
