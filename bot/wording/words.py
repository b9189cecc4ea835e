"""Message ids and facts to the text that is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern

from bot.core.check.problem import Problem, Refused
from bot.core.parts import Encoding, count
from bot.wording.entries import OPEN, Entry, Parsed, parse
from bot.wording.facts import Unsayable, sayable
from bot.wording.metadata import Metadata
from bot.wording.plain import plain
from bot.wording.readings import DEEPEST, too_deep, uses

ENGLISH = "en"


class WordingError(Exception):
    """A text that cannot be written without a gap in it. `fields` are the ones to blame, where it is known."""

    def __init__(self, message_id: str, language: str, why: str, fields: tuple[str, ...] = ()) -> None:
        named = f", field {', '.join(fields)}" if fields else ""
        super().__init__(f"message {message_id} ({language}){named}: {why}")
        self.message_id = message_id
        self.language = language
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready to send; `language` is the one it came out in, English where no translation stands."""

    text: str
    parts: int
    encoding: Encoding
    language: str


@dataclass(frozen=True, slots=True)
class _Wording:
    bundle: FluentBundle
    discreet: Pattern | None
    open: Pattern | None
    fields: frozenset[str]
    language: str


class Words:
    """A message set: every message of every language, compiled once and then only read."""

    def __init__(self, entries: Mapping[str, Mapping[str, Entry]], bundles: Mapping[str, FluentBundle]) -> None:
        self._entries = entries
        self._bundles = bundles
        self._wordings: dict[tuple[str, str], _Wording] = {}

    @classmethod
    def load(cls, texts: Mapping[str, str]) -> Words:
        """The message set of these files ("en/check_in.ftl" to its content); raises Refused with every problem."""
        files = [parse(path, texts[path]) for path in sorted(texts)]
        problems = [problem for file in files for problem in file.problems]
        languages = sorted({file.language for file in files if file.language})
        entries = {language: {entry.id: entry for entry in _of(files, language)} for language in languages}
        problems += (*_doubles(files), *_circles(entries))
        if problems:
            raise Refused(*problems)
        return cls(entries, {language: _bundle(files, language) for language in languages})

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def entries(self, language: str = ENGLISH) -> Mapping[str, Entry]:
        """The messages and terms (`-name`) that stand in this language, by id."""
        return self._entries.get(language, {})

    def has(self, message_id: str) -> bool:
        """Whether `render` finds this message in every language: it stands in English."""
        return message_id in self.entries(ENGLISH)

    def metadata(self, message_id: str, *, language: str = ENGLISH) -> Metadata:
        """What stands above a message; English where this language lacks it. Raises WordingError if none has it."""
        return self._entry(message_id, language).metadata

    def where(self, message_id: str, *, language: str = ENGLISH) -> str:
        """Its place: "messages/en/check_in.ftl:12 message check-in-nudge"; raises WordingError."""
        return self._entry(message_id, language).where

    def fields(self, message_id: str, *, language: str = ENGLISH) -> frozenset[str]:
        """Every field that a message may ask for, `.open` included; raises WordingError."""
        return self._wording(message_id, language).fields

    def render(
        self,
        message_id: str,
        *,
        language: str = ENGLISH,
        discreet: bool = True,
        facts: Mapping[str, object],
        now: datetime | None = None,
    ) -> Rendered:
        """The text of a message for one person.

        `discreet=False` takes the `.open` wording where there is one. `now` is the person's local time, needed
        where a fact is a day or a moment. Raises WordingError for a missing message, a field that is missing or
        cannot be said, and a text that comes out empty.
        """
        wording = self._wording(message_id, language)
        pattern = wording.discreet if discreet or wording.open is None else wording.open
        if pattern is None:
            raise WordingError(message_id, wording.language, "it has no discreet wording")
        text = plain(_filled(message_id, wording, pattern, facts, now)).strip()
        if not text:
            raise WordingError(message_id, wording.language, "it comes out empty")
        size = count(text)
        return Rendered(text, size.parts, size.encoding, wording.language)

    def _entry(self, message_id: str, language: str) -> Entry:
        for spoken in (language, ENGLISH):
            if message_id in self.entries(spoken):
                return self._entries[spoken][message_id]
        raise WordingError(message_id, language, "there is no such message in this language or in English")

    def _wording(self, message_id: str, language: str) -> _Wording:
        known = self._wordings.get((language, message_id))
        if known is None:
            known = self._wordings[language, message_id] = self._compile(message_id, language)
        return known

    def _compile(self, message_id: str, language: str) -> _Wording:
        entry = self._entry(message_id, language)
        spoken = entry.path.partition("/")[0]
        bundle = self._bundles[spoken]
        if not bundle.has_message(message_id):
            raise WordingError(message_id, spoken, "it is a term: only messages are sent")
        message = bundle.get_message(message_id)
        nodes = {name: other.node for name, other in self._entries[spoken].items()}
        return _Wording(bundle, message.value, message.attributes.get(OPEN), uses(entry.node, nodes).fields, spoken)


def _filled(
    message_id: str, wording: _Wording, pattern: Pattern, facts: Mapping[str, object], now: datetime | None
) -> str:
    try:
        said = sayable(wording.fields, facts, now, wording.language)
    except Unsayable as fault:
        raise WordingError(message_id, wording.language, fault.why, (fault.field,)) from fault
    text, errors = wording.bundle.format_pattern(pattern, said)
    if errors or not isinstance(text, str):
        missing = tuple(sorted(wording.fields - said.keys()))
        raise WordingError(message_id, wording.language, str(errors[0]) if errors else "it is no text", missing)
    return text


def _bundle(files: Iterable[Parsed], language: str) -> FluentBundle:
    british = "en-GB"
    bundle = FluentBundle([british if language == ENGLISH else language, british], use_isolating=False)
    for file in files:
        if file.language == language:
            bundle.add_resource(file.resource)
    return bundle


def _of(files: Iterable[Parsed], language: str) -> Iterator[Entry]:
    return (entry for file in files if file.language == language for entry in file.entries)


def _doubles(files: Iterable[Parsed]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Entry] = {}
    for file in files:
        for entry in file.entries:
            first = seen.setdefault((file.language, entry.id), entry)
            if first is not entry:
                yield Problem("error", entry.where, f"is already at {first.where}", "Delete or rename one of the two")


def _circles(entries: Mapping[str, Mapping[str, Entry]]) -> Iterator[Problem]:
    for standing in entries.values():
        deep = too_deep({name: entry.node for name, entry in standing.items()})
        for entry in standing.values():
            if entry.id in deep:
                what = f"refers to itself, or through more than {DEEPEST} messages"
                yield Problem("error", entry.where, what, "Say it in words instead of { another-message }")
