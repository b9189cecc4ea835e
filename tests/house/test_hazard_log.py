"""The hazard log is whole: every rule has its hazard, every level follows from the matrix, every named test exists."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house.source import ROOT, all_imports

FOLDER = ROOT / "docs" / "clinical-safety"
LOG = (FOLDER / "hazard-log.md").read_text(encoding="utf-8")
COLUMNS = ["id", "rule", "hazard", "cause", "effect", "initial risk", "control", "shown by", "residual risk"]
SEVERITIES = ["minor", "significant", "considerable", "major", "catastrophic"]
LIKELIHOODS = ["very high", "high", "medium", "low", "very low"]
NAMED = re.compile(r"`(tests/[^`]+)`")
ROADS_OUT = {"bot.channels": "texts, calls and e-mail", "bot.clock.heartbeat": "that the service is alive"}
"""The only files that may speak to another machine. Whoever adds one writes its hazard."""
NETWORK = {"requests", "urllib3", "smtplib", "http.client", "twilio.rest", "twilio.http", "urllib.request", "httpx"}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


ROWS = [dict(zip(COLUMNS, _cells(line), strict=False)) for line in LOG.splitlines() if line.startswith("| H")]
MATRIX = {
    cells[0]: [int(level) for level in cells[1:]]
    for line in LOG.splitlines()
    if (cells := _cells(line))[0] in LIKELIHOODS and len(cells) == 6
}


def test_every_row_is_whole_and_none_is_missing() -> None:
    headers = [_cells(line) for line in LOG.splitlines() if line.startswith("| id |")]
    assert headers == [COLUMNS] * 3
    assert [row["id"] for row in ROWS] == [f"H{n:02}" for n in range(1, len(ROWS) + 1)]
    assert all(len(row) == len(COLUMNS) and all(row.values()) for row in ROWS)


def test_every_safety_rule_has_its_hazard() -> None:
    assert {row["rule"] for row in ROWS} >= {str(rule) for rule in range(1, 21)}


def _level(risk: str) -> int:
    """The level that is written, if it is the one of the matrix."""
    found = re.fullmatch(r"(\w+), ([\w ]+): ([1-5])", risk)
    assert found, f'"{risk}" is no risk: write it as "major, low: 3"'
    assert MATRIX[found[2]][SEVERITIES.index(found[1])] == int(found[3]), f"{risk}: not what the matrix says"
    return int(found[3])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_no_control_makes_a_risk_higher(row: dict[str, str]) -> None:
    assert list(MATRIX) == LIKELIHOODS
    assert _level(row["residual risk"]) <= _level(row["initial risk"])
    before, after = (row[name].split(":")[0].split(", ")[1] for name in ("initial risk", "residual risk"))
    assert LIKELIHOODS.index(after) > LIKELIHOODS.index(before), "a control that changes nothing is none"


@cache
def _tests_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _missing(named: str) -> bool:
    path, _, test = named.partition("::")
    file = ROOT / path
    return not file.exists() or (bool(test) and test not in _tests_of(path))


@pytest.mark.parametrize("page", sorted(path.name for path in FOLDER.glob("*.md")))
def test_every_named_test_exists(page: str) -> None:
    named = NAMED.findall((FOLDER / page).read_text(encoding="utf-8"))
    assert [one for one in named if _missing(one)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_every_hazard_names_a_test(row: dict[str, str]) -> None:
    assert NAMED.findall(row["shown by"])


@pytest.mark.parametrize("named", ["tests/talks/nobody.talk", "tests/house/test_hazard_log.py::test_nothing"])
def test_a_test_that_is_not_there_is_seen(named: str) -> None:
    assert _missing(named)


def test_nothing_leaves_by_any_road_but_those_named_here() -> None:
    speaking = {
        importer
        for importer, imported, _ in all_imports()
        if any(imported == road or imported.startswith(f"{road}.") for road in NETWORK)
        and not importer.startswith(("bot.bench", *ROADS_OUT))
    }
    assert not speaking, f"{sorted(speaking)} may speak to another machine: write its hazard, and name it here"
