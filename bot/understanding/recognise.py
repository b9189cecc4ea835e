"""Text to meaning: the one door of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from bot.core.meaning import INTENTS, Expecting, Meaning, Reading
from bot.understanding.compiled import Compiled, Rule, Vocabulary
from bot.understanding.concepts import Concepts
from bot.understanding.cursor import MOMENT_WORDS
from bot.understanding.features import features
from bot.understanding.findings import CHAT_WORDS, SAFETY, Grammar, Told, readings
from bot.understanding.model import Model
from bot.understanding.moments import may_hold_moments, read_moments
from bot.understanding.normalise import CHAT_CHARACTERS, clean, tokens
from bot.understanding.phrases import PhraseError, PhraseFiles, read_language
from bot.understanding.replies import Answers, Reply, read_reply
from bot.understanding.second_layer import DANGER, SecondLayer
from bot.understanding.second_look import look_again
from bot.understanding.spelling import Spelling, Words

BASE_LANGUAGE = "en"
CONCEPTS = "concepts.tsv"


class Tongue:
    """One language's phrases and answers, compiled."""

    def __init__(self, name: str, texts: Mapping[str, str], model: Model | None = None) -> None:
        concepts = next((path for path in texts if path.endswith(CONCEPTS)), None)
        files = read_language({path: text for path, text in texts.items() if path != concepts})
        self.concepts = Concepts(texts[concepts], concepts) if concepts else Concepts()
        self._second = SecondLayer(self.concepts, model) if model else None
        self.name = name
        self._spelling = Spelling(files.spelling, files.real_words)
        vocabulary = Vocabulary(files.vocabulary, self._spelling)
        self._compiled = Compiled(_rules(files), vocabulary)
        self._answers = Answers(files.answers, vocabulary)
        words = ("deny", "deny_between", "subjects", "polite")
        self._grammar = Grammar(*(vocabulary.words(each) for each in words))
        self._covers = {each.intent: each.covers for each in files.intents}
        self._keeps_denied = frozenset(each.intent for each in files.intents if each.keeps_denied)
        self._spelling.learn(self._compiled.words | self._answers.words | MOMENT_WORDS)
        self.intents = frozenset(each.intent for each in files.intents)

    def told(self, cleaned: str) -> Told:
        """A cleaned text as this language's words."""
        split = tokens(cleaned)
        return Told(split, self._spelling.words(split), self._grammar)

    def readings(self, told: Told) -> tuple[Reading, ...]:
        """Every intent of a text, most urgent first."""
        found = self.listed(told)
        if self._second is None or len(told.words) > CHAT_WORDS:
            return found
        return self._second.weigh(told, found, denied=self._denied(told, found))

    def _denied(self, told: Told, found: Sequence[Reading]) -> bool:
        """Whether the phrases saw danger and let it go, denied or as a figure of speech: likeness cannot see that."""
        if any(reading.intent in DANGER for reading in found):
            return False
        return any(each.rule.intent in DANGER and each.rule.kind != "not" for each in self._compiled.find(told.words))

    def explain(self, told: Told) -> dict[str, list[str]]:
        """Why each intent was found: "phrase: gone over", or "like: word blue, kind bad_colour"."""
        because: dict[str, list[str]] = {}
        for reading in self.readings(told):
            found = f"phrase: {' '.join(reading.words)}"
            because[reading.intent] = [found] if reading.words else self._likeness(told, reading.intent)
        return because

    def _likeness(self, told: Told, intent: str) -> list[str]:
        return self._second.because(told, self.listed(told), intent) if self._second else []

    def listed(self, told: Told) -> tuple[Reading, ...]:
        """What the phrases alone find."""
        return look_again(self._read(told), told, self._spelling, self._read)

    def _read(self, told: Told) -> tuple[Reading, ...]:
        return readings(self._compiled.find(told.words), told, self._covers, self._keeps_denied)

    def reply(
        self, expecting: Expecting, text: str, told: Told, found: tuple[Reading, ...], now: datetime | None
    ) -> Reply:
        """The awaited answer or value that a text gives."""
        answer = self._answers.read(told, expecting.answers, found) if expecting.kind == "answers" else None
        return read_reply(expecting, text, clean(text[:CHAT_CHARACTERS]), answer, self.spell, now)

    def slots(self, cleaned: str, told: Told, now: datetime | None) -> Mapping[str, str]:
        """What a text says of time, numbers and phones."""
        if not may_hold_moments(cleaned, frozenset(word.text for word in told.words)):
            return {}
        return read_moments(cleaned[:CHAT_CHARACTERS], self.spell, now).slots()

    def spell(self, word: str) -> Words:
        """One word in its usual spelling."""
        return self._spelling.spell(word)


