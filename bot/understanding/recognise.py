"""Text to meaning: the one door of this room."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from bot.core.meaning import DANGER, INTENTS, Expecting, Meaning
from bot.understanding.hearing import OFFERED, Heard, Listener, Voice, together
from bot.understanding.model import Model
from bot.understanding.normalise import clean, tokens
from bot.understanding.phrases import PhraseError
from bot.understanding.replies import Reply
from bot.understanding.tongue import CONCEPTS, Tongue
from bot.understanding.topics import NOBODY, Named

BASE_LANGUAGE = "en"


_SENTENCES = re.compile(r"[.!?;\n]+")
MOST_SENTENCES = 12


class Understanding:
    """Everything that texts are understood by, compiled from one frozen set of phrase files."""

    def __init__(self, tongues: Mapping[str, Tongue]) -> None:
        self._tongues = dict(tongues)
        self._base = self._tongues[BASE_LANGUAGE]
        self._listener = Listener(self._tongues, BASE_LANGUAGE)
        # One text is read against every question that waits: what does not depend on the question is read once.
        self._read = lru_cache(maxsize=4)(self._read_anew)

    def _read_anew(self, text: str, language: str) -> Heard:
        heard = self._read_alone(text, language)
        watched = next((each for each in heard.found if each.intent == "phone_unsafe" and each.words), None)
        if watched is None:
            return heard
        # "he reads my phone i want to die": what is said of the phone hides no danger beside it.
        parts = [
            *_SENTENCES.split(text)[:MOST_SENTENCES],
            " ".join(word for word in clean(text).split() if word not in watched.words),
        ]
        danger = [each for part in parts for each in self._read_alone(part, language).found if each.intent in DANGER]
        return replace(heard, found=together(heard.found, danger)) if danger else heard

    def _read_alone(self, text: str, language: str) -> Heard:
        heard = self._listener.hear(text, self._tongues[language])
        # Only now: what is like English examples must not hide that a text is in another language.
        offered = tuple(each for each in heard.found if each.intent == OFFERED and not each.guessed)
        weighed = heard.voice.tongue.weighed(heard.voice.told, heard.found, foreign=bool(heard.others))
        # Likeness knows nothing of other languages: that one is offered stays.
        found = together(weighed.readings, offered) if offered else weighed.readings
        return replace(heard, found=found, uneasy=weighed.uneasy)

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
        base = Tongue(BASE_LANGUAGE, languages.pop(BASE_LANGUAGE, {}), model=models.get(BASE_LANGUAGE))
        for intent in INTENTS:
            if intent not in base.intents:
                raise PhraseError(f"{BASE_LANGUAGE}/{intent}.yaml", 1, "this file is missing: put it back")
        tongues = {
            name: Tongue(name, files, base.familiar, models.get(name)) for name, files in sorted(languages.items())
        }
        return cls({BASE_LANGUAGE: base, **tongues})

    @property
    def topics(self) -> Mapping[str, str]:
        """Every topic of the base language, and the intent that it belongs to."""
        return self._base.topics.intents

    def features(self, text: str, language: str = BASE_LANGUAGE) -> list[str]:
        """What the second layer of a language sees of a text: what it is fitted on."""
        tongue = self._tongues[language]
        return tongue.features(tongue.told(tokens(clean(text))))

    def explain(self, text: str, *, language: str = BASE_LANGUAGE) -> dict[str, list[str]]:
        """For each intent of a text, the words that a phrase found in it, or what likeness to examples rests on."""
        heard = self._read(text, self._tongues.get(language, self._base).name)
        tongue, told = heard.voice.tongue, heard.voice.told
        return tongue.explain(told, tongue.topics.beside(heard.found, told))

    def __call__(
        self,
        text: str,
        expecting: Expecting | None = None,
        *,
        language: str = "en",
        now: datetime | None = None,
        named: Named = NOBODY,
    ) -> Meaning:
        """What a text says, and the answer it gives to what is awaited; `now` is the person's local time.

        `language` is the person's. A text in another one is read in that one: the meaning names it, and holds the
        intent `language`. A text that tells of danger, or nearly does, answers nothing else: `answer` and `value` stay
        None (free text keeps its text). `named` is whose number it is, for what is said of them by name.
        """
        heard = self._read(text, self._tongues.get(language, self._base).name)
        voice = heard.voice
        found = voice.tongue.topics.beside(heard.found, voice.told, named)
        meaning = Meaning(found, voice.tongue.name, slots=voice.tongue.slots(heard.cleaned, voice.told, now))
        if expecting is None or ((meaning.urgent or heard.uneasy) and expecting.kind != "text"):
            return meaning
        reply = _reply(voice, expecting, text, heard, now)
        if reply.answer is None and reply.value is None:
            for other in heard.others:
                theirs = _reply(other, expecting, text, heard, now)
                if theirs.answer is not None or theirs.value is not None:
                    voice, reply, found = other, theirs, together(found, [other.offer()])
                    break
        return Meaning(found, voice.tongue.name, reply.answer, reply.value, meaning.slots)


def _reply(voice: Voice, expecting: Expecting, text: str, heard: Heard, now: datetime | None) -> Reply:
    return voice.tongue.reply(expecting, text, heard.cleaned, voice.told, voice.found, now)


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
