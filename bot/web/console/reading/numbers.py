"""A number that is nobody's alone: whose it may be, and whether its phone is watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.meaning import NEVER_ASKED
from bot.store import heard, staff
from bot.store.database import Work
from bot.store.people import Person


@dataclass(frozen=True, slots=True)
class Number:
    """`phone` is None where no text came from it; `people` have or had it; `worker` is the member of staff with it."""

    phone: str | None = None
    people: Sequence[Person] = field(default=())
    worker: str = ""

    @property
    def who(self) -> str:
        """As a title says it."""
        return " or ".join(who.short_name for who in self.people if _may_be(who)) or self.worker or "Unknown number"

    @property
    def whose(self) -> str:
        """As a sentence; empty where nobody is known to have or have had it."""
        now = " or ".join(who.full_name for who in self.people if _may_be(who)) or self.worker
        is_now = [f"This number is {now}"] if now else []
        was = [f"{who.full_name}'s{_no_longer(who)}" for who in self.people if not _may_be(who)]
        was_then = [f"{'It' if now else 'This number'} was {' and '.join(was)}"] if was else []
        return ". ".join((*is_now, *was_then))


def _may_be(who: Person) -> bool:
    return who.status == "active" and who.number != "wrong"


def _no_longer(who: Person) -> str:
    if who.status != "active":
        return " (died)" if who.status == "died" else " (case closed)"
    return " (said to be somebody else's now)"


def number_of(work: Work, phone_hash: str | None) -> Number:
    if not phone_hash:
        return Number()
    worker = staff.with_phone(work, phone_hash)
    name = f"{worker.name}, of the staff" if worker else ""
    return Number(heard.number(work, phone_hash), heard.whose(work, phone_hash), name)


Watched = frozenset[str]
"""The people and numbers about whom words of danger from others, or of an unsafe phone, are open (safety rule 7)."""


def watched_now(work: Work) -> Watched:
    return heard.open_kinds(work, NEVER_ASKED)


def is_watched(watched: Watched, people: Sequence[Person], phone_hash: str | None) -> bool:
    """Whether somebody else may read the phone: no text and no call without the safe-contact plan."""
    keys = {phone_hash, *(who.id for who in people), *(who.phone_hash for who in people)}
    return bool(keys & watched) or any(who.number == "unsafe" for who in people)
