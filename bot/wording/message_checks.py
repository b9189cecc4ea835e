"""Everything that can be wrong with one message, each check a small function over all the ways it may read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.core.check.problem import Problem
from bot.core.discreet import telling_words
from bot.core.parts import count, is_gsm
from bot.core.reading_age import reading_age
from bot.wording.entries import OPEN, Entry
from bot.wording.facts import LONGEST
from bot.wording.plain import plain
from bot.wording.readings import FUNCTIONS, READINGS, Nodes, Reading, crowded, patterns, say, uses
from bot.wording.readings import readings as read

SWALLOWED = ("CANCEL", "END", "QUIT", "HELP", "INFO", "STOPALL", "UNSUBSCRIBE", "REVOKE", "OPTOUT")
"""One-word texts that the provider acts on itself (Twilio, Advanced Opt-Out); STOP and START are meant."""

CLINICAL = re.compile(
    r"\b(overdos\w+|tolerance|(?:a|your) dose|(?:not|can't|stopped) breath\w*|won't wake|recovery position|go slow"
    r"|don't mix|wears off|stop(?:ping)? drinking|chest pain|a fit|withdraw\w*)\b",
    re.IGNORECASE,
)
"""Words by which a message gives clinical advice, whatever stands above it."""
_NAME_AND_ROLE = re.compile(r"[^,\s]+\s+[^,]*\w,\s*\w.*")

_WORD = rf"\b({'|'.join(SWALLOWED)})\b"
_SHOUTED = re.compile(_WORD)
_ASKED = re.compile(
    rf"\b(?:reply|text|txt|send|answer)(?:\s+(?:us|back|with|the|word))*\s+[\"']?{_WORD}", re.IGNORECASE
)
_QUOTED = re.compile(rf"[\"']{_WORD}[\"']", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most parts that a text may take, and the highest reading age in years."""

    parts: int = 3
    reading_age: float = 9.0


@dataclass(frozen=True, slots=True)
class Case:
    """A message of one language, and what it is checked against.

    `fields` are what every place that says it can give, None where nothing says it; `english` is the same message
    in English; `samples` hold the longest likely words for a field (else 60 characters are assumed).
    """

    entry: Entry
    language: str
    nodes: Nodes
    fields: frozenset[str] | None
    english: Entry | None
    telling: frozenset[str]
    samples: Mapping[str, str]
    today: date | None
    limits: Limits

    def error(self, what: str, do: str) -> Problem:
        return Problem("error", self.entry.where, what, do)

    def warning(self, what: str, do: str) -> Problem:
        return Problem("warning", self.entry.where, what, do)

    def readings(self, *attributes: str) -> Iterator[Reading]:
        """Every reading of the discreet wording ("") and of `.open`, or of those named."""
        for attribute in attributes or ("", OPEN):
            if pattern := patterns(self.entry.node).get(attribute):
                yield from read(pattern, self.nodes)

    def texts(self, *attributes: str) -> Iterator[str]:
        """The same as texts, with a first name in every field."""
        return (plain(say(reading, lambda _: "Dean")) for reading in self.readings(*attributes))

    @property
    def safety(self) -> str | None:
        """A translation is as much a safety message as its English is."""
        return self.entry.metadata.safety or (self.english.metadata.safety if self.english else None)


def comment(case: Case) -> Iterator[Problem]:
    for fault in case.entry.faults:
        yield case.error(fault, "Correct the comment above the message")


def wordings(case: Case) -> Iterator[Problem]:
    """The discreet wording stands, and besides it nothing but `.open`."""
    standing = patterns(case.entry.node)
    if "" not in standing:
        yield case.error("has no discreet wording", "Write the text that names nothing after the `=`")
    for attribute in sorted(standing.keys() - {"", OPEN}):
        yield case.error(f"`.{attribute}` is not a wording", f"Write `.{OPEN}`, or take it out")


def fields(case: Case) -> Iterator[Problem]:
    if case.fields is None:
        return
    for field in sorted(uses(case.entry.node, case.nodes).fields - case.fields):
        near = get_close_matches(field, sorted(case.fields), n=1)
        known = f"Did you mean ${near[0]}?" if near else f"It may use: {', '.join(sorted(case.fields)) or 'none'}"
        yield case.error(f"uses the unknown field ${field}", known)


def references(case: Case) -> Iterator[Problem]:
    found = uses(case.entry.node, case.nodes)
    for name in sorted(found.entries - case.nodes.keys()):
        yield case.error(f"refers to {name}, which is not there", "Write it in this language, or say it in words")
    for name in sorted(found.functions - FUNCTIONS):
        yield case.error(f"calls {name}()", "Write the field alone, as { $when }: days and times are said plainly")


def choices(case: Case) -> Iterator[Problem]:
    if any(crowded(pattern, case.nodes) for pattern in patterns(case.entry.node).values()):
        yield case.error(f"can read in more than {READINGS} ways", "Split it into several messages")


