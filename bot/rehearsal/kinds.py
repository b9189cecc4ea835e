"""Kinds of synthetic people, and what each texts back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal

Kind = Literal["answering", "silent", "hostile", "unreachable", "in_danger"]

SHARES: Mapping[Kind, int] = {"answering": 50, "silent": 20, "hostile": 8, "unreachable": 12, "in_danger": 10}
"""In a hundred people; an assumption, not a finding."""

DANGER: Sequence[str] = (
    "he's gone blue and wont wake up",
    "i think ive overdosed",
    "my mate has od'd what do i do",
    "i want to kill myself",
    "i cant do this anymore i want to die",
    "ive took loads and cant breathe right",
)
ANGRY: Sequence[str] = ("fuck off", "who the fuck is this", "leave me alone you lot", "piss off")
REPLIES: Mapping[str, Sequence[str]] = {
    "welcome": ("yes", "yes its me", "yeah", "1"),
    "number": ("yes", "yeah its me"),
    "check": ("good thanks", "im ok", "not bad", "1", "struggling a bit", "not great tbh"),
    "naloxone": ("yes", "no", "yes please"),
    "reminder": ("yes", "yes ill be there", "yes", "cant make it", "can we do another day", "running late"),
    "missed": ("sorry can we do another day", "yes", "no"),
}
UNSURE: Sequence[str] = ("no im ok", "yes", "no")
OTHERWISE: Sequence[str] = ("ok", "thanks", "yes")


def draw(rng: Random) -> Kind:
    """One person's kind."""
    return rng.choices(list(SHARES), weights=list(SHARES.values()))[0]


def reply(kind: Kind, message: str, rng: Random) -> str | None:
    """What somebody of this kind texts back to a question; None: nothing."""
    if kind in ("silent", "unreachable"):
        return None
    if kind == "hostile":
        return rng.choice((*ANGRY, "STOP", "stop texting me", None))
    if rng.random() < 0.12:
        return None
    if message.endswith("-unsure"):
        return rng.choice(UNSURE)
    return rng.choice(REPLIES.get(message.split("-")[0], OTHERWISE))


def comes(kind: Kind, rng: Random) -> bool:
    """Whether they come to an appointment."""
    return rng.random() < (0.85 if kind in ("answering", "in_danger") else 0.5)
