"""hand_over: say what is true, raise an escalation, and leave the rest to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import URGENCIES, Escalate, Say, Urgency
from bot.core.raw import Raw
from bot.core.steps.base import END, Move

KEY = "hand_over"


@dataclass(frozen=True, slots=True)
class HandOverStep:
    """Says `message`, raises `kind`, ends."""

    kind: str
    urgency: Urgency
    message: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        words = (Say(self.message),) if self.message else ()
        return Move((*words, Escalate(self.kind, self.urgency)), END, outcome="handed over")

    def exits(self) -> tuple[str, ...]:
        return (END,)

    def messages(self) -> tuple[str, ...]:
        return (self.message,) if self.message else ()


def parse(raw: Raw) -> HandOverStep:
    raw.only(KEY, "urgency", "say")
    return HandOverStep(raw.text(KEY), raw.one_of("urgency", URGENCIES), str(raw.mapping().get("say", "")))
