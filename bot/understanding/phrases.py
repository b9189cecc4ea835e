"""The phrase files that staff edit (`flows/understanding/<language>/*.yaml`), read into rules with their place.

An intent's file has any of these sections, one phrase a line:
`phrases` are sure; `maybe` asks first; `whole` must be the whole text; `alone` too, and asks; `not` are look-alikes
that hide a phrase they touch; `unless` anywhere in the text turns sure into asking; `covers` names intents that this
one speaks for; `when_denied: keep` for topics, where "no naloxone" is still about naloxone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.core.meaning import INTENTS, NEVER_ASKED
from bot.understanding.blocks import read_blocks
from bot.understanding.normalise import clean

Kind = Literal["phrases", "maybe", "whole", "alone", "not", "unless"]
KINDS: tuple[Kind, ...] = ("phrases", "maybe", "whole", "alone", "not", "unless")
IDIOMS, VOCABULARY, SPELLING, REAL_WORDS, ANSWERS = "idioms", "vocabulary", "spelling", "real_words", "answers"
TOPICS = "topics"
EXACT: tuple[Kind, ...] = ("phrases", "whole", "not", "unless")
"""The sections of a topic: it is found or not, and never asked about."""
LONGEST_LINE = 2_000


class PhraseError(Exception):
    """A phrase file that cannot be used: `file`, `line` (from 1) and what to do, in one sentence."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a phrase file and where it stands."""

    text: str
    file: str
    number: int

    def error(self, problem: str) -> PhraseError:
        """What is wrong with this line."""
        return PhraseError(self.file, self.number, f"{problem} (it reads: {self.text[:60]!r})")


@dataclass(frozen=True, slots=True)
class IntentFile:
    """One intent's phrases by section, and what stands beside them."""

    intent: str
    sections: Mapping[Kind, tuple[Line, ...]]
    covers: frozenset[str] = frozenset()
    keeps_denied: bool = False


@dataclass(frozen=True, slots=True)
class TopicFile:
    """One topic of `topics.yaml`: the intent that it belongs to, and its phrases by section.

    `adds`: it says its intent by itself; else it only labels that intent where it was found.
    """

    name: str
    intent: str
    sections: Mapping[Kind, tuple[Line, ...]]
    adds: bool = True


@dataclass(frozen=True, slots=True)
class PhraseFiles:
    """Everything of one language."""

    intents: tuple[IntentFile, ...]
    vocabulary: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)
    real_words: frozenset[str] = frozenset()
    answers: Mapping[str, Mapping[str, tuple[Line, ...]]] = field(default_factory=dict)
    topics: tuple[TopicFile, ...] = ()


def read_language(texts: Mapping[str, str]) -> PhraseFiles:
    """Read one language's files, given as {file name: content}; raises PhraseError for the first that is wrong."""
    files = {name.rpartition("/")[2].removesuffix(".yaml"): (name, text) for name, text in texts.items()}
    known = {*INTENTS, IDIOMS, VOCABULARY, SPELLING, REAL_WORDS, ANSWERS, TOPICS}
    for stem, (name, _) in files.items():
        if stem not in known:
            raise PhraseError(name, 1, f"'{stem}' is no intent: rename the file to one of {', '.join(sorted(known))}")
    parsed = {stem: _sections(name, text) for stem, (name, text) in files.items()}
    return PhraseFiles(
        intents=tuple(_intent_file(stem, parsed[stem]) for stem in (*INTENTS, IDIOMS) if stem in parsed),
        vocabulary={key: _lines(node, name) for key, name, node in parsed.get(VOCABULARY, ())},
        spelling=dict(_spellings(parsed.get(SPELLING, []))),
        real_words=frozenset(_single_words(parsed.get(REAL_WORDS, []))),
        answers={key: _answer(key, name, node) for key, name, node in parsed.get(ANSWERS, ())},
        topics=tuple(_topic(key, name, node) for key, name, node in parsed.get(TOPICS, ())),
    )


_Section = tuple[str, str, Node]


def _sections(file: str, text: str) -> list[_Section]:
    if (blocks := read_blocks(text)) is not None:
        return [(key, file, node) for key, node in blocks]
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PhraseError(file, line, f"this is not YAML ({error.problem}): mend this line") from error
    except (YAMLError, ValueError) as error:
        raise PhraseError(file, 1, "this holds characters that YAML does not allow: remove them") from error
    if root is None:
        return []
    if not isinstance(root, MappingNode):
        raise PhraseError(file, 1, "begin with a section, such as 'phrases: |', and put one phrase a line under it")
    return [(str(key.value), file, value) for key, value in root.value]


