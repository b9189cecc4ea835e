"""Somebody says that a person has died: everything freezes at once, and a human finds out whether it is true.

Safety rule 16. Nothing is closed or lost by it: plans and tasks keep their places, and go on if it was not true. If it
was, `endings.died` ends everything.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.triage import REPORTED_DEATH
from bot.handlers import closing, conversations, escalations
from bot.handlers.bot import Bot, Subject, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.refusal import Refusal
from bot.store import escalations as escalation_rows
from bot.store import outbox, people, tasks, timers
from bot.store.database import Work
from bot.store.people import Person

FROZEN = ("contact", "reminder", "attendance", "plan", "task")
"""Timers that ring for nobody meanwhile. A ladder rings on, and so does the wait of an answer to danger."""
WHY = "a death is reported"


def reported(
    bot: Bot, work: Work, subject: Subject, now: datetime, *, silently: bool, inbound_id: str | None = None
) -> None:
    """1. A human is told. 2. Texts, plans and tasks freeze. 3. One neutral answer, once; `silently`: none."""
    person = subject.person
    assert person is not None
    escalations.raise_one(bot, work, subject, REPORTED_DEATH, "today", now, inbound_id=inbound_id)
    if person.death_reported_at:
        return
    people.change(work, person.id, death_reported_at=now)
    conversations.cancel(bot, work, subject, WHY, now)
    outbox.drop(work, WHY, now, person_id=person.id)
    timers.freeze(work, person.id, FROZEN)
    tasks.freeze(work, person.id)
    if not silently:
        conversations.begin(bot, work, subject, REPORTED_DEATH, now, replying=True, inbound_id=inbound_id)


def told(bot: Bot, person_id: str, staff_id: str) -> None:
    """A worker was told of it some other way."""
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        reported(bot, work, subject, now, silently=True)
        if one := escalation_rows.open_for(work, f"{REPORTED_DEATH}:{person_id}"):
            escalation_rows.note(work, one.id, "reported", now, staff_id=staff_id)
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)


def untrue(bot: Bot, person_id: str, staff_id: str) -> None:
    """It was not true: plans and tasks go on where they stood, and what has fallen due meanwhile is due."""
    now = bot.clock.now()
    with bot.db.work() as work:
        person = the_person(work, person_id)
        if person.death_reported_at is None or person.status != "active":
            return
        people.change(work, person_id, death_reported_at=None)
        timers.thaw(work, person_id)
        tasks.thaw(work, person_id)
        subject = about(work, the_person(work, person_id))
        if one := escalation_rows.open_for(work, f"{REPORTED_DEATH}:{person_id}"):
            note = "A worker found out: it is not true"
            closing.end(bot, work, one, subject, now,
                        staff_id=staff_id, outcome="false_alarm", note=note, detail="false_alarm")  # fmt: skip
        keep_in_hand(bot, work, subject, now)


def refuse(person: Person) -> None:
    """Nothing new is planned, imported or changed while a death is reported; raises Refusal."""
    if person.death_reported_at and person.status == "active":
        raise Refusal(
            "person", "somebody says that they have died", "Say on their page whether it is true, then do this"
        )
