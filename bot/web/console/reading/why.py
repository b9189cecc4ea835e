"""Why a text is understood as it is, in words for whoever reads it: asked for when somebody looks, and never kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.meaning import Explains, Recognise

PHRASE, LETTERS = "phrase: ", "letters "
EDGES = {"^": "at the beginning", "$": "at the end"}


@dataclass(frozen=True, slots=True)
class Why:
    """One meaning of a text and what it rests on; `phrase` tells a phrase from likeness to examples."""

    intent: str
    phrase: bool
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What the text is understood as today, each meaning with its reasons; `same` as when it came."""

    whys: tuple[Why, ...]
    same: bool


def explained(understand: Recognise, text: Mapping[str, Any]) -> Explained:
    """Read a stored text again, by the revision of today."""
    language, body = str(text["meaning"].get("language") or "en"), str(text["body"])
    reasons = understand.explain(body, language=language) if isinstance(understand, Explains) else {}
    first = understand(body, language=language).intent
    return Explained(tuple(_why(*each) for each in reasons.items()), (first or "") == (text["intent"] or ""))


def _why(intent: str, reasons: list[str]) -> Why:
    phrases = tuple(each.removeprefix(PHRASE) for each in reasons if each.startswith(PHRASE))
    if phrases:
        return Why(intent, True, phrases)
    words = [each for each in reasons if not each.startswith(LETTERS)] or reasons
    return Why(intent, False, tuple(dict.fromkeys(say for each in words for say in _said(each))))


def _said(reason: str) -> Iterator[str]:
    """A feature as people say it: "kind bad_colour" is "a word for bad colour"."""
    what, _, rest = reason.partition(" ")
    if reason.startswith("phrase for "):
        yield "a phrase in it"
    elif what in ("kind", "kinds"):
        kinds = rest.removeprefix("near each other ").replace("~", " ").replace("=", "").split()
        words = " and ".join(each.replace("_", " ") for each in kinds if each not in EDGES)
        if words:
            yield f"{'a word' if what == 'kind' else 'words'} for {words}"
    elif what in ("word", "words"):
        words = " ".join(each for each in rest.removeprefix("near each other ").replace("~", " ").split())
        edge = next((f" {EDGES[each]}" for each in words.split() if each in EDGES), "")
        plain = " ".join(each for each in words.split() if each not in EDGES)
        yield f'"{plain}"{edge}' if plain else f"how it stands{edge}"
    elif what == "letters":
        yield f'the letters "{rest.strip("<>")}"'
