"""remember: keep facts about the person, and go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Remember
from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "remember"


@dataclass(frozen=True, slots=True)
class RememberStep:
    """Keeps `facts`."""

    facts: Mapping[str, Any]
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move(tuple(Remember(name, value) for name, value in self.facts.items()), self.then)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> RememberStep:
    raw.only(KEY, "then")
    facts = raw.down(KEY)
    return RememberStep({name: facts.mapping()[name] for name in facts}, raw.text("then"))
