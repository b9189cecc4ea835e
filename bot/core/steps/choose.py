"""choose: go one way or another on what is known, without asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "choose"
Test = Literal["is", "under", "over", "known"]
TESTS: tuple[Test, ...] = ("is", "under", "over", "known")


@dataclass(frozen=True, slots=True)
class Case:
    """`fact` is, is under, is over `value`, or is known at all (`value` "yes" or "no")."""

    fact: str
    test: Test
    value: Any
    then: str

    def holds(self, facts: Mapping[str, Any]) -> bool:
        have = facts.get(self.fact)
        if self.test == "known":
            return (have is not None) == (self.value in (True, "yes"))
        if self.test == "is":
            return have is not None and bool(_plain(have) == _plain(self.value))
        if not isinstance(have, (int, float)):
            return False
        return bool(have < self.value if self.test == "under" else have > self.value)


@dataclass(frozen=True, slots=True)
class ChooseStep:
    """The first case that holds, else `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move(to=next((case.then for case in self.cases if case.holds(facts)), self.otherwise))

    def exits(self) -> tuple[str, ...]:
        return (*(case.then for case in self.cases), self.otherwise)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> ChooseStep:
    raw.only(KEY, "otherwise")
    return ChooseStep(tuple(_case(item) for item in raw.down(KEY).items()), raw.text("otherwise"))


def _case(raw: Raw) -> Case:
    raw.only("fact", *TESTS, "then")
    for test in TESTS:
        if test in raw:
            value = raw.mapping()[test]
            if test in ("under", "over") and not isinstance(value, (int, float)):
                raise raw.refuse(f"`{test}: {value}` needs a number", f"Write `{test}: 5`")
            return Case(raw.text("fact"), test, value, raw.text("then"))
    raise raw.refuse("this choice tests nothing", "Write `{fact: days_out, under: 5, then: a_step}`")


def _plain(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
