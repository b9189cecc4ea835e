"""A text as it comes in, and what is known of whoever sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.actions import Sender
from bot.core.meaning import NEVER_ASKED
from bot.handlers.bot import Bot, Subject
from bot.store import escalations, said
from bot.store import numbers as number_rows
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person

REMINDED_OF_999 = timedelta(minutes=10)
"""How often somebody who goes on texting in danger is told 999 again."""
AGAIN_999 = "danger-more"
"""The message that tells them."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as the provider gives it. `opt_out_type` is the provider's own word: STOP, START or HELP."""

    sid: str
    sender: str
    body: str
    received_at: datetime
    to: str = ""
    opt_out_type: str | None = None


def sender(
    bot: Bot, work: Work, text: Incoming, subject: Subject, theirs: list[Person], known: bool, now: datetime
) -> Sender:
    # A person's own row says whether they want texts; the number's is read where it is nobody's, or several people's.
    row = None if known else number_rows.number_row(work, subject.phone_hash)
    limits, zone = bot.rules.house_rules.limits, bot.rules.house_rules.zone
    person = subject.person
    open_ones = _danger_open(work, subject, known)
    lately = (
        row is not None and row.answered_at and limits.unknown_sender_reply_every.after(row.answered_at, zone) > now
    )
    return Sender(
        known=known,
        shared=len(theirs) > 1 or (bool(theirs) and not known),
        opted_out=bool(person and person.opted_out) or bool(row is not None and row.opted_out),
        frozen=bool(person and (person.custody != "released" or person.status != "active" or person.death_reported_at)),
        late=limits.automatic_answer_within.after(text.received_at, zone) < now,
        answered=bool(lately) or not text.sender.startswith("+"),
        blocked=text.opt_out_type == "STOP",
        in_danger=bool(open_ones),
        hushed=any(one.kind in NEVER_ASKED for one in open_ones)
        or (bool(open_ones) and said.said_since(work, subject.phone_hash, AGAIN_999, now - REMINDED_OF_999)),
    )


def _danger_open(work: Work, subject: Subject, known: bool) -> list[Escalation]:
    """A person's row says whether anything at all is open: most turns need not look."""
    if known and subject.person and subject.person.open_escalation_id is None:
        return []
    return escalations.open_about(work, subject.person_id, subject.phone_hash, danger=True)
