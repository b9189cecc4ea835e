"""YAML text to plain values with a line for each; `yes`, `no`, `on` and `off` stay the words that staff wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.core.problem import Problem, Refused
from bot.core.raw import Raw

LONGEST = 200_000
"""Characters of one file: a flow takes a few thousand."""
DEEPEST = 20

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"[-+]?\d{1,17}\.\d{1,17}")

Path = tuple[str, ...]


def read_yaml(file: str, text: str) -> Raw:
    """The values of one file with their lines; raises Refused, naming file, line and what to do."""
    if len(text) > LONGEST:
        raise _refused(file, None, f"it is longer than {LONGEST} characters", "Make several files of it")
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"it is no YAML: {error.problem or error.context}"
        do = "Look at this line and the one above: indents are spaces, a name is followed by `: `"
        raise _refused(file, mark.line + 1 if mark else None, what, do) from None
    except YAMLError as error:
        what = f"it is no YAML: {str(error).splitlines()[0]}"
        raise _refused(file, None, what, "Take out what cannot be seen, such as control characters") from None
    lines: dict[Path, int] = {}
    data = _Reader(file, lines).value(node, ()) if node is not None else None
    return Raw(file, data, lambda path: _line(lines, path))


def _refused(file: str, line: int | None, what: str, do: str) -> Refused:
    return Refused(Problem("error", f"{file}:{line}" if line else file, what, do))


def _line(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the nearest place above it that has one."""
    return next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), None)


class _Reader:
    """Walks the parsed nodes once, keeping the line of every entry."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.seen: set[int] = set()

    def value(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if id(node) in self.seen:
            raise _refused(self.file, line, "`*name` repeats another place", "Write the words out again")
        if len(path) > DEEPEST:
            raise _refused(self.file, line, f"it goes more than {DEEPEST} levels deep", "Make it flatter")
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return dict(self.entries(node, path))
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, str(number))) for number, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, ScalarNode) else None

    def entries(self, node: MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        names: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                raise _refused(self.file, line, "a name is missing before the `:`", "Write `name: value`")
            name = str(key.value)
            if name in names:
                raise _refused(self.file, line, f"`{name}` stands here twice", "Rename or take out one of the two")
            names.add(name)
            self.lines[*path, name] = line
            yield name, self.value(value, (*path, name))


def _scalar(node: ScalarNode) -> Any:
    """A quoted value is always text; an unquoted one may be a number, true, false or nothing."""
    written = str(node.value)
    if node.style is not None:
        return written
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.fullmatch(written):
        return int(written)
    return float(written) if _FLOAT.fullmatch(written) else written
