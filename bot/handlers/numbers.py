"""Numbers: changed, shared by two people, somebody's after all, stopped and started by a worker."""

from __future__ import annotations

from datetime import datetime

from bot.handlers import closing, conversations, deaths, escalations, opting
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import OTHERWISE, reach_otherwise
from bot.handlers.phones import read_mobile
from bot.handlers.refusal import Refusal
from bot.store import agencies, outbox, people, staff, tasks
from bot.store import escalations as escalation_rows
from bot.store import numbers as number_rows
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.people import Person


def refuse_staffs(work: Work, phone: str) -> None:
    """A worker's own phone is nobody's on release: their MINE would be taken for a person's text. Raises Refusal."""
    if phone and staff.with_phone(work, work.vault.hash("phone", phone)):
        raise Refusal("phone", "this is the number of a member of staff", "Give the person's own number")


def change_number(bot: Bot, person_id: str, typed: str, staff_id: str) -> None:
    """A new number, to be verified; raises Refusal."""
    with bot.db.work() as work:
        changed(bot, work, person_id, read_mobile(typed), bot.clock.now())


def changed(bot: Bot, work: Work, person_id: str, phone: str, now: datetime) -> None:
    """The same within work in hand; `phone` in E.164."""
    refuse_staffs(work, phone)
    others = [one for one in having(work, phone) if one.id != person_id]
    person = the_person(work, person_id)
    deaths.refuse(person)
    # Whoever has the old number now must not read what was owed to it, nor be asked.
    conversations.cancel(bot, work, about(work, person), "number changed", now)
    outbox.drop(work, "number changed", now, person_id=person_id)
    people.keep_private(work, person, phone=phone)
    stopped = stopped_before(work, phone)
    people.change(work, person_id, number="unverified", opted_out=stopped)
    subject = about(work, the_person(work, person_id))
    if others:
        shared(bot, work, [*others, person], now)
    if not others and person.custody == "released":
        conversations.begin(bot, work, subject, "number_check", now, replying=False)
    keep_in_hand(bot, work, subject, now)


def decide_number(bot: Bot, person_id: str, number: str, staff_id: str) -> None:
    """A worker decided that it is theirs, `verified` or `unverified`: nobody else's any more, and the alarm is over."""
    now = bot.clock.now()
    with bot.db.work() as work:
        seen = people.get(work, person_id)
        having(work, seen.phone or "" if seen else "")
        person = the_person(work, person_id)
        people.change(work, person_id, number=number)
        sharing = people.with_phone(work, person.phone_hash) if person.phone_hash else []
        agency = agencies.of_team(work, person.team_id)
        if any(agencies.of_team(work, other.team_id) != agency for other in sharing):
            raise Refusal("number", "another agency has somebody with this number", "Agree with them whose it is")
        for other in sharing:
            if other.id != person_id:
                people.change(work, other.id, number="wrong")
        note = f"A worker decided: the number is {person.short_name}'s"
        for one in _of_number(work, sharing, person.phone_hash):
            closing.end(bot, work, one, closing.subject_of(work, one), now,
                        staff_id=staff_id, outcome="done", note=note, detail="done")  # fmt: skip
        if number == "verified":
            tasks.end(work, person_id, OTHERWISE, now)
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)


def _of_number(work: Work, sharing: list[Person], phone_hash: str | None) -> list[Escalation]:
    """What is open because several people have one number."""
    causes = [f"number_shared:{key}" for key in (*(one.id for one in sharing), phone_hash or "")]
    return [found for cause in causes if (found := escalation_rows.open_for(work, cause))]


def stop_texts(bot: Bot, person_id: str, staff_id: str) -> None:
    """A worker stops texts because the person asked for it some other way."""
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        opting.out(bot, work, subject, now, silently=True, by=staff_id)
        keep_in_hand(bot, work, subject, now)


def start_texts(bot: Bot, person_id: str, staff_id: str) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        opting.back(bot, work, subject, now)
        keep_in_hand(bot, work, subject, now)


def having(work: Work, phone: str) -> list[Person]:
    """Every active person who has the number (E.164, or empty), which nobody else is given before this work ends.

    Ask before any person is locked: a text that comes in takes the number first, and then the person.
    """
    if not phone:
        return []
    phone_hash = work.vault.hash("phone", phone)
    number_rows.one_at_a_time(work, phone_hash)
    return people.with_phone(work, phone_hash)


def shared(bot: Bot, work: Work, whose: list[Person], now: datetime) -> None:
    """One number on several active people: none of them is texted until a person has decided whose it is.

    One escalation for the number, with the last of them; the others' keyworkers have a task to reach them otherwise.
    """
    for person in whose:
        people.change(work, person.id, number="conflict")
    *others, last = (about(work, the_person(work, person.id)) for person in whose)
    escalations.raise_one(bot, work, last, "number_shared", "today", now, cause=last.phone_hash)
    for subject in others:
        if subject.person and subject.person.custody == "released":
            reach_otherwise(bot, work, subject, "number shared", now)
    for subject in (*others, last):
        keep_in_hand(bot, work, subject, now)


def stopped_before(work: Work, phone: str) -> bool:
    row = number_rows.number_row(work, work.vault.hash("phone", phone)) if phone else None
    return bool(row is not None and row.opted_out)
