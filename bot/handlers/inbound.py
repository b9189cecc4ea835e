"""A text comes in.

1. Read it, before any lock: danger does not wait.
2. In one transaction: seen this id? Who is it? What is awaited? Triage, engine, effects to conversation_rows.
3. Commit; whoever delivers is woken.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from bot.core import engine, triage
from bot.core.actions import Action, Awaited, Begin, Death, Hear, More, OptIn, OptOut, Raise
from bot.core.events import Replied
from bot.core.meaning import DANGER, NEVER_ASKED, Meaning
from bot.handlers import commands, conversations, deaths, escalations, opting, outcomes
from bot.handlers.bot import Bot, Subject, about, first_team
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.races import TRIES, lost_a_race
from bot.handlers.senders import Incoming, sender
from bot.store import conversations as conversation_rows
from bot.store import escalations as escalation_rows
from bot.store import inbound, outbox, people, staff
from bot.store import numbers as number_rows
from bot.store.conversations import Kept
from bot.store.database import Work
from bot.store.people import Person
from bot.store.staff import Staff

__all__ = ["Incoming", "receive"]
log = logging.getLogger(__name__)
LISTENS_FOR = timedelta(days=7)


def receive(bot: Bot, text: Incoming) -> bool:
    """Take in a text once; False: it is here already. Raises what the database raises, with nothing half-done."""
    alone = bot.speeches.current.understand(text.body)
    for left in reversed(range(TRIES)):
        try:
            with bot.db.work() as work:
                _take_in(bot, work, text, alone)
            return True
        except DBAPIError as error:
            if not left or not lost_a_race(error):
                raise
            # A repeat runs into the row of the first: rare enough not to look for it in every turn.
            with bot.db.look() as work:
                if inbound.seen(work, text.sid):
                    return False
        except Exception as error:
            # Some row of theirs cannot be read. Danger is answered all the same, and a human looks into it.
            log.error("a text is taken in as from an unknown number: %s", type(error).__name__)
            with bot.db.work() as work:
                _take_in(bot, work, text, alone, blind=True)
            return True
    raise AssertionError("unreachable")


def _take_in(bot: Bot, work: Work, text: Incoming, alone: Meaning, *, blind: bool = False) -> None:
    """Raises IntegrityError for a text that is here already: its row is unique, and written before anything acts.

    `blind` looks nobody up: the number is nobody's, and that something could not be read is told as well.
    """
    phone_hash = work.vault.hash("phone", text.sender)
    number_rows.one_at_a_time(work, phone_hash)
    now = bot.clock.now()
    theirs = [] if blind else people.with_phone(work, phone_hash)
    person = _heard_from(work, _locked(bot, work, theirs))
    known = person is not None and person.number not in ("wrong", "conflict")
    past = None if theirs or blind else people.last_with_phone(work, phone_hash)
    whose = [*theirs, *([past] if past else [])]
    subject = about(work, person) if known and person else Subject(text.sender, phone_hash, _team(work, whose))
    listening = [] if blind else conversation_rows.listening(work, phone_hash, now - LISTENS_FOR)
    meaning, awaited = _in_context(bot, text, alone, listening, person if known else None, now)
    text_id = inbound.add(
        work,
        provider_sid=text.sid,
        person_id=subject.person_id,
        phone=text.sender,
        phone_hash=phone_hash,
        body=text.body,
        meaning=_as_data(meaning),
        intent=meaning.intent,
        received_at=text.received_at,
        now=now,
    )
    worker = None if theirs or blind else staff.with_phone(work, phone_hash)
    if worker and _from_staff(bot, work, worker, text, meaning, now):
        inbound.read_one(work, text_id)
        return
    needs = bot.rules.house_rules.needs
    who = replace(sender(bot, work, text, subject, theirs, known, now), past=past is not None)
    for action in triage.triage(meaning, who, awaited, needs):
        _do(bot, work, subject, action, meaning, listening, text_id, now)
    if blind:
        escalations.raise_one(bot, work, subject, "flow_fault", "today", now, inbound_id=text_id)
    keep_in_hand(bot, work, subject, now, last_heard_at=now)


def _from_staff(bot: Bot, work: Work, worker: Staff, text: Incoming, meaning: Meaning, now: datetime) -> bool:
    """A worker's text: a command, else STOP and nothing but STOP, else danger as anybody's (False), else the help."""
    danger = any(reading.intent in DANGER for reading in meaning.readings)
    if commands.meant(work, worker, text.body):
        commands.obey(bot, work, worker, text.body, now, in_danger=danger)
    elif text.opt_out_type == "STOP" or text.body.strip(" .!").lower() == "stop":
        outcomes.staff_unreachable(bot, work, worker, now)
        return True
    elif danger:
        return False
    else:
        commands.obey(bot, work, worker, text.body, now)
    if not worker.reachable:
        staff.change(work, worker.id, reachable=True)
    return True


def _heard_from(work: Work, person: Person | None) -> Person | None:
    """A number that was thought dead has just texted us: it lives, and may be answered."""
    if person is None or person.number != "bad":
        return person
    people.change(work, person.id, number="unverified")
    return replace(person, number="unverified")


def _locked(bot: Bot, work: Work, theirs: list[Person]) -> Person | None:
    """Whose number it is: of several, the one whom a worker has said it belongs to.

    One person's texts are handled one at a time. SQLite has locked everything already.
    """
    owners = [one for one in theirs if one.number not in ("wrong", "conflict")]
    if len(theirs) > 1 and len(owners) != 1:
        return None
    one = next(iter(owners or theirs), None)
    if one is None or bot.db.sqlite:
        return one
    locked = people.get(work, one.id, lock=True)
    # Their number may have changed while we waited: then the text is not theirs.
    return locked if locked and locked.phone_hash == one.phone_hash else None


def _team(work: Work, theirs: list[Person]) -> str:
    return theirs[0].team_id if theirs else first_team(work)


def _in_context(
    bot: Bot, text: Incoming, alone: Meaning, listening: list[Kept], person: Person | None, now: datetime
) -> tuple[Meaning, list[Awaited]]:
    """The meaning against what is awaited: the first conversation that the text answers gives it."""
    awaited: list[Awaited] = []
    best = alone
    wall = now.astimezone(bot.rules.house_rules.zone)
    language = person.language if person else "en"
    named = (person.first_name, person.private.get("last_name", "")) if person else ("", "")
    if person:
        best = alone = bot.speeches.current.understand(text.body, language=language, now=wall, named=named)
    for kept in sorted(listening, key=_turn_of):
        speech = bot.speeches.of(kept.revision)
        expecting = engine.expecting(speech.library, kept.value)
        meaning = alone
        if expecting:
            meaning = speech.understand(text.body, expecting, language=language, now=wall, named=named)
        fits = engine.fits(speech.library, kept.value, meaning)
        if fits and not any(one.fits for one in awaited):
            best = meaning
        if (kept.value.waiting and not kept.held) or fits:
            first = not any(one.fits for one in awaited)
            danger = kept.manner == "danger" and first
            awaited.append(Awaited(kept.id, fits, danger, engine.flows_of(speech.library, kept.value)))
    return best, awaited


def _turn_of(one: Kept) -> int:
    """Whose answer a text is taken for first: danger that waits, what waits, danger whose time ran out, the rest."""
    danger, waits = one.manner == "danger", one.value.waiting and not one.held
    return 0 if danger and waits else 1 if waits else 2 if danger else 3


ASKED_NOTHING = {"custody_hint": "may be in custody", "phone_unsafe": "the phone is not safe"}
"""Flows after which whoever holds the phone now is asked nothing (safety rules 7 and 15)."""


def _do(
    bot: Bot,
    work: Work,
    subject: Subject,
    action: Action,
    meaning: Meaning,
    listening: list[Kept],
    text_id: str,
    now: datetime,
) -> None:
    match action:
        case Begin(flow):
            if subject.person is None and flow in ("unknown_sender", "came_back") and subject.phone:
                number_rows.keep_number(work, subject.phone, now, answered_at=now)
            elif subject.person is None and subject.phone:
                number_rows.keep_number(work, subject.phone, now)
            if reason := ASKED_NOTHING.get(flow):
                conversations.cancel(bot, work, subject, reason, now)
                outbox.drop(work, reason, now, person_id=subject.person_id)
            conversations.begin(bot, work, subject, flow, now, replying=True, inbound_id=text_id)
        case Hear(conversation):
            kept = next(one for one in listening if one.id == conversation)
            conversations.go_on(bot, work, subject, kept, Replied(meaning), now, replying=True, inbound_id=text_id)
        case Raise(kind, urgency, unanswered):
            if unanswered:
                conversations.hold_others(work, subject)
            if subject.person and kind in NEVER_ASKED:  # by whatever else it was said: the phone may be watched
                people.change(work, subject.person.id, number="unsafe")
            escalations.raise_one(bot, work, subject, kind, urgency, now, inbound_id=text_id, unanswered=unanswered)
        case More():
            for one in escalation_rows.open_about(work, subject.person_id, subject.phone_hash, danger=True):
                escalations.heard_more(bot, work, one, now)
        case Death(silently):
            deaths.reported(bot, work, subject, now, silently=silently, inbound_id=text_id)
        case OptOut(silently):
            opting.out(bot, work, subject, now, silently=silently, inbound_id=text_id)
        case OptIn():
            opting.back(bot, work, subject, now, inbound_id=text_id)


def _as_data(meaning: Meaning) -> dict[str, object]:
    value = meaning.value
    plain = value if isinstance(value, (int, float, str)) or value is None else value.isoformat()
    readings = [
        {"intent": each.intent, "confidence": each.confidence, "words": each.words, "asks": each.asks}
        | ({"topic": each.topic} if each.topic else {})
        for each in meaning.readings
    ]
    return {"readings": readings, "language": meaning.language, "answer": meaning.answer, "value": plain}
