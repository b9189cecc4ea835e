"""On a pathway and off it: begun, its start recorded, closed by a human, while others go on."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.pathway import Pathway
from bot.handlers import custody, deaths, endings, planning
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.refusal import Refusal
from bot.store import enrolments, people, person_trail
from bot.store.database import Work
from bot.store.enrolments import Enrolment
from bot.store.people import Person


def the_pathway(bot: Bot, name: str) -> Pathway:
    """The pathway as it is now; raises Refusal."""
    found = bot.rules.pathways.get(name)
    if found is None:
        raise Refusal("pathway", f'there is no pathway "{name}"', "Choose one of the list")
    return found


def enrol(
    bot: Bot, work: Work, person_id: str, pathway: Pathway, day: date, now: datetime, *,
    by: str | None, at: datetime | None = None,
) -> Enrolment:  # fmt: skip
    """A new enrolment with its tasks planned; its texts wait until the start is confirmed."""
    row_id = enrolments.add(
        work, person_id=person_id, pathway=pathway.name, anchor=pathway.anchor, anchor_day=day, anchor_at=at,
        state="active", round=0, revision=bot.rules.revision, contacts=0, began_at=now,
    )  # fmt: skip
    planning.plan(bot, work, row_id, now)
    person_trail.note(work, person_id, "pathway added", now, by=by, pathway=pathway.name, day=day.isoformat())
    found = enrolments.get(work, row_id)
    assert found is not None
    return found


def add_pathway(
    bot: Bot, person_id: str, name: str, day: date, staff_id: str | None, *,
    started: bool = False, at: datetime | None = None,
) -> str:  # fmt: skip
    """One more pathway for somebody; returns the enrolment. `started`: its start is confirmed; raises Refusal."""
    now = bot.clock.now()
    pathway = the_pathway(bot, name)
    with bot.db.work() as work:
        person = the_person(work, person_id)
        active = enrolments.active_of(work, person_id)
        _refuse(person, active, pathway, day)
        # Where custody is hinted at, a release of before says nothing: nobody has confirmed another.
        out = person.custody == "released" and any(
            one.inside and one.confirmed_at and not one.held_at for one in active
        )
        if pathway.starts.inside and not started and not out and person.custody == "released":
            custody.freeze(bot, work, person, "in_prison", staff_id, now)
        one = enrol(bot, work, person_id, pathway, day, now, by=staff_id, at=at)
        if started or (pathway.starts.inside and out):
            _confirmed(bot, work, person, one, staff_id, now)
        planning.sum_up(work, person_id)
        planning.tell_keyworker(bot, work, person_id, staff_id, now)
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)
    bot.wake()
    return one.id


def _refuse(person: Person, active: list[Enrolment], pathway: Pathway, day: date) -> None:
    deaths.refuse(person)
    if person.status != "active":
        raise Refusal("pathway", "the case is closed", "Register them anew")
    if any(one.pathway == pathway.name for one in active):
        raise Refusal("pathway", "they are on it already", "Close that one first, or choose another")
    other = next((one for one in active if one.inside and one.anchor_day not in (None, day)), None)
    if pathway.starts.inside and other is not None:
        assert other.anchor_day is not None
        raise Refusal(
            "anchor_date", f"their release is on {other.anchor_day:%-d %B %Y} for {other.pathway.replace('_', ' ')}",
            "Give the same day, or move the release first",
        )  # fmt: skip


def _confirmed(
    bot: Bot, work: Work, person: Person, one: Enrolment, staff_id: str | None, now: datetime
) -> None:  # fmt: skip
    if one.inside and person.custody != "released":
        people.change(work, person.id, custody="released")
    planning.confirm(bot, work, one, staff_id, now)
    person_trail.note(work, person.id, "start confirmed", now, by=staff_id, pathway=one.pathway)


def confirm_start(bot: Bot, enrolment_id: str, staff_id: str) -> None:
    """A named worker records that it has begun, and that the number may be texted: texts are planned."""
    now = bot.clock.now()
    with bot.db.work() as work:
        person, one = _locked(work, enrolment_id)
        deaths.refuse(person)
        if one.inside:
            raise Refusal("pathway", "a release is confirmed on the person's page", "Press: yes, they are out")
        if one.state == "active" and one.confirmed_at is None:
            _confirmed(bot, work, person, one, staff_id, now)
            planning.sum_up(work, person.id)
            keep_in_hand(bot, work, about(work, the_person(work, person.id)), now)
    bot.wake()


def close_pathway(bot: Bot, enrolment_id: str, staff_id: str, outcome: str) -> bool:
    """A human closes a pathway; others go on, and the last one closes the case (True); raises Refusal."""
    now = bot.clock.now()
    with bot.db.work() as work:
        person, one = _locked(work, enrolment_id)
        if one.state != "active":
            raise Refusal("pathway", "somebody has closed it already", "Look at the person's page")
        others = [each for each in enrolments.active_of(work, person.id) if each.id != one.id]
        if not others:
            endings.end_in(bot, work, person, "closed", outcome, staff_id, now)
            return True
        end(bot, work, one, outcome, staff_id, now)
        planning.sum_up(work, person.id)
        planning.tell_keyworker(bot, work, person.id, staff_id, now)
        keep_in_hand(bot, work, about(work, the_person(work, person.id)), now)
        return False


def end(bot: Bot, work: Work, one: Enrolment, outcome: str, by: str | None, now: datetime) -> None:
    """Its plan goes; what it came to is kept."""
    planning.withdraw(bot, work, one, outcome, now)
    enrolments.change(work, one.id, state="closed", closed_at=now, closed_by=by, outcome=outcome)
    person_trail.note(work, one.person_id, "pathway closed", now, by=by, pathway=one.pathway, outcome=outcome)


def _locked(work: Work, enrolment_id: str) -> tuple[Person, Enrolment]:
    """The person first, then what is about them; raises LookupError."""
    seen = enrolments.get(work, enrolment_id)
    if seen is None:
        raise LookupError("there is no such enrolment")
    person = the_person(work, seen.person_id)
    one = enrolments.get(work, enrolment_id)
    assert one is not None
    return person, one
