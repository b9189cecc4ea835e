"""finish: end the flow, with an outcome that staff read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.raw import Raw
from bot.core.steps.base import END, Move

KEY = "finish"


@dataclass(frozen=True, slots=True)
class FinishStep:
    """Ends with `outcome`."""

    outcome: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move(to=END, outcome=self.outcome)

    def exits(self) -> tuple[str, ...]:
        return (END,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> FinishStep:
    raw.only(KEY)
    return FinishStep(raw.text(KEY))
