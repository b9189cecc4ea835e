"""One .ftl text to its messages, or to what is wrong with it: file, line, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fluent.syntax import FluentParser, ast

from bot.core.check.problem import Problem
from bot.wording import metadata
from bot.wording.metadata import Metadata

OPEN = "open"
"""The attribute that holds the wording for a person who chose that it may name things."""

NESTED = 12

_PATH = re.compile(r"([a-z]{2,3}(?:-[A-Za-z]+)?)/[\w-]+\.ftl")
_STARTS = re.compile(r"\s*-?[A-Za-z][\w-]*\s*=")


@dataclass(frozen=True, slots=True)
class Entry:
    """A message or a term (`-name`), its place, and what the comment directly above it says."""

    id: str
    path: str
    line: int
    node: ast.Message | ast.Term
    metadata: Metadata
    faults: tuple[str, ...]

    @property
    def where(self) -> str:
        return place(self.path, self.line, self.id)


@dataclass(frozen=True, slots=True)
class Parsed:
    path: str
    language: str
    resource: ast.Resource
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def place(path: str, line: int, message_id: str = "") -> str:
    """Where a person finds it: "messages/en/check_in.ftl:12 message check-in-nudge"."""
    return f"messages/{path}:{line}" + (f" message {message_id}" if message_id else "")


def parse(path: str, text: str) -> Parsed:
    """The messages of `path` ("en/check_in.ftl") and every problem that makes the file unusable."""
    named = _PATH.fullmatch(path)
    if not named:
        problem = Problem("error", f"messages/{path}", "is not a message file", "Call it <language>/<name>.ftl")
        return Parsed(path, "", ast.Resource([]), (), (problem,))
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if nested := _too_nested(path, text):
        return Parsed(path, named[1], ast.Resource([]), (), (nested,))
    resource = FluentParser(with_spans=True).parse(text)
    starts = _Lines(text)
    problems = (*_junk(path, resource, starts), *_loose_comments(path, resource, starts))
    return Parsed(path, named[1], resource, tuple(_entries(path, resource, starts)), problems)


def _too_nested(path: str, text: str) -> Problem | None:
    """The parser recurses, so braces inside braces are counted before it runs."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        depth = 0 if _STARTS.match(line) and not line[0].isspace() else depth
        for char in line:
            depth += (char == "{") - (char == "}")
            if depth > NESTED:
                return Problem(
                    "error", place(path, number), f"has more than {NESTED} {{ inside each other", "Say it plainly"
                )
    return None


class _Lines:
    """Offsets to line numbers, from 1."""

    def __init__(self, text: str) -> None:
        self.text = text

    def at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def of(self, node: ast.SyntaxNode) -> int:
        return self.at(node.span.start) if node.span else 1


def _entries(path: str, resource: ast.Resource, starts: _Lines) -> Iterator[Entry]:
    for node in resource.body:
        if isinstance(node, ast.Message | ast.Term):
            sigil = "-" if isinstance(node, ast.Term) else ""
            said, faults = metadata.read_metadata((node.comment.content if node.comment else None) or "")
            yield Entry(sigil + node.id.name, path, starts.of(node.id), node, said, faults)


def _junk(path: str, resource: ast.Resource, starts: _Lines) -> Iterator[Problem]:
    for node in resource.body:
        if isinstance(node, ast.Junk):
            note = node.annotations[0]
            what = f"cannot be read: {(note.message or 'unknown syntax').rstrip('.')}"
            line = starts.at(note.span.start) if note.span else starts.of(node)
            yield Problem("error", place(path, line), what, _cure(node.content or ""))


def _cure(content: str) -> str:
    first = next((line for line in content.splitlines() if line.strip()), "")
    if content.count("{") != content.count("}"):
        return "Close every { with a } in the message that stands here"
    if not _STARTS.match(first):
        return "Write `message-id = text`; lines that go on from the one before start with spaces"
    return "Check the message that stands here: text after `=`, and *[other] in every choice"


def _loose_comments(path: str, resource: ast.Resource, starts: _Lines) -> Iterator[Problem]:
    for node in resource.body:
        if isinstance(node, ast.Comment | ast.GroupComment | ast.ResourceComment):
            keys = [key for key, _ in metadata.lines(node.content or "")]
            if keys:
                what = f"`{keys[0]}:` belongs to no message"
                do = "Put it in a comment with one # directly above its message, without an empty line between"
                yield Problem("error", place(path, starts.of(node)), what, do)
