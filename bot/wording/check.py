"""Everything that can be wrong with a message set, held against what says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from fluent.syntax import ast

from bot.core.check.problem import Problem
from bot.wording.entries import Entry
from bot.wording.message_checks import CHECKS, Case, Limits
from bot.wording.readings import uses
from bot.wording.words import ENGLISH, Words

Used = Mapping[str, frozenset[str]]


def problems(
    words: Words,
    used: Used,
    *,
    telling: frozenset[str] = frozenset(),
    samples: Mapping[str, str] | None = None,
    today: date | None = None,
    places: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> list[Problem]:
    """Every problem of a message set, errors first, then by place.

    `used` maps each message id that anything says to the fields that every place which says it can give; `telling`
    are the words of the house rules that a discreet text may not hold; `samples` the longest likely words for a
    field; `today` finds overdue reviews; `places` tell where a message id is said ("flows/check_in.yaml:12 step
    ask_how"). What cannot be parsed at all was refused by `Words.load`.
    """
    found = [*_missing(words, used, places or {}), *_unused(words, used), *_translations(words, used)]
    for language in words.languages:
        nodes = {name: entry.node for name, entry in words.entries(language).items()}
        for entry in _messages(words, language):
            case = Case(
                entry, language, nodes, used.get(entry.id), words.entries(ENGLISH).get(entry.id),
                telling, samples or {}, today, limits or Limits(),
            )  # fmt: skip
            found += (problem for check in CHECKS for problem in check(case))
    return sorted(found)


def unapproved(words: Words) -> tuple[Entry, ...]:
    """Every safety message, in any language, that no named clinician has approved: live mode refuses them."""
    safety = {entry.id for language in words.languages for entry in _messages(words, language) if entry.metadata.safety}
    standing = (entry for language in words.languages for entry in _messages(words, language))
    return tuple(entry for entry in standing if entry.id in safety and not entry.metadata.approved_by)


def overdue(words: Words, today: date) -> tuple[Entry, ...]:
    """Every safety message, in any language, whose review is past: live mode refuses them."""
    return tuple(
        entry
        for language in words.languages
        for entry in _messages(words, language)
        if entry.metadata.safety and entry.metadata.next_review and entry.metadata.next_review < today
    )


def refused(words: Words, today: date | None) -> list[str]:
    """Why live mode may not start with these words; empty where it may. Without `today` no review is past."""
    found = []
    if waiting := unapproved(words):
        found.append(f"{len(waiting)} safety texts have no named clinician's approval, the first at {waiting[0].where}")
    if past := overdue(words, today) if today else ():
        found.append(f"{len(past)} safety texts are past their review, the first at {past[0].where}")
    return found


def _messages(words: Words, language: str) -> Iterator[Entry]:
    return (entry for entry in words.entries(language).values() if isinstance(entry.node, ast.Message))


def _missing(words: Words, used: Used, places: Mapping[str, str]) -> Iterator[Problem]:
    known = [entry.id for entry in _messages(words, ENGLISH)]
    for message_id in sorted(used.keys() - set(known)):
        near = get_close_matches(message_id, known, n=1, cutoff=0.75)
        do = f"Did you mean {near[0]}? Else write it" if near else "Write it"
        where = places.get(message_id, f"messages/{ENGLISH} message {message_id}")
        yield Problem(
            "error", where, f"says {message_id}, which is not there in English", f"{do} in messages/{ENGLISH}"
        )


def _unused(words: Words, used: Used) -> Iterator[Problem]:
    nodes = {name: entry.node for name, entry in words.entries(ENGLISH).items()}
    said = set(used)
    for message_id in used.keys() & nodes.keys():
        said |= uses(nodes[message_id], nodes).entries
    for entry in words.entries(ENGLISH).values():
        if entry.id not in said:
            yield Problem("warning", entry.where, "nothing says it", "Take it out, or say it in a flow")


def _translations(words: Words, used: Used) -> Iterator[Problem]:
    english = words.entries(ENGLISH)
    for language in words.languages:
        if language == ENGLISH:
            continue
        for entry in _messages(words, language):
            if entry.id not in english:
                yield Problem("error", entry.where, "has no English", f"Write it in messages/{ENGLISH} first")
        for message_id in sorted((used.keys() & english.keys()) - words.entries(language).keys()):
            what = f"is not there in {language}, and goes out in English"
            yield Problem("warning", english[message_id].where, what, f"Translate it in messages/{language}")
