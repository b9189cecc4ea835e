"""What stands in the folders of flows and messages, and the hash that names it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from bot.core.problem import Problem, Refused

KEPT = ("flows/**/*.yaml", "flows/understanding/*/concepts.tsv", "messages/**/*.ftl")


def read_folder(root: Path) -> dict[str, str]:
    """Every flow and message file under `root`: "flows/check_in.yaml" to its content, in order of path.

    Raises Refused, naming each file that is no UTF-8 text.
    """
    found = {path.relative_to(root).as_posix(): path for kind in KEPT for path in root.glob(kind) if path.is_file()}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in sorted(found.items()):
        try:
            texts[name] = path.read_text("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem("error", name, "it is no UTF-8 text", "Save it again as UTF-8"))
    if problems:
        raise Refused(*problems)
    return texts


def revision_of(files: Mapping[str, str]) -> str:
    """The SHA-256 (hex) of the files; the same content under the same names is the same revision."""
    content = sha256()
    for name in sorted(files):
        for piece in (name.encode(), files[name].encode()):
            content.update(len(piece).to_bytes(8, "big"))
            content.update(piece)
    return content.hexdigest()
