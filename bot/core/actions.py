"""What triage is told of a text's sender, and what it may ask of the handlers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.effects import Urgency


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who texts: `known` is exactly one active person whose number it is.

    `blocked` is the provider's own word that this very text stopped (or started) our texts; `late` means that we first
    see it too late for an automatic answer; `answered` that an unknown number had its one reply lately.
    `in_danger`: danger is open for them; `hushed`: they hear nothing of ours about it (watched, or told just now).
    `past`: nobody active has the number, and somebody whose case is closed had it.
    """

    known: bool
    shared: bool = False
    opted_out: bool = False
    frozen: bool = False
    late: bool = False
    answered: bool = False
    blocked: bool = False
    in_danger: bool = False
    hushed: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """A conversation that awaits a reply; `fits` says whether this text answers it.

    `flows` are the flows that it stands in or may go through: what belongs to it does not begin beside it once more.
    """

    conversation: str
    fits: bool
    danger: bool = False
    flows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin this flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Give the reply to this conversation."""

    conversation: str


@dataclass(frozen=True, slots=True)
class Raise:
    """Raise an escalation; say nothing. `unanswered`: too late for an answer, which whoever is told must know."""

    kind: str
    urgency: Urgency
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class OptOut:
    """`silently`: the provider has answered already, and would refuse another text."""

    silently: bool


@dataclass(frozen=True, slots=True)
class OptIn:
    """They ask for texts again."""


@dataclass(frozen=True, slots=True)
class More:
    """Another text while danger is open: whoever has it hears of it."""


@dataclass(frozen=True, slots=True)
class Death:
    """Somebody says that the person has died: everything freezes, a human verifies (safety rule 16).

    `silently`: another answer goes, or would be refused.
    """

    silently: bool


Action = Begin | Hear | Raise | OptOut | OptIn | More | Death
