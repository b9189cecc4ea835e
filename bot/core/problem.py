"""A problem that a check found: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`where` is a place a person can open, such as "flows/check_in.yaml:12 step ask_how"."""

    level: Literal["error", "warning"]
    where: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.what}. {self.do}"


class Refused(Exception):
    """Content that cannot be used at all, with every problem that was found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