def characters(case: Case) -> Iterator[Problem]:
    """English fits GSM-7; other languages may need UCS-2, and their parts are counted all the same."""
    if case.language != "en":
        return
    written = dict.fromkeys(char for reading in case.readings() for char in say(reading, lambda _: ""))
    dear = [char for char in written if not is_gsm(plain(char))]
    typed = [char for char in written if not is_gsm(char) and char not in dear]
    if dear:
        yield case.error(f"has characters outside GSM-7: {_shown(dear)}", "Write it without them: they double the cost")
    if typed:
        yield case.warning(f"has characters that are sent as plainer ones: {_shown(typed)}", "Type the plain ones")


def _shown(chars: list[str]) -> str:
    return ", ".join(f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}" for char in chars)


def parts(case: Case) -> Iterator[Problem]:
    longest = max((count(plain(say(r, case_sample(case)))).parts for r in case.readings()), default=1)
    if longest > case.limits.parts:
        what = f"can take {longest} parts, more than {case.limits.parts}"
        yield case.error(what, "Make it shorter, or make two messages of it")


def case_sample(case: Case) -> Callable[[str], str]:
    return lambda field: case.samples.get(field, "m" * LONGEST)


def age(case: Case) -> Iterator[Problem]:
    if case.language != "en" or case.entry.metadata.audience == "staff":
        return
    oldest = max(map(reading_age, case.texts()), default=0.0)
    if oldest > case.limits.reading_age:
        what = f"needs a reading age of {oldest:g}, more than {case.limits.reading_age:g}"
        yield case.warning(what, "Use shorter words and shorter sentences")


def swallowed(case: Case) -> Iterator[Problem]:
    """Nobody is asked to reply with a word that the provider keeps for itself."""
    found = {
        word.upper() for text in case.texts() for finder in (_SHOUTED, _ASKED, _QUOTED) for word in finder.findall(text)
    }
    for word in sorted(found):
        what = f"asks for {word}, which the provider keeps for itself"
        yield case.error(what, "Ask for another word, such as CHANGE or a number")


def discreet(case: Case) -> Iterator[Problem]:
    allowed = case.entry.metadata.may_name
    if case.entry.metadata.audience == "staff":
        return
    found = dict.fromkeys(word for text in case.texts("") for word in telling_words(text, case.telling - allowed))
    for word in found:
        do = f"Say it without, and put this wording into `.{OPEN}`; or, if it must be said, `# may_name: {word}`"
        yield case.error(f"names `{word}` where somebody else may read it", do)


def safety(case: Case) -> Iterator[Problem]:
    """A safety message has a source, and a warning until a clinician has signed it (safety rule 20)."""
    own = case.entry.metadata
    if not case.safety:
        return
    if not (own.source or (case.english and case.english.metadata.source)):
        yield case.error("is a safety message without a source", "Write `# source: ...` above it")
    if not own.approved_by:
        do = "Have a named clinician sign: `# approved_by: name and role`; live mode does not start without"
        yield case.warning("is a safety message that no clinician has approved", do)
        return
    if not _NAME_AND_ROLE.fullmatch(own.approved_by):
        yield case.error(f"`approved_by: {own.approved_by}` is no name and role", "Write `# approved_by: name, role`")
    if not own.reviewed:
        yield case.warning("is approved without the day when it was read", "Write `# reviewed: 2026-05-01` above it")
    if not own.next_review:
        yield case.warning(
            "is approved without a day for its next review", "Write `# next_review: 2027-05-01` above it"
        )


def unverified(case: Case) -> Iterator[Problem]:
    """What no source was found for is said to be so, and nobody signs it as it stands."""
    own = case.entry.metadata
    if own.check and own.approved_by:
        yield case.error("is approved and still marked `check`", "Take `# check:` out once its words have a source")
    elif own.check:
        yield case.warning(f"is marked check: {own.check}", "Find its source, or change the words; then take it out")


def undeclared(case: Case) -> Iterator[Problem]:
    """Clinical advice cannot pass as an everyday message."""
    if case.safety or case.language != "en" or case.entry.metadata.audience == "staff":
        return
    for word in dict.fromkeys(found[0] for text in case.texts() if (found := CLINICAL.search(text))):
        do = "Write `# safety:` and `# source:` above it, or say it without"
        yield case.error(f'says "{word}" and is no safety message', do)


def review(case: Case) -> Iterator[Problem]:
    due = case.entry.metadata.next_review
    read_on = case.entry.metadata.reviewed
    if read_on and ((case.today and read_on > case.today) or (due and due <= read_on)):
        yield case.error("has its days in the wrong order", "`reviewed` is past, and `next_review` comes after it")
    if due and case.today and due < case.today:
        yield case.warning(
            f"was to be reviewed by {due.isoformat()}", "Review it and set `# reviewed` and `# next_review`"
        )


CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    comment, wordings, fields, references, choices, characters, parts, age, swallowed, discreet, safety, unverified,
    undeclared, review,
)  # fmt: skip
