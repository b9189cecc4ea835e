"""What the comment above a message says about it: safety, source, approval, review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

KEYS = ("safety", "source", "approved_by", "reviewed", "next_review", "check", "may_name", "audience")
AUDIENCES = ("people", "staff")

_LINE = re.compile(r"\s*([A-Za-z][\w-]*)\s*:\s*(.*?)\s*")
_EMPTY = ("", "null", "none", "~")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`safety` names the danger that a message answers; None is an everyday message.

    `approved_by` is the named clinician, None until one has signed; `check` says what in it no source has been found
    for; `may_name` are the telling words that the
    discreet wording may hold all the same. `audience` is "people" or "staff": notices to staff name things.
    """

    safety: str | None = None
    source: str | None = None
    approved_by: str | None = None
    reviewed: date | None = None
    next_review: date | None = None
    check: str | None = None
    may_name: frozenset[str] = frozenset()
    audience: str = "people"


def read_metadata(comment: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata of a comment, and what could not be read in it (each a sentence without its full stop)."""
    found = dict(lines(comment))
    faults = [*_misspelt(comment)]
    metadata = Metadata(
        safety=found.get("safety"),
        source=found.get("source"),
        approved_by=found.get("approved_by"),
        reviewed=_day("reviewed", found, faults),
        next_review=_day("next_review", found, faults),
        check=found.get("check"),
        may_name=frozenset(word.strip() for word in (found.get("may_name") or "").split(",") if word.strip()),
        audience=_audience(found, faults),
    )
    return metadata, tuple(faults)


def lines(comment: str) -> Iterator[tuple[str, str | None]]:
    """Every `key: value` of a comment whose key is known; null and nothing are None."""
    for key, value in _pairs(comment):
        if key in KEYS:
            yield key, None if value.casefold() in _EMPTY else value


def _pairs(comment: str) -> Iterator[tuple[str, str]]:
    for line in comment.splitlines():
        if match := _LINE.fullmatch(line):
            yield match[1], match[2]


def _misspelt(comment: str) -> Iterator[str]:
    seen: set[str] = set()
    for key, _ in _pairs(comment):
        if key in seen:
            yield f"`{key}` stands twice in the comment above the message"
        near = get_close_matches(key.casefold().replace("-", "_"), KEYS, n=1, cutoff=0.8)
        if near and key not in KEYS:
            yield f"`{key}:` in the comment is not known; it looks like `{near[0]}:`"
        if key in KEYS:
            seen.add(key)


def _day(key: str, found: dict[str, str | None], faults: list[str]) -> date | None:
    value = found.get(key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        faults.append(f"`{key}: {value}` is not a day written like 2027-05-01")
        return None


def _audience(found: dict[str, str | None], faults: list[str]) -> str:
    audience = found.get("audience") or AUDIENCES[0]
    if audience not in AUDIENCES:
        faults.append(f"`audience: {audience}` is neither people nor staff")
    return audience
