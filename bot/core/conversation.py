"""One person in one flow: where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.effects import Effect


@dataclass(frozen=True, slots=True)
class Frame:
    """A step of a flow, and how many unclear replies it has had; a sub-flow stands on the frame of its parent."""

    flow: str
    step: str
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a person stands: `frames` innermost last (empty when finished), `turn` counts what has happened.

    `late` is where the last unanswered question stood when its silence ran out: a reply to it still counts.
    """

    flow: str
    frames: tuple[Frame, ...]
    turn: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    late: tuple[Frame, ...] = ()
    outcome: str | None = None

    @property
    def waiting(self) -> bool:
        return bool(self.frames)

    @property
    def listens(self) -> bool:
        """Whether a reply may still be heard: to the question that waits, or to the late one."""
        return bool(self.frames or self.late)

    @property
    def here(self) -> Frame:
        return self.frames[-1]

    def knowing(self, facts: Mapping[str, Any]) -> Conversation:
        """The same conversation with these facts beneath its own."""
        return replace(self, facts={**facts, **self.facts})

    def as_data(self) -> dict[str, Any]:
        """Plain data for storing; facts are kept apart."""
        pack = [[frame.flow, frame.step, frame.unclear] for frame in self.frames]
        return {"flow": self.flow, "frames": pack, "late": [[f.flow, f.step, f.unclear] for f in self.late]}

    @classmethod
    def from_data(
        cls, data: Mapping[str, Any], *, turn: int, facts: Mapping[str, Any], outcome: str | None
    ) -> Conversation:
        """What `as_data` packed."""
        frames = tuple(Frame(*frame) for frame in data["frames"])
        late = tuple(Frame(*frame) for frame in data["late"])
        return cls(data["flow"], frames, turn, facts, late, outcome)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event did: the conversation after it and the effects, in order.

    `heard` is False when a reply said nothing that the conversation could use.
    """

    conversation: Conversation
    effects: tuple[Effect, ...] = ()
    heard: bool = True
