"""What can happen to a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Replied:
    """The person texted back."""

    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Silent:
    """The wait ran out."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What had interrupted the conversation is over."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """There is no more reason for the conversation."""

    reason: str


Event = Replied | Silent | Returned | Cancelled
