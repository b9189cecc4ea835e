"""A text comes in.

1. Read it, before any lock: danger does not wait.
2. In one transaction: seen this id? Who is it? What is awaited? Triage, engine, effects to rows.
3. Commit; whoever delivers is woken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.core import engine, triage
from bot.core.events import Replied
from bot.core.meaning import NEVER_ASKED, URGENT, Meaning
from bot.core.triage import Action, Awaited, Begin, Hear, More, OptIn, OptOut, Raise, Sender
from bot.handlers import commands, conversations, escalations, opting, outcomes
from bot.handlers.bot import Bot, Subject, about, first_team
from bot.handlers.carry_out import settle
from bot.store import conversations as rows
from bot.store import escalations as danger
from bot.store import inbound, people, said, staff
from bot.store.conversations import Kept
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person
from bot.store.staff import Staff

LISTENS_FOR = timedelta(days=7)
REMINDED_OF_999 = timedelta(minutes=10)
"""How often somebody who goes on texting in danger is told 999 again."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as the provider gives it. `opt_out_type` is the provider's own word: STOP, START or HELP."""

    sid: str
    sender: str
    body: str
    received_at: datetime
    to: str = ""
    opt_out_type: str | None = None


def receive(bot: Bot, text: Incoming) -> bool:
    """Take in a text once; False: it is here already. Raises what the database raises, with nothing half-done."""
    alone = bot.speeches.current.understand(text.body)
    for left in reversed(range(TRIES)):
        try:
            with bot.db.work() as work:
                _take_in(bot, work, text, alone)
            return True
        except DBAPIError as error:
            if not left or not _lost_a_race(error):
                raise
            # A repeat runs into the row of the first: rare enough not to look for it in every turn.
            with bot.db.look() as work:
                if inbound.seen(work, text.sid):
                    return False
    raise AssertionError("unreachable")


def _lost_a_race(error: DBAPIError) -> bool:
    """Another work wrote the same row first, or PostgreSQL ended a deadlock: the next try finds things settled."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def _take_in(bot: Bot, work: Work, text: Incoming, alone: Meaning) -> None:
    """Raises IntegrityError for a text that is here already: its row is unique, and written before anything acts."""
    phone_hash = work.vault.hash("phone", text.sender)
    people.one_at_a_time(work, phone_hash)
    now = bot.clock.now()
    theirs = people.with_phone(work, phone_hash)
    person = _heard_from(work, _locked(bot, work, theirs))
    known = person is not None and person.number not in ("wrong", "conflict")
    subject = about(work, person) if known and person else Subject(text.sender, phone_hash, _team(work, theirs))
    listening = rows.listening(work, phone_hash, now - LISTENS_FOR)
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
    worker = None if theirs else staff.with_phone(work, phone_hash)
    if worker and _from_staff(bot, work, worker, text, meaning, now):
        inbound.read_one(work, text_id)
        return
    sender = _sender(bot, work, text, subject, theirs, known, now)
    needs = bot.rules.house_rules.needs
    for action in triage.triage(meaning, sender, awaited, needs):
        _do(bot, work, subject, action, meaning, listening, text_id, now)
    settle(bot, work, subject, now, last_heard_at=now)


def _from_staff(bot: Bot, work: Work, worker: Staff, text: Incoming, meaning: Meaning, now: datetime) -> bool:
    """A worker's text: a command, else STOP and nothing but STOP, else danger as anybody's (False), else the help."""
    danger = any(reading.intent in triage.FIRST for reading in meaning.readings)
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
    return one if one is None or bot.db.sqlite else people.get(work, one.id, lock=True)


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
    for kept in sorted(listening, key=lambda one: one.manner != "danger"):
        speech = bot.speeches.of(kept.revision)
        expecting = engine.expecting(speech.library, kept.value)
        meaning = speech.understand(text.body, expecting, language=language, now=wall) if expecting else alone
        fits = engine.fits(speech.library, kept.value, meaning)
        if fits and not any(one.fits for one in awaited):
            best = meaning
        if (kept.value.waiting and not kept.held) or fits:
            awaited.append(Awaited(kept.id, fits, kept.manner == "danger"))
    return best, awaited


def _sender(
    bot: Bot, work: Work, text: Incoming, subject: Subject, theirs: list[Person], known: bool, now: datetime
) -> Sender:
    # A person's own row says whether they want texts; the number's is read where it is nobody's, or several people's.
    row = None if known else people.number_row(work, subject.phone_hash)
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
        frozen=bool(person and (person.custody != "released" or person.status != "active")),
        late=limits.automatic_answer_within.after(text.received_at, zone) < now,
        answered=bool(lately) or not text.sender.startswith("+"),
        blocked=text.opt_out_type == "STOP",
        in_danger=bool(open_ones),
        hushed=any(one.kind in NEVER_ASKED for one in open_ones)
        or (bool(open_ones) and said.said_since(work, subject.phone_hash, "danger-more", now - REMINDED_OF_999)),
    )


def _danger_open(work: Work, subject: Subject, known: bool) -> list[Escalation]:
    """A person's row says whether anything at all is open: most turns need not look."""
    if known and subject.person and subject.person.open_escalation_id is None:
        return []
    return danger.danger_of(work, subject.person_id, subject.phone_hash)


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
            if subject.person is None and flow == "unknown_sender" and subject.phone:
                people.keep_number(work, subject.phone, now, answered_at=now)
            elif subject.person is None and subject.phone:
                people.keep_number(work, subject.phone, now)
            conversations.begin(bot, work, subject, flow, now, replying=True, inbound_id=text_id)
        case Hear(conversation):
            kept = next(one for one in listening if one.id == conversation)
            conversations.go_on(bot, work, subject, kept, Replied(meaning), now, replying=True, inbound_id=text_id)
        case Raise(kind, urgency, unanswered):
            escalations.raise_one(bot, work, subject, kind, urgency, now, inbound_id=text_id, unanswered=unanswered)
        case More():
            for one in danger.danger_of(work, subject.person_id, subject.phone_hash):
                escalations.heard_more(bot, work, one, now)
        case OptOut(silently):
            opting.out(bot, work, subject, now, silently=silently or meaning.intent in URGENT, inbound_id=text_id)
        case OptIn():
            opting.back(bot, work, subject, now, inbound_id=text_id)


def _as_data(meaning: Meaning) -> dict[str, object]:
    value = meaning.value
    plain = value if isinstance(value, (int, float, str)) or value is None else value.isoformat()
    readings = [
        {"intent": each.intent, "confidence": each.confidence, "words": each.words, "asks": each.asks}
        for each in meaning.readings
    ]
    return {"readings": readings, "language": meaning.language, "answer": meaning.answer, "value": plain}
