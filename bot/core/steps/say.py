"""say: text the person, and go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Say
from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "say"


@dataclass(frozen=True, slots=True)
class SayStep:
    """Texts `message`."""

    message: str
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move((Say(self.message),), self.then)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return (self.message,)


def parse(raw: Raw) -> SayStep:
    raw.only(KEY, "then")
    return SayStep(raw.text(KEY), raw.text("then"))
