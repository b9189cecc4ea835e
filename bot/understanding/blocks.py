"""The plain shape that nearly every phrase file has, read without YAML, which would take a third of the start-up.

The shape: `name: |` at the margin, lines below it with two spaces before them, `name: words`, and notes at the margin
that begin with `#`. Whatever else a file holds is left to YAML, which reads this shape to the same nodes.
"""

from __future__ import annotations

import re

from ruamel.yaml.error import StringMark
from ruamel.yaml.nodes import ScalarNode

_NAME = re.compile(r"([^\W\d_][^:#|>&*!?{}\[\]\"'%@`,]*): \|(?: +#.*)?")
_SAID = re.compile(r"([a-z_]+): ([a-z_]+(?: [a-z_]+)*)")
_INDENT = "  "


def read_blocks(text: str) -> list[tuple[str, ScalarNode]] | None:
    """Each name with its lines, or None where the file holds anything but plain blocks."""
    found: list[tuple[str, int, list[str], str | None]] = []
    ended = True
    for number, line in enumerate(text.split("\n")):
        if not line.isprintable():
            return None
        if line.startswith(_INDENT) and not ended:
            first = not any(found[-1][2])
            if first and line.startswith(_INDENT + " "):
                return None
            found[-1][2].append(line[len(_INDENT) :])
        elif not line.strip():
            if not ended:
                found[-1][2].append("")
        elif line.startswith("#"):
            ended = True
        elif (name := _NAME.fullmatch(line)) is not None:
            found.append((name[1], number, [], "|"))
            ended = False
        elif (said := _SAID.fullmatch(line)) is not None:
            found.append((said[1], number, [said[2]], None))
            ended = True
        else:
            return None
    return [(name, _node(number, lines, style)) for name, number, lines, style in found] if found else None


def _node(number: int, lines: list[str], style: str | None) -> ScalarNode:
    mark = StringMark("", 0, number, 0, None, None)
    return ScalarNode("tag:yaml.org,2002:str", "\n".join(lines), mark, mark, style=style)
