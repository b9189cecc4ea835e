"""plan: begin another flow at a later moment, and go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Plan
from bot.core.raw import Raw
from bot.core.span import Span
from bot.core.steps.base import Move

KEY = "plan"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Begins `flow` after a span."""

    flow: str
    after: Span
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move((Plan(self.flow, self.after),), self.then)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> PlanStep:
    raw.only(KEY, "after", "then")
    return PlanStep(raw.text(KEY), raw.span("after"), raw.text("then"))
