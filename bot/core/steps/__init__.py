"""One file per kind of step; this is the list of kinds. A new kind is a file, a line here and a case in its test."""

from __future__ import annotations

from types import ModuleType

from bot.core.raw import Raw
from bot.core.steps import ask, choose, do, escalate, find, finish, hand_over, plan, remember, say, task
from bot.core.steps.base import END, Move, Step

KINDS: tuple[ModuleType, ...] = (ask, choose, remember, plan, task, escalate, hand_over, do, find, finish, say)
"""In the order in which they are looked for: a question may also `remember:`, a hand-over or a find may also `say:`."""

__all__ = ["END", "KINDS", "Move", "Step", "parse"]


def parse(raw: Raw) -> Step:
    """The step that a piece of a flow file describes; its kind is told by the key it has. Raises Refused."""
    for kind in KINDS:
        if kind.KEY in raw:
            step: Step = kind.parse(raw)
            return step
    known = ", ".join(kind.KEY for kind in KINDS)
    raise raw.refuse("this step does nothing that is known", f"Give it one of: {known}")
