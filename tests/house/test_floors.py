"""Who may import whom: from floors below, never up, never in circles.

The floors themselves stand in pyproject.toml ([tool.importlinter]); lint-imports follows chains, these name the line.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.source import all_imports, contract, modules


def floors() -> list[set[str]]:
    """The rooms of each floor, the ground floor first."""
    layers = [{room.strip(" ()") for room in layer.split("|")} for layer in contract("floors")["layers"]]
    return layers[::-1]


def height(module: str) -> int | None:
    """On which floor a module stands; None where it was given none."""
    room = module.split(".")[1]
    return next((level for level, rooms in enumerate(floors()) if room in rooms), None)


def quarrel(importer: str, imported: str) -> str | None:
    """Why this import breaks the law of the floors, or None where it keeps it."""
    if not imported.startswith("bot.") or f"{importer} -> {imported}" in contract("floors").get("ignore_imports", []):
        return "nothing of the bot imports tests" if imported.split(".")[0] == "tests" else None
    if importer == "bot":
        return "bot/__init__.py imports nothing"
    mine, theirs = height(importer), height(imported)
    if mine is None or theirs is None or importer.split(".")[1] == imported.split(".")[1]:
        return None
    if theirs > mine:
        return "a file may import from floors below only"
    return "rooms of one floor know nothing of each other" if theirs == mine else None


def test_every_room_stands_on_a_floor() -> None:
    homeless = sorted({name.split(".")[1] for name in modules() if "." in name and height(name) is None})
    assert not homeless, f"bot/{homeless[0]} stands on no floor: add it to the layers in pyproject.toml"


def test_imports_go_down_only() -> None:
    wrong = [
        f"{importer} line {line} imports {imported}: {why}"
        for importer, imported, line in all_imports()
        if (why := quarrel(importer, imported))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("importer", "imported", "why"),
    [
        ("bot.core.engine", "bot.store.people", "a file may import from floors below only"),
        ("bot.handlers.inbound", "bot.web.app", "a file may import from floors below only"),
        ("bot.store.people", "bot.settings", "a file may import from floors below only"),
        ("bot.channels.sms", "bot.store.people", "rooms of one floor know nothing of each other"),
        ("bot.web.app", "bot.clock.rounds", "rooms of one floor know nothing of each other"),
        ("bot.handlers.inbound", "tests.support", "nothing of the bot imports tests"),
        ("bot.handlers.inbound", "bot.store.people", None),
        ("bot.core.engine", "bot.core.flow", None),
        ("bot.wiring", "bot.handlers.inbound", None),
    ],
)
def test_the_law_of_the_floors(importer: str, imported: str, why: str | None) -> None:
    assert quarrel(importer, imported) == why


def circle(arrows: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_nothing_is_imported_in_a_circle() -> None:
    arrows: dict[str, set[str]] = {}
    for importer, imported, _ in all_imports():
        if imported in modules() and imported != importer:
            arrows.setdefault(importer, set()).add(imported)
    found = circle(arrows)
    assert not found, "imported in a circle: " + " <- ".join(found)


def test_a_circle_is_seen() -> None:
    assert circle({"bot.a": {"bot.b"}, "bot.b": {"bot.a"}})
    assert not circle({"bot.a": {"bot.b", "bot.c"}, "bot.b": {"bot.c"}})
