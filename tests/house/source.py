"""Reads the project's own files for the rules of the house: paths, syntax trees and who imports whom."""

from __future__ import annotations

import ast
import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"node_modules", "var", "build", "dist", "__pycache__"}
SHOWN = {".ci", ".github", ".env.example", ".gitignore", ".npmrc"}


def files(*folders: str, suffix: str = "") -> Iterator[Path]:
    """Every file of ours under the folders (the whole project without any), in a fixed order."""
    for folder in folders or (".",):
        for here, below, names in os.walk(ROOT / folder):
            below[:] = sorted(name for name in below if _ours(name))
            yield from (Path(here, name) for name in sorted(names) if name.endswith(suffix) and _ours(name))


def _ours(name: str) -> bool:
    hidden = name.startswith(".") and name not in SHOWN
    return not hidden and name not in NOT_OURS and not name.endswith(".egg-info")


def place(path: Path) -> str:
    """The path as a message names it, from the project's folder on."""
    return path.relative_to(ROOT).as_posix()


def is_migration(path: Path) -> bool:
    """Migrations are history: written once, never tidied."""
    return "migrations" in path.parts


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree, read once per run."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def modules() -> dict[str, Path]:
    """Every module of bot by its dotted name."""
    return {_dotted_name(path): path for path in files("bot", suffix=".py")}


def _dotted_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(name: str, path: Path) -> Iterator[tuple[str, int]]:
    """What a module imports, wherever in the file: (dotted name, line). Names inside our modules become the module."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (whole if whole in modules() else base), node.lineno


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    stem = parents[: len(parents) - node.level + 1]
    return ".".join([*stem, node.module] if node.module else stem)


def all_imports() -> Iterator[tuple[str, str, int]]:
    """Every import of the bot: (who, whom, line)."""
    for name, path in modules().items():
        yield from ((name, imported, line) for imported, line in imports(name, path))


@cache
def contract(contract_id: str) -> dict[str, Any]:
    """One import contract of pyproject.toml: the floors stand there, once."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    found: dict[str, Any] = next(c for c in tools["importlinter"]["contracts"] if c["id"] == contract_id)
    return found
