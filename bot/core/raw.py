"""Reading staff-written data: a mapping with a place, and errors that say where, what and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.core import span
from bot.core.problem import Problem, Refused

T = TypeVar("T")
Line = Callable[[tuple[str, ...]], int | None]


@dataclass(frozen=True)
class Raw:
    """A piece of a file: `path` leads to it from the top of the file, `line` finds the line of a path."""

    file: str
    data: Any
    line: Line
    path: tuple[str, ...] = ()
    named: str = ""

    @property
    def where(self) -> str:
        number = self.line(self.path)
        return f"{self.file}{f':{number}' if number else ''}{f' {self.named}' if self.named else ''}"

    def refuse(self, what: str, do: str) -> Refused:
        return Refused(Problem("error", self.where, what, do))

    def down(self, key: str, named: str = "") -> Raw:
        if key not in self:
            raise self.refuse(f"`{key}` is missing", f"Add `{key}:`")
        return Raw(self.file, self.mapping()[key], self.line, (*self.path, key), named or self.named)

    def mapping(self) -> Mapping[str, Any]:
        if not isinstance(self.data, Mapping):
            raise self.refuse(f"this is {_shape(self.data)}, not named entries", "Write it as `name: value` lines")
        return self.data

    def __contains__(self, key: str) -> bool:
        return key in self.mapping()

    def __iter__(self) -> Iterator[str]:
        return iter(self.mapping())

    def items(self) -> list[Raw]:
        """The entries of a list, each with its place."""
        if isinstance(self.data, str) or not isinstance(self.data, Sequence):
            raise self.refuse(f"this is {_shape(self.data)}, not a list", "Write it as a list: [a, b]")
        return [Raw(self.file, item, self.line, (*self.path, str(n)), self.named) for n, item in enumerate(self.data)]

    def text(self, key: str, default: str | None = None) -> str:
        value = self.mapping().get(key, default)
        if value is None or isinstance(value, (Mapping, list)) or value == "":
            raise self.refuse(f"`{key}` is missing or is not a word", f"Write `{key}: something`")
        return str(value)

    def number(self, key: str, default: int) -> int:
        value = self.mapping().get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(f"`{key}: {value}` is not a whole number", f"Write `{key}: {default}`")
        return value

    def one_of(self, key: str, choices: Sequence[T], default: T | None = None) -> T:
        value = self.mapping().get(key, default)
        if value not in choices:
            raise self.refuse(f"`{key}: {value}` is not known", f"Use one of: {', '.join(map(str, choices))}")
        return choices[choices.index(value)]

    def span(self, key: str, default: str | None = None) -> span.Span:
        return self.reading(span.parse, self.text(key, default))

    def reading(self, read: Callable[[str], T], text: str) -> T:
        """`read(text)`, its ValueError told with this place."""
        try:
            return read(text)
        except ValueError as error:
            raise self.refuse(str(error), "Mend it and save again") from None

    def only(self, *keys: str) -> None:
        """Refuse any key that is not among `keys`: a misspelt one must not be silently ignored."""
        for key in self.mapping():
            if key not in keys:
                raise self.refuse(f"`{key}` is not known here", f"Use: {', '.join(keys)}")


def _shape(value: Any) -> str:
    return "empty" if value is None else "a list" if isinstance(value, list) else f'"{value}"'
