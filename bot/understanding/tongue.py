"""One language: its phrases, answers and spelling, compiled from its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.meaning import DANGER, NEVER_ASKED, Expecting, Reading
from bot.understanding.compiled import Compiled, Found, Rule, Vocabulary
from bot.understanding.concepts import Concepts
from bot.understanding.cursor import MOMENT_WORDS
from bot.understanding.features import features
from bot.understanding.findings import CHAT_WORDS, SAFETY, SURE, Grammar, Told, readings
from bot.understanding.model import Model
from bot.understanding.moments import may_hold_moments, read_moments
from bot.understanding.normalise import CHAT_CHARACTERS, Token
from bot.understanding.phrases import PhraseFiles, read_language
from bot.understanding.replies import Answers, Reply, read_reply
from bot.understanding.second_layer import SecondLayer, Weighed
from bot.understanding.second_look import look_again
from bot.understanding.spelling import Spelling, Words
from bot.understanding.topics import Topics

CONCEPTS = "concepts.tsv"


class Tongue:
    """Reads texts in one language.

    `phrased` are the words of its phrases and its table `common`, `own` these and every listed way of typing them;
    `shows` are short words that show the language even alone. `others` are words of another language that people mix
    into this one: they are never taken for slips.
    """

    def __init__(
        self,
        name: str,
        texts: Mapping[str, str],
        others: frozenset[str] = frozenset(),
        model: Model | None = None,
    ) -> None:
        kinds = next((path for path in texts if path.endswith(CONCEPTS)), None)
        files = read_language({path: text for path, text in texts.items() if path != kinds})
        self._concepts = Concepts(texts[kinds], kinds) if kinds else Concepts()
        self._second = SecondLayer(self._concepts, model) if model else None
        self.name = name
        self._spelling = Spelling(files.spelling, files.real_words)
        vocabulary = Vocabulary(files.vocabulary, self._spelling, self._concepts)
        self._compiled = Compiled(_rules(files), vocabulary)
        self._answers = Answers(files.answers, vocabulary)
        self.topics = Topics(files.topics, vocabulary)
        words = ("deny", "deny_between", "subjects", "polite", "also_no")
        self._grammar = Grammar(*(vocabulary.words(each) for each in words))
        self._covers = {each.intent: each.covers for each in files.intents}
        self._keeps_denied = frozenset(each.intent for each in files.intents if each.keeps_denied)
        self._knows_real_words = not others
        own = self._compiled.words | self._answers.words | vocabulary.words("common")
        self._spelling.learn(own | MOMENT_WORDS, others)
        self.familiar = self._spelling.familiar
        self.phrased = own
        self.own = own | self._spelling.typed
        self.shows = vocabulary.words("shows")
        self.intents = frozenset(each.intent for each in files.intents)

    def told(self, split: Sequence[Token]) -> Told:
        """A text's tokens as this language's words."""
        return Told(split, self._spelling.words(split), self._grammar)

    def readings(self, told: Told) -> tuple[Reading, ...]:
        """Every intent of a text, most urgent first."""
        found = self._read(told)
        if self._knows_real_words:
            return look_again(found, told, self._spelling, self._read, self._may_be_danger)
        return tuple(self._doubted(each) for each in found)

    def weighed(self, told: Told, found: tuple[Reading, ...], *, foreign: bool = False) -> Weighed:
        """The readings of the phrases, and what the labelled examples add to them; `foreign`: another language shows.

        A language with few examples adds only where its phrases found nothing, and likeness says nothing of words that
        nobody knows.
        """
        if self._second is None or len(told.words) > CHAT_WORDS:
            return Weighed(found)
        few = not self._knows_real_words
        if (few and found) or ((few or foreign) and not self._mostly_known(told)):
            return Weighed(found)
        return self._second.weigh(told, found, lambda: self._denied(told))

    def _mostly_known(self, told: Told) -> bool:
        return 2 * sum(self.knows(token.text) for token in told.tokens) >= len(told.tokens)

    def _may_be_danger(self, meant: Sequence[Words]) -> bool:
        return any(each.rule.intent in SAFETY for each in self._compiled.may_find(meant))

    def _denied(self, told: Told) -> bool:
        """Whether the phrases saw danger and let it go, denied or as a figure of speech: likeness cannot see that."""
        return any(_of_danger(each) for each in self._compiled.find(told.words)) or self._denied_within(told)

    def _denied_within(self, told: Told) -> bool:
        """Whether a "not" stands within what would be danger without it: "he is not blue"."""
        for at, word in enumerate(told.words):
            if word.text in self._grammar.deny:
                without = self._compiled.find([*told.words[:at], *told.words[at + 1 :]])
                if any(_of_danger(each) and any(start < at < end for start, end in each.spans) for each in without):
                    return True
        return False

    def features(self, told: Told) -> list[str]:
        """What the second layer sees of a text: what it is fitted on."""
        return features(told, self._concepts, self.readings(told))

    def explain(self, told: Told, found: Sequence[Reading]) -> dict[str, list[str]]:
        """Why each intent was found: "phrase: gone over", or what is most like the examples: "kind bad_colour"."""
        return {
            reading.intent: [f"phrase: {' '.join(reading.words)}"]
            if reading.words or self._second is None
            else self._second.because(told, self.readings(told), reading.intent)
            for reading in found
        }

    def _doubted(self, reading: Reading) -> Reading:
        """Danger that rests on a word which may be real and no slip: it is asked about (English lists those)."""
        slip = reading.confidence < SURE and not reading.asks and sum(map(self.knows, reading.words)) < 2
        asks = slip and reading.intent in SAFETY and reading.intent not in NEVER_ASKED
        return Reading(reading.intent, reading.confidence, reading.words, asks=True) if asks else reading

    def _read(self, told: Told) -> tuple[Reading, ...]:
        return readings(self._compiled.find(told.words), told, self._covers, self._keeps_denied)

    def reply(
        self,
        expecting: Expecting,
        text: str,
        cleaned: str,
        told: Told,
        found: tuple[Reading, ...],
        now: datetime | None,
    ) -> Reply:
        """The awaited answer or value that a text gives."""
        answer = self._answers.read(told, expecting.answers, found) if expecting.kind == "answers" else None
        return read_reply(expecting, text, cleaned[:CHAT_CHARACTERS], answer, self.spell, now)

    def slots(self, cleaned: str, told: Told, now: datetime | None) -> Mapping[str, str]:
        """What a text says of time, numbers and phones."""
        if not may_hold_moments(cleaned, frozenset(word.text for word in told.words)):
            return {}
        return read_moments(cleaned[:CHAT_CHARACTERS], self.spell, now).slots()

    def spell(self, word: str) -> Words:
        """One word in its usual spelling."""
        return self._spelling.spell(word)

    def knows(self, word: str) -> bool:
        """Whether a word as typed is one of this language's, nothing mended."""
        return word in self.familiar or self._spelling.knows(word)

    def near(self, word: str) -> str | None:
        """The word of this language that a mistyped word was meant for."""
        return self._spelling.near(word)


def _of_danger(found: Found) -> bool:
    """A phrase that counts anywhere: what had to be the whole text and is not was never denied."""
    return found.rule.intent in DANGER and found.rule.kind in ("phrases", "maybe")


def _rules(files: PhraseFiles) -> list[Rule]:
    return [
        Rule(each.intent, kind, line)
        for each in files.intents
        for kind, lines in each.sections.items()
        for line in lines
    ]
