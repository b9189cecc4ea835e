"""The core decides and does nothing else; one Clock asks the time, for everybody."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, all_imports, contract, files, place, tree

# Who may ask what time it is. Everybody else is given `now`.
MAY_ASK_THE_TIME = {"bot/clock/now.py": "this is the one Clock"}

ASKS_THE_TIME = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
    *("sqlalchemy.func.now", "sqlalchemy.func.current_timestamp", "sqlalchemy.func.localtimestamp"),
}
TOUCHES_THE_WORLD = {"uuid.uuid1", "uuid.uuid4", "uuid.uuid7", "urllib.request", "urllib.request.urlopen"}
WORLDLY_BUILTINS = {"open", "print", "input", "eval", "exec", "breakpoint", "__import__"}


def meant(source: ast.Module) -> Iterator[tuple[str, int]]:
    """Every dotted name a file uses, with its imports' nicknames undone: (name, line)."""
    real = {}
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            real.update({alias.asname: alias.name for alias in node.names if alias.asname})
        elif isinstance(node, ast.ImportFrom):
            real.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    for node in ast.walk(source):
        if isinstance(node, (ast.Attribute, ast.Name)) and (spelled := _spelled(node)):
            first, dot, rest = spelled.partition(".")
            yield real.get(first, first) + dot + rest, node.lineno


def _spelled(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _spelled(node.value)):
        return f"{before}.{node.attr}"
    return None


def asks_the_time(source: ast.Module) -> list[int]:
    """The lines that ask the time, of Python or of the database."""
    asked = [line for name, line in meant(source) if name in ASKS_THE_TIME]
    texts = [node for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return asked + [text.lineno for text in texts if "CURRENT_TIMESTAMP" in str(text.value)]


def touches_the_world(source: ast.Module) -> list[str]:
    """What in a file of the core is not a pure decision."""
    named = [f"line {line}: {name}" for name, line in meant(source) if name in TOUCHES_THE_WORLD or _chance(name)]
    called = [(node.func, node.lineno) for node in ast.walk(source) if isinstance(node, ast.Call)]
    named += [f"line {line}: {f.id}()" for f, line in called if isinstance(f, ast.Name) and f.id in WORLDLY_BUILTINS]
    return named + [f"line {line}: asks the time" for line in asks_the_time(source)]


def _chance(name: str) -> bool:
    return name.startswith("random.") and name != "random.Random"


def forbidden_import(imported: str) -> bool:
    return imported.split(".")[0] in contract("pure-core")["forbidden_modules"] or imported in TOUCHES_THE_WORLD


def test_the_core_imports_nothing_that_touches_the_world() -> None:
    wrong = [
        f"{importer} line {line} imports {imported}: the core is pure, it is given what it needs to know"
        for importer, imported, line in all_imports()
        if importer.startswith("bot.core") and forbidden_import(imported)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_does_nothing_but_decide() -> None:
    wrong = [
        f"{place(path)} {what}" for path in files("bot/core", suffix=".py") for what in touches_the_world(tree(path))
    ]
    assert not wrong, "the core is pure: pass it in as an argument\n" + "\n".join(wrong)


def test_only_the_clock_asks_the_time() -> None:
    wrong = [
        f"{place(path)} line {line} asks the time: take `now` as an argument, from the Clock"
        for path in files("bot", suffix=".py")
        if place(path) not in MAY_ASK_THE_TIME
        for line in asks_the_time(tree(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_whoever_may_ask_the_time_does() -> None:
    listed = [ROOT / name for name in MAY_ASK_THE_TIME]
    idle = [place(path) for path in listed if path.exists() and not asks_the_time(tree(path))]
    assert not idle, f"{idle} no longer ask the time: take them off the list"


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\ndatetime.now(zone)",
        "import datetime as dt\ndt.datetime.now(zone)",
        "from datetime import date as day\nday.today()",
        "from time import time\ntime()",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "from sqlalchemy import func\nfunc.now()",
        "text('SELECT CURRENT_TIMESTAMP')",
    ],
)
def test_asking_the_time_is_seen(line: str) -> None:
    assert asks_the_time(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["clock.now()", "from datetime import time\ntime(10, 0)", "import time\ntime.monotonic()"]
)
def test_what_does_not_ask_the_time_is_left_alone(line: str) -> None:
    assert not asks_the_time(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["open('a')", "print(1)", "import random\nrandom.choice(a)", "from uuid import uuid4\nuuid4()"]
)
def test_touching_the_world_is_seen(line: str) -> None:
    assert touches_the_world(ast.parse(line))
