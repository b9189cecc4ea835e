"""Fitting the second layer of understanding on its examples, and comparing it with the one that it would replace."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from bot import wiring
from bot.revisions import read_folder
from bot.understanding import Understanding, exam, fit
from bot.understanding.exam import Result
from bot.understanding.fit import Example
from bot.understanding.model import Model, unpacked
from bot.understanding.tongue import CONCEPTS

EXAMPLES, MODEL, REGRESSION = "examples", "model.npz", "regression"
SHOWN = 40
"""How many of the texts that broke are shown."""

Fits = Callable[[Sequence[Example], Callable[[str], Sequence[str]], str, Callable[[str], None]], Model]


def taught(folder: Path) -> dict[str, str]:
    """Everything that a language's second layer is fitted on: its examples and its kinds of words, by file name."""
    files = {path.name: path.read_text("utf-8") for path in sorted((folder / EXAMPLES).glob("*.tsv"))}
    kinds = folder / CONCEPTS
    return {**files, **({CONCEPTS: kinds.read_text("utf-8")} if kinds.exists() else {})}


def fitting(root: Path, language: str = "en", *, anyway: bool = False, fits: Fits = fit.fit) -> Path:
    """Fit the second layer on what stands in `flows/understanding/<language>`, and write it there; returns the file.

    A model that forgets danger which the old one knew is not written, unless it is to be written anyway.
    """
    folder = root / wiring.UNDERSTANDING / language
    files = taught(folder)
    if not examples_of(files, language):
        raise click.ClickException(f"there are no examples in {folder / EXAMPLES}: write some, a text a line")
    model = fitted_on(root, files, language, fits)
    if (folder / MODEL).exists():
        result = compared(root, files, language, model)
        tell(result)
        if not result.passed and not anyway:
            raise click.ClickException("the new model is not written; --anyway writes it all the same")
    replace({folder / MODEL: model.packed()})
    return folder / MODEL


def fitted_on(root: Path, files: Mapping[str, str], language: str, fits: Fits = fit.fit) -> Model:
    """The second layer of these examples; raises ClickException where what fits it is not installed."""
    understanding = wiring.understanding_of(read_folder(root), models={})
    try:
        featured = partial(understanding.features, language=language)
        return fits(examples_of(files, language), featured, fit.hash_of(files), click.echo)
    except ImportError as error:
        raise click.ClickException("scikit-learn is needed to fit: install throughcare[teach]") from error


def examples_of(files: Mapping[str, str], language: str) -> list[Example]:
    """The examples among what is taught."""
    return fit.read_examples({name: text for name, text in files.items() if name != CONCEPTS}, language)


def compared(root: Path, files: Mapping[str, str], language: str, model: Model) -> Result:
    """The new model beside the one that stands there: on the regression set, and on what phrases decide."""
    content, old = read_folder(root), models_of(root)
    click.echo("comparing with the model that is there")
    bare = wiring.understanding_of(content, models={})
    cases = [*regression(root), *exam.decided_by_phrases(bare, examples_of(files, language), language)]
    return exam.examine(_with(content, old), _with(content, {**old, language: model}), cases)


def models_of(root: Path) -> dict[str, Model]:
    """The fitted second layers that stand under a root, by language."""
    paths = (root / wiring.UNDERSTANDING).glob(f"*/{MODEL}")
    return {path.parent.name: unpacked(path.read_bytes()) for path in paths}


def regression(root: Path) -> list[exam.Case]:
    """The texts that must stay understood, of every language."""
    folders = sorted((root / wiring.UNDERSTANDING).glob(f"*/{REGRESSION}"))
    return [
        case
        for folder in folders
        for path in sorted(folder.glob("*.tsv"))
        for case in exam.read_cases([path.read_text("utf-8")], folder.parent.name)
    ]


def tell(result: Result) -> None:
    """What the comparison found, one line for each danger and for each text."""
    for intent, (old, new, many) in result.found.items():
        click.echo(f"{intent}: {old} of {many} understood before, {new} now")
    if result.louder:
        click.echo(f"{len(result.louder)} texts without danger would alarm that did not:")
        _list(result.louder)
    if result.passed:
        return
    if result.fallen:
        click.echo(f"Refused: fewer are understood of {', '.join(result.fallen)}.")
    if result.answered:
        click.echo("Refused: urgent texts would be answered as STOP, yes, no or chat.")
    click.echo(f"The texts that broke ({len(result.broken)}):")
    _list(result.broken)


def _list(found: Sequence[exam.Broken]) -> None:
    for each in found[:SHOWN]:
        click.echo(f"  {each}")
    if len(found) > SHOWN:
        click.echo(f"  and {len(found) - SHOWN} more")


def replace(contents: Mapping[Path, bytes]) -> None:
    """Write all of the files or none: each is written beside its place first, then all are moved there."""
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    beside = {path: path.with_name(f".{path.name}.new") for path in contents}
    try:
        for path, content in contents.items():
            with beside[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path in contents:
            beside[path].replace(path)
    except OSError:
        for path, old in before.items():
            _put_back(path, old)
        raise
    finally:
        for each in beside.values():
            each.unlink(missing_ok=True)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != content:
        path.write_bytes(content)


def _with(content: Mapping[str, str], models: Mapping[str, Model]) -> Understanding:
    return wiring.understanding_of(content, models=models)
