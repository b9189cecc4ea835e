"""find: look for the service of a kind that is nearest in place and time, and text the person where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Say
from bot.core.nearest import Finder
from bot.core.raw import Raw
from bot.core.steps.base import Move

KEY = "find"
FINDER = "find_service"
"""The fact that finds: whoever begins or continues a conversation gives it, for that person and that moment."""


@dataclass(frozen=True, slots=True)
class FindStep:
    """Says `message` of the service; `later` is where it goes when the door is shut now, `none` when there is none."""

    kind: str
    message: str
    then: str
    later: str
    none: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        finder: Finder | None = facts.get(FINDER)
        found = finder(self.kind) if finder else None
        if found is None:
            return Move(to=self.none)
        return Move((Say(self.message, found.given),), self.then if found.opening.now else self.later)

    def exits(self) -> tuple[str, ...]:
        return (self.then, self.later, self.none)

    def messages(self) -> tuple[str, ...]:
        return (self.message,)


def parse(raw: Raw) -> FindStep:
    raw.only(KEY, "say", "then", "later", "none")
    then = raw.text("then")
    return FindStep(raw.text(KEY), raw.text("say"), then, raw.text("later", then), raw.text("none"))
