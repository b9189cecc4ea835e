"""Driving conversations: begin one, or let one go on, and carry out what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core import engine
from bot.core.events import Cancelled, Event, Returned
from bot.handlers import who_sees
from bot.handlers.bot import Bot, Subject, about, the_person
from bot.handlers.carry_out import Talk, carry_out
from bot.handlers.facts import facts_of
from bot.store import appointments, conversations, timers
from bot.store.appointments import Appointment
from bot.store.base import new_id
from bot.store.conversations import Kept
from bot.store.database import Work


def begin(
    bot: Bot,
    work: Work,
    subject: Subject,
    flow: str,
    now: datetime,
    *,
    replying: bool,
    inbound_id: str | None = None,
    meeting: Appointment | None = None,
) -> str:
    """Begin a flow with somebody, on the current revision; returns the conversation's id."""
    speech = bot.speeches.current
    manner = speech.library.flows[flow].manner
    if manner == "danger":
        hold_others(work, subject)
    known = facts_of(bot, work, subject, now, meeting)
    if flow == who_sees.FLOW and subject.person:
        known |= who_sees.facts(bot, work, subject.person, now)
    turn = engine.start(speech.library, flow, known, now)
    row_id = conversations.add(
        work,
        turn.conversation,
        person_id=subject.person_id,
        phone_hash=subject.phone_hash,
        manner=manner,
        revision=speech.library.revision,
        facts={},
        now=now,
        appointment_id=meeting.id if meeting else None,
        row_id=new_id(),
    )
    facts = dict(turn.conversation.facts)
    talk = Talk(speech, subject, row_id, turn.conversation.turn, flow, manner, replying, facts, inbound_id, meeting)
    carry_out(bot, work, talk, turn.effects, now)
    return row_id


def go_on(
    bot: Bot,
    work: Work,
    subject: Subject,
    kept: Kept,
    event: Event,
    now: datetime,
    *,
    replying: bool = False,
    inbound_id: str | None = None,
) -> bool:
    """Give an event to a conversation, on the revision that it began with; False: a reply said nothing it could use."""
    speech = bot.speeches.of(kept.revision)
    meeting = appointments.get(work, kept.appointment_id) if kept.appointment_id else None
    value = kept.value.knowing(facts_of(bot, work, subject, now, meeting))
    turn = engine.resume(speech.library, value, event, now)
    conversations.keep(work, kept.id, turn.conversation, {}, now)
    manner = speech.library.flows[kept.value.flow].manner
    facts, number = dict(turn.conversation.facts), turn.conversation.turn
    talk = Talk(speech, subject, kept.id, number, kept.value.flow, manner, replying, facts, inbound_id, meeting)
    carry_out(bot, work, talk, turn.effects, now)
    return turn.heard


WORTH_COUNTING = timedelta(minutes=1)
"""A text that goes sooner after its decision leaves the provisional deadline as it is."""


def count_from(bot: Bot, work: Work, row: Mapping[str, Any], went: datetime) -> None:
    """A text went late: the wait for its answer counts from then. Set, not moved: however often it is said, once."""
    if row["conversation_id"] is None or went - row["created_at"] < WORTH_COUNTING:
        return
    kept = conversations.get(work, row["conversation_id"])
    if kept is None or kept.value.turn != row["turn"]:
        return
    if within := engine.patience(bot.speeches.of(kept.revision).library, kept.value):
        timers.set_wait(work, kept.id, row["turn"], within.after(went, bot.rules.house_rules.zone))


def hold_others(work: Work, subject: Subject) -> None:
    """Danger comes first: what else awaits a reply waits until a human has closed it."""
    for kept in conversations.waiting(work, subject.phone_hash):
        if kept.manner != "danger":
            conversations.hold(work, kept.id)


def return_to(bot: Bot, work: Work, subject: Subject, now: datetime) -> None:
    """After the danger was closed: what it interrupted goes on, or closes, as its flow says."""
    for kept in conversations.hearing(work, subject.phone_hash):
        whose = about(work, the_person(work, kept.person_id)) if kept.person_id else subject
        if kept.manner == "danger":
            go_on(bot, work, whose, kept, Cancelled("closed by a worker"), now)
        elif kept.held:
            go_on(bot, work, whose, kept, Returned(), now)


def cancel(
    bot: Bot,
    work: Work,
    subject: Subject,
    reason: str,
    now: datetime,
    *,
    meeting_id: str | None = None,
    danger_too: bool = False,
) -> None:
    """End what awaits a reply, but answers to danger; with `meeting_id` only what is about that appointment.

    Of a number that two people have, only the person's own ends.
    """
    for kept in conversations.hearing(work, subject.phone_hash):
        about_it = meeting_id is None or kept.appointment_id == meeting_id
        theirs = subject.person is None or kept.person_id in (None, subject.person_id)
        if about_it and theirs and (danger_too or kept.manner != "danger"):
            go_on(bot, work, subject, kept, Cancelled(reason), now)
