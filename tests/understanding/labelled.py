"""The shipped phrase files and the labelled texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PHRASES = Path(__file__).parents[2] / "flows" / "understanding"
ENGLISH = ("urgent", "ordinary", "lookalikes")


def shipped() -> dict[str, str]:
    """The phrase files as {relative path: content}."""
    kept = (*PHRASES.rglob("*.yaml"), *PHRASES.glob("*/concepts.tsv"))
    return {path.relative_to(PHRASES).as_posix(): path.read_text("utf-8") for path in sorted(kept)}


def labelled(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each text of an English file, or of another language, with the intents of which one must come first."""
    place = f"en/regression/{name}.tsv" if name in ENGLISH else f"{name}/regression/texts.tsv"
    for line in (PHRASES / place).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, intents = line.rpartition("\t")
            yield text, frozenset(intents.split(","))
