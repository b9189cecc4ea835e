"""do: go through another flow, then come back here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "do"


@dataclass(frozen=True, slots=True)
class DoStep:
    """Goes through `flow`."""

    flow: str
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move(to=self.then, into=self.flow)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> DoStep:
    raw.only(KEY, "then")
    return DoStep(raw.text(KEY), raw.text("then"))
