"""What every step is, and what entering one yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.effects import Effect

END = "end"
"""The target that ends a flow; a sub-flow gives back to its parent."""


@dataclass(frozen=True, slots=True)
class Move:
    """What entering a step did. `to` is the next step, or None: stay here and wait. `into` begins a sub-flow first."""

    effects: tuple[Effect, ...] = ()
    to: str | None = None
    into: str | None = None
    outcome: str | None = None


class Step(Protocol):
    """A named place in a flow."""

    def enter(self, facts: Mapping[str, Any]) -> Move: ...

    def exits(self) -> tuple[str, ...]:
        """Every step that can follow."""
        ...

    def messages(self) -> tuple[str, ...]:
        """Every message id that it can say."""
        ...
