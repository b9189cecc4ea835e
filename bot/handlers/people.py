"""Registering people, confirming a release, and everything that changes how a person stands with us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.pathway import Contact, Pathway
from bot.handlers import conversations, escalations, numbers
from bot.handlers.bot import Bot, Subject, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import reach_otherwise
from bot.handlers.phones import read_mobile
from bot.handlers.refusal import Refusal
from bot.store import agencies, outbox, people, staff, tasks, timers
from bot.store import escalations as escalation_rows
from bot.store.database import Work


@dataclass(frozen=True, slots=True)
class Registration:
    """Somebody new. `phone` as typed, or empty; `released` when they are out already."""

    first_name: str
    last_name: str
    phone: str | None
    pathway: str
    anchor_date: date
    area: str
    agency: str
    team_id: str
    keyworker_id: str | None
    language: str = "en"
    discreet: bool = True
    lawful_basis: str = "public task"
    reference: str = ""
    address: str = ""
    emergency_contact: str = ""
    released: bool = False


def register(bot: Bot, new: Registration, by: str | None) -> str:
    """A new person with everything planned; raises Refusal. A number in use is kept but texted to neither."""
    now = bot.clock.now()
    with bot.db.work() as work:
        return register_in(bot, work, new, now)


def register_in(bot: Bot, work: Work, new: Registration, now: datetime) -> str:
    """The same within a work that does more, such as accepting a referral."""
    library = bot.speeches.current.library
    pathway = library.pathways.get(new.pathway)
    if pathway is None:
        raise Refusal("pathway", f'there is no pathway "{new.pathway}"', "Choose one of the list")
    if not new.first_name.strip():
        raise Refusal("first_name", "the first name is missing", "Write the name they go by")
    phone = read_mobile(new.phone) if new.phone and new.phone.strip() else ""
    numbers.refuse_staffs(work, phone)
    if new.reference and people.with_reference(work, new.reference):
        raise Refusal("reference", f"{new.reference} is registered already", "Open that person instead")
    others = numbers.having(work, phone)
    person_id = _added(work, new, phone, bool(others), library.revision, now)
    subject = about(work, the_person(work, person_id))
    people.change(work, person_id, contacts=_plan(bot, work, subject, pathway.tasks, now))
    if others:
        numbers.shared(bot, work, [*others, the_person(work, person_id)], now)
    if new.released:
        _confirm(bot, work, subject, pathway, now)
    keep_in_hand(bot, work, subject, now)
    return person_id


def _added(work: Work, new: Registration, phone: str, taken: bool, revision: str, now: datetime) -> str:
    names = (
        "pathway",
        "anchor_date",
        "area",
        "agency",
        "team_id",
        "keyworker_id",
        "language",
        "discreet",
        "lawful_basis",
    )
    private = {"first_name": new.first_name.strip(), "last_name": new.last_name.strip(), "phone": phone}
    kept = {name: getattr(new, name) for name in ("reference", "address", "emergency_contact")}
    return people.add(
        work,
        private={**private, **kept},
        **{name: getattr(new, name) for name in names},
        number="conflict" if taken else "unverified" if phone else "none",
        custody="in_prison",
        status="active",
        revision=revision,
        contacts=0,
        created_at=now,
        opted_out=numbers.stopped_before(work, phone),
        # Planned within this same work; the constraint is checked at once, not at the commit.
        next_contact_at=now,
    )


def _plan(bot: Bot, work: Work, subject: Subject, contacts: tuple[Contact, ...], now: datetime) -> int:
    """A timer for each contact. What lies in the past is planned for now where it is a task, left out where a text."""
    person = subject.person
    assert person is not None
    zone = bot.rules.house_rules.zone
    planned = 0
    for contact in contacts:
        anchor = person.confirmed_at if contact.at.anchor == "confirmed" else person.anchor_date
        due = contact.at.moment(anchor or now, zone)
        if due < now and contact.flow and contact.at.anchor != "confirmed":
            continue
        if due < now and contact.by and contact.by.moment(person.anchor_date, zone) < now:
            continue
        timers.add(work, "contact", max(due, now), person_id=person.id, name=contact.name)
        planned += 1
    return planned


def confirm_release(bot: Bot, person_id: str, staff_id: str) -> None:
    """A named person says that they are out: texts begin (safety rule 13)."""
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        person = subject.person
        assert person is not None
        if person.confirmed_at and person.custody == "released":
            return
        pathway = bot.speeches.of(person.revision).library.pathways[person.pathway]
        _confirm(bot, work, subject, pathway, now)
        for task in tasks.open_of(work, person_id):
            if task.kind == "confirm_release":
                tasks.done(work, task.id, staff_id, now)
                timers.drop(work, "release confirmed", now, task_id=task.id)
        keep_in_hand(bot, work, subject, now)
    bot.wake()


def _confirm(bot: Bot, work: Work, subject: Subject, pathway: Pathway, now: datetime) -> None:
    person = subject.person
    assert person is not None
    first = person.confirmed_at is None
    people.change(work, person.id, custody="released", confirmed_at=person.confirmed_at or now)
    timers.drop(work, "release confirmed", now, person_id=person.id, name="confirm_release")
    if first:
        fresh = about(work, the_person(work, person.id))
        planned = _plan(bot, work, fresh, pathway.texts, now)
        people.change(work, person.id, contacts=person_contacts(work, person.id) + planned)


def person_contacts(work: Work, person_id: str) -> int:
    found = people.get(work, person_id)
    return found.contacts if found else 0


def set_custody(bot: Bot, person_id: str, custody: str, staff_id: str) -> None:
    """In prison again: texts freeze, nothing closes, and the keyworker has a dated look at it."""
    now = bot.clock.now()
    if custody == "released":
        return confirm_release(bot, person_id, staff_id)
    with bot.db.work() as work:
        people.change(work, person_id, custody=custody)
        subject = about(work, the_person(work, person_id))
        conversations.cancel(bot, work, subject, "in custody", now)
        outbox.drop(work, "in custody", now, person_id=person_id)
        reach_otherwise(bot, work, subject, "in custody", now)
        keep_in_hand(bot, work, subject, now)


def hand_over(bot: Bot, person_id: str, keyworker_id: str, staff_id: str) -> None:
    """Another keyworker: everything that is open goes along, and they are told of it anew."""
    now = bot.clock.now()
    with bot.db.work() as work:
        worker = staff.get(work, keyworker_id)
        if worker is None or not worker.active:
            raise Refusal("keyworker", "nobody active has that name", "Choose a keyworker of the team")
        old = the_person(work, person_id)
        if agencies.of_team(work, old.team_id) != agencies.of_team(work, worker.team_id):
            raise Refusal("keyworker", "they work for another agency", "Refer the person to them instead")
        people.change(work, person_id, keyworker_id=worker.id, team_id=worker.team_id)
        for one in escalation_rows.open_about(work, person_id):
            escalations.handed_over(bot, work, one, old.keyworker_id, worker, now, by=staff_id)
