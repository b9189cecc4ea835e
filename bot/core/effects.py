"""What the engine asks for. Deciding makes these; only `handlers/carry_out` turns them into rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.meaning import Expecting, Value
from bot.core.span import Span

Urgency = Literal["urgent", "today", "routine"]
URGENCIES: tuple[Urgency, ...] = ("urgent", "today", "routine")


@dataclass(frozen=True, slots=True)
class Say:
    """Text the person these words (a message id). `given` are fields that this one text may use besides the facts."""

    message: str
    given: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep a fact about the person."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for a reply; the deadline runs from the moment the question was sent."""

    reply: Expecting
    within: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """Begin another flow later."""

    flow: str
    after: Span


@dataclass(frozen=True, slots=True)
class Task:
    """Give the keyworker something to do within a span; left undone, it raises the escalation `otherwise`."""

    kind: str
    within: Span
    otherwise: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Escalate:
    """Raise an escalation of this kind: a human must own it."""

    kind: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Finish:
    """The conversation is over."""

    outcome: str


Effect = Say | Remember | Wait | Plan | Task | Escalate | Finish