class Understanding:
    """Everything that texts are understood by, compiled from one frozen set of phrase files."""

    def __init__(self, tongues: Mapping[str, Tongue]) -> None:
        self._tongues = dict(tongues)
        self._base = self._tongues[BASE_LANGUAGE]
        # One text is read against every question that waits: what does not depend on the question is read once.
        self._read = lru_cache(maxsize=4)(self._read_anew)

    def _read_anew(self, text: str, language: str) -> tuple[str, Told, tuple[Reading, ...]]:
        tongue = self._tongues[language]
        cleaned = clean(text)
        told = tongue.told(cleaned)
        found = tongue.readings(told)
        if tongue is not self._base:
            found = _with_danger(found, self._base.readings(self._base.told(cleaned)))
        return cleaned, told, found

    @classmethod
    def load(cls, texts: Mapping[str, str], models: Mapping[str, Model] = MappingProxyType({})) -> Understanding:
        """Compile {path relative to flows/understanding: content}; raises PhraseError naming file and line.

        `models` are the fitted second layers by language; without one a language is read by its phrases alone.
        """
        languages: dict[str, dict[str, str]] = {}
        for path, text in texts.items():
            language, _, name = path.replace("\\", "/").rpartition("/")
            if not language or not name.endswith((".yaml", CONCEPTS)):
                raise PhraseError(path, 1, "a phrase file stands at <language>/<intent>.yaml: move or rename it")
            languages.setdefault(language, {})[path] = text
        tongues = {each: Tongue(each, files, models.get(each)) for each, files in sorted(languages.items())}
        known = tongues[BASE_LANGUAGE].intents if BASE_LANGUAGE in tongues else frozenset()
        for intent in INTENTS:
            if intent not in known:
                raise PhraseError(f"{BASE_LANGUAGE}/{intent}.yaml", 1, "this file is missing: put it back")
        return cls(tongues)

    def features(self, text: str) -> list[str]:
        """What the second layer sees of a text in the base language: what it is fitted on."""
        told = self._base.told(clean(text))
        return features(told, self._base.concepts, self._base.listed(told))

    def explain(self, text: str, *, language: str = BASE_LANGUAGE) -> dict[str, list[str]]:
        """For each intent of a text, the words that a phrase found in it, or what likeness to examples rests on."""
        tongue = self._tongues.get(language, self._base)
        return tongue.explain(tongue.told(clean(text)))

    def __call__(
        self, text: str, expecting: Expecting | None = None, *, language: str = "en", now: datetime | None = None
    ) -> Meaning:
        """What a text says, and the answer it gives to what is awaited; `now` is the person's local time.

        A text that tells of danger answers nothing else: `answer` and `value` stay None (free text keeps its text).
        """
        tongue = self._tongues.get(language, self._base)
        cleaned, told, found = self._read(text, tongue.name)
        meaning = Meaning(found, tongue.name, slots=tongue.slots(cleaned, told, now))
        if expecting is None or (meaning.urgent is not None and expecting.kind != "text"):
            return meaning
        reply = tongue.reply(expecting, text, told, found, now)
        return Meaning(found, tongue.name, reply.answer, reply.value, meaning.slots)


def _rules(files: PhraseFiles) -> list[Rule]:
    return [
        Rule(each.intent, kind, line)
        for each in files.intents
        for kind, lines in each.sections.items()
        for line in lines
    ]


def _with_danger(found: tuple[Reading, ...], english: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """English danger words count in every language."""
    known = {reading.intent for reading in found}
    added = [reading for reading in english if reading.intent in SAFETY and reading.intent not in known]
    return tuple(sorted((*found, *added), key=lambda reading: INTENTS.index(reading.intent)))


def describe(text: str, meaning: Meaning) -> dict[str, object]:
    """One text and its meaning as `throughcare understand` prints them."""
    return {
        "text": text,
        "intent": meaning.intent,
        "intents": list(meaning.intents),
        "asks": meaning.asks,
        "confidence": meaning.confidence,
        "language": meaning.language,
    }
