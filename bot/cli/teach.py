"""Fitting the second layer of understanding on its examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bot import wiring
from bot.revisions import read_folder
from bot.understanding import fit
from bot.understanding.tongue import CONCEPTS

EXAMPLES, MODEL = "examples", "model.npz"


def taught(folder: Path) -> dict[str, str]:
    """Everything that a language's second layer is fitted on: its examples and its kinds of words, by file name."""
    files = {path.name: path.read_text("utf-8") for path in sorted((folder / EXAMPLES).glob("*.tsv"))}
    return {**files, CONCEPTS: (folder / CONCEPTS).read_text("utf-8")}


def fitting(root: Path, language: str = "en") -> Path:
    """Fit the second layer on what stands in `flows/understanding/<language>`, and write it there; returns the file."""
    folder = root / wiring.UNDERSTANDING / language
    files = taught(folder)
    examples = fit.read_examples(_without(files, CONCEPTS), language)
    understanding = wiring.understanding_of(read_folder(root), models={})
    try:
        model = fit.fit(examples, understanding.features, fit.hash_of(files), click.echo)
    except ImportError as error:
        raise click.ClickException("scikit-learn is needed to fit: install throughcare[teach]") from error
    path = folder / MODEL
    path.write_bytes(model.packed())
    return path


def _without(files: Mapping[str, str], name: str) -> dict[str, str]:
    return {each: text for each, text in files.items() if each != name}
