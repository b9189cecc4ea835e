"""STOP means stop: for texts, not for care. And coming back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.handlers import conversations, escalations
from bot.handlers.bot import Bot, Subject, about
from bot.handlers.carry_out import keep_in_hand
from bot.store import escalations as escalation_rows
from bot.store import numbers as number_rows
from bot.store import outbox, people
from bot.store.database import Work


def out(
    bot: Bot, work: Work, subject: Subject, now: datetime, *, silently: bool, inbound_id: str | None = None,
    by: str | None = None,
) -> None:  # fmt: skip
    """No more texts to this number but answers to danger; the keyworker hears the next working day.

    `silently`: the provider has answered, and a text of ours after it would be refused. `by`: the worker who did it.
    """
    conversations.cancel(bot, work, replace(subject, person=None), "they asked us to stop", now)
    outbox.drop(work, "they asked us to stop", now, to_hash=subject.phone_hash)
    if not silently:
        conversations.begin(bot, work, subject, "stopped", now, replying=True, inbound_id=inbound_id)
    if subject.phone:
        number_rows.keep_number(work, subject.phone, now, opted_out=True)
    for person in people.with_phone(work, subject.phone_hash):
        people.change(work, person.id, opted_out=True)
        whose = about(work, person)
        raised = escalations.raise_one(bot, work, whose, "opted_out", "routine", now, inbound_id=inbound_id)
        if by:
            escalation_rows.note(work, raised.id, "stopped", now, staff_id=by)
        keep_in_hand(bot, work, whose, now)


def back(bot: Bot, work: Work, subject: Subject, now: datetime, *, inbound_id: str | None = None) -> None:
    """They ask for texts again. To a number that is nobody's, or several people's, nobody is named."""
    if subject.phone:
        number_rows.keep_number(work, subject.phone, now, opted_out=False)
    fresh = subject
    for person in people.with_phone(work, subject.phone_hash):
        people.change(work, person.id, opted_out=False)
        found = people.get(work, person.id)
        fresh = about(work, found) if found and subject.person else fresh
    flow = "welcome_back" if fresh.person else "unknown_sender"
    conversations.begin(bot, work, fresh, flow, now, replying=True, inbound_id=inbound_id)
