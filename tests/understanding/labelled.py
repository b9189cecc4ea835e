"""The shipped phrase files and the labelled texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PHRASES = Path(__file__).parents[2] / "flows" / "understanding"
TEXTS = Path(__file__).parent / "texts"


def shipped() -> dict[str, str]:
    """The phrase files as {relative path: content}."""
    kept = (*PHRASES.rglob("*.yaml"), *PHRASES.glob("*/concepts.tsv"))
    return {path.relative_to(PHRASES).as_posix(): path.read_text("utf-8") for path in sorted(kept)}


def labelled(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each text of a file with the intents of which one must come first."""
    for line in (TEXTS / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, intents = line.rpartition("\t")
            yield text, frozenset(intents.split(","))
