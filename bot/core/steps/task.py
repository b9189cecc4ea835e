"""task: give the keyworker something to do by a deadline, and go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import URGENCIES, Task, Urgency
from bot.core.raw import Raw
from bot.core.span import Span
from bot.core.steps.base import Move

KEY = "task"


@dataclass(frozen=True, slots=True)
class TaskStep:
    """Gives `kind`, to be done within a span; left undone, it raises `otherwise`."""

    kind: str
    within: Span
    otherwise: str
    urgency: Urgency
    then: str

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move((Task(self.kind, self.within, self.otherwise, self.urgency),), self.then)

    def exits(self) -> tuple[str, ...]:
        return (self.then,)

    def messages(self) -> tuple[str, ...]:
        return ()


def parse(raw: Raw) -> TaskStep:
    raw.only(KEY, "within", "otherwise", "urgency", "then")
    urgency = raw.one_of("urgency", URGENCIES, "today")
    return TaskStep(raw.text(KEY), raw.span("within"), raw.text("otherwise", "task_overdue"), urgency, raw.text("then"))
