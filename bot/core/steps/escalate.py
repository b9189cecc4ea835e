"""escalate: raise an escalation, and go on talking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import URGENCIES, Escalate, Urgency
from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "escalate"


@dataclass(frozen=True, slots=True)
class EscalateStep:
    """Raises `kind`."""

    kind: str
    urgency: Urgency
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move((Escalate(self.kind, self.urgency),), self.then)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> EscalateStep:
    raw.only(KEY, "urgency", "then")
    return EscalateStep(raw.text(KEY), raw.one_of("urgency", URGENCIES), raw.text("then"))
