"""What happened between two looks at the board, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.web.simulator.board import Board
from bot.web.simulator.threads import Bubble


class Reached(Protocol):
    """A phone or a desk: whose it is, and what stands on it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def thread(self) -> list[Bubble]: ...


def news(before: Board, after: Board) -> str:
    """Who was texted, what was raised, who of the staff was told; empty where none of these is new."""
    known = {alarm.id for alarm in before.alarms}
    raised = [f"{one.who}: {one.kind[:1].lower()}{one.kind[1:]}" for one in after.alarms if one.id not in known]
    texted, told = _reached(before.phones, after.phones), _reached(before.desks, after.desks)
    found = [*(f"{name} was texted" for name in texted), *raised, *(f"{name} was told" for name in told)]
    return "".join(f"{sentence}. " for sentence in found).strip()


def _reached(before: Iterable[Reached], after: Iterable[Reached]) -> list[str]:
    known = {bubble.id for one in before for bubble in one.thread}
    return sorted(
        one.name for one in after if any(new.direction == "outbound" and new.id not in known for new in one.thread)
    )