def _lines(node: Node, file: str) -> tuple[Line, ...]:
    """The lines of a `|` block or of a list; empty ones and `# comments` are left out."""
    if isinstance(node, SequenceNode):
        return tuple(line for item in node.value for line in _lines(item, file))
    if not isinstance(node, ScalarNode):
        raise PhraseError(file, node.start_mark.line + 1, "write phrases here, one a line, under a '|'")
    first = node.start_mark.line + (2 if node.style in ("|", ">") else 1)
    lines = (Line(text.strip(), file, first + at) for at, text in enumerate(str(node.value).split("\n")))
    found = tuple(line for line in lines if line.text and not line.text.startswith("#"))
    for line in found:
        if len(line.text) > LONGEST_LINE:
            raise line.error(f"a line may have {LONGEST_LINE} characters: make two of it")
    return found


def _intent_file(intent: str, sections: list[_Section]) -> IntentFile:
    phrases: dict[Kind, tuple[Line, ...]] = {}
    covers: frozenset[str] = frozenset()
    keeps = False
    for key, file, node in sections:
        line = node.start_mark.line + 1
        if key == "covers":
            covers = frozenset(name for each in _lines(node, file) for name in each.text.split())
            if odd := covers - set(INTENTS):
                raise PhraseError(file, line, f"'covers' names no intent: {', '.join(sorted(odd))}; correct the name")
        elif key == "when_denied":
            if node.value != "keep":
                raise PhraseError(file, line, "'when_denied' may only be 'keep': write that or remove the line")
            keeps = True
        elif key in KINDS:
            phrases[_kind(key, intent, file, line)] = _lines(node, file)
        else:
            raise PhraseError(file, line, f"'{key}' is no section: use one of {', '.join(KINDS)}, covers, when_denied")
    return IntentFile(intent, phrases, covers, keeps)


def _kind(key: str, intent: str, file: str, line: int) -> Kind:
    kind = next(each for each in KINDS if each == key)
    if intent in NEVER_ASKED and kind in ("maybe", "alone", "unless"):
        raise PhraseError(file, line, f"{intent} is never asked about (safety rule 7): move these to 'phrases'")
    if intent == IDIOMS and kind not in ("not", "unless"):
        raise PhraseError(file, line, "idioms only hide or soften danger words: put these under 'not' or 'unless'")
    return kind


def _single_words(sections: list[_Section]) -> Iterator[str]:
    for _, file, node in sections:
        for line in _lines(node, file):
            yield from clean(line.text).split()


def _spellings(sections: list[_Section]) -> Iterator[tuple[str, str]]:
    for usual, file, node in sections:
        for line in _lines(node, file):
            for variant in clean(line.text).split("|"):
                if len(variant.split()) not in (1, 2):
                    raise line.error("a spelling is one word or two: put '|' between them")
                yield " ".join(variant.split()), clean(usual)


def _answer(key: str, file: str, node: Node) -> dict[str, tuple[Line, ...]]:
    if not isinstance(node, MappingNode):
        return {"says": _lines(node, file)}
    found = {str(part.value): _lines(value, file) for part, value in node.value}
    if odd := set(found) - {"says", "bare", "whole"}:
        line = node.start_mark.line + 1
        raise PhraseError(file, line, f"'{key}' has {', '.join(sorted(odd))}: use says, bare or whole")
    return found


def _topic(name: str, file: str, node: Node) -> TopicFile:
    line = node.start_mark.line + 1
    if not isinstance(node, MappingNode):
        raise PhraseError(file, line, f"write `intent:` and `phrases: |` under the topic '{name}'")
    if name in INTENTS:
        raise PhraseError(file, line, f"'{name}' is an intent: give the topic another name")
    parts = {str(key.value): value for key, value in node.value}
    if odd := set(parts) - {"intent", "adds_intent", *EXACT}:
        known = ", ".join(("intent", "adds_intent", *EXACT))
        raise PhraseError(file, line, f"'{name}' has {', '.join(sorted(odd))}: use {known}")
    intent = parts.pop("intent", None)
    if intent is None or intent.value not in INTENTS:
        raise PhraseError(file, line, f"'{name}' names no intent: write `intent:` and one of {', '.join(INTENTS)}")
    adds = parts.pop("adds_intent", None)
    if adds is not None and adds.value != "no":
        raise PhraseError(file, line, f"'adds_intent' of '{name}' may only be 'no': write that or remove the line")
    sections = {kind: _lines(parts[kind], file) for kind in EXACT if kind in parts}
    return TopicFile(name, str(intent.value), sections, adds is None)
