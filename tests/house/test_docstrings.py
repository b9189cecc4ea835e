"""Whoever opens a file is told what it is for; whoever uses the core is told what its values mean."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import ROOT, files, is_migration, place, tree


def untold_classes(source: ast.Module) -> list[str]:
    """The public classes of a file that say nothing of themselves; for a class alone in its file the file may speak."""
    classes = [node for node in source.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    if len(classes) == 1 and ast.get_docstring(source):
        return []
    return [node.name for node in classes if not ast.get_docstring(node)]


def test_every_module_says_what_it_is_for() -> None:
    silent = [place(path) for path in files("bot", suffix=".py") if not ast.get_docstring(tree(path))]
    assert not silent, "begin the file with a docstring: " + ", ".join(silent)


def test_every_room_states_its_law() -> None:
    rooms = {path.parent for path in files("bot", suffix=".py") if not is_migration(path)}
    lawless = sorted(place(room) for room in rooms if not (room / "__init__.py").exists())
    assert not lawless, "a room's law stands in its __init__.py docstring: " + ", ".join(lawless)


def test_every_public_class_of_the_core_says_what_it_is() -> None:
    silent = [f"{place(p)}: {name}" for p in files("bot/core", suffix=".py") for name in untold_classes(tree(p))]
    assert not silent, "give it one sentence\n" + "\n".join(silent)


@pytest.mark.parametrize(
    ("text", "untold"),
    [
        ("class A:\n    x = 1", ["A"]),
        ('"""Holds A."""\nclass A:\n    x = 1', []),
        ('class A:\n    """Is."""', []),
        ("class _A: x = 1", []),
    ],
)
def test_a_silent_class_is_seen(text: str, untold: list[str]) -> None:
    assert untold_classes(ast.parse(text)) == untold


def test_there_is_a_bot_to_look_at() -> None:
    assert (ROOT / "bot" / "core" / "__init__.py").exists()
