"""In and out of custody: confirmed releases, moved days of release, transfers, recall and release again.

Each plans everything anew, tells the keyworker, and leaves a line on the person's page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.core.span import local
from bot.handlers import conversations, deaths, planning
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import add_task, reach_otherwise
from bot.handlers.refusal import Refusal
from bot.store import enrolments, outbox, people, person_trail, tasks
from bot.store.database import Work
from bot.store.enrolments import Enrolment
from bot.store.people import Person

BACK_SOON = timedelta(days=2)
"""Whoever is out again within this, such as after a night at a police station, goes on where they were."""

A_DAY = timedelta(days=1)
FOR_THE_NEW_PRISON = ("print_card", "who_meets")


def confirm_release(bot: Bot, person_id: str, staff_id: str) -> None:
    """A named person says that they are out: texts begin (safety rule 13)."""
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = about(work, the_person(work, person_id))
        person = subject.person
        assert person is not None
        deaths.refuse(person)
        active = enrolments.active_of(work, person_id)
        waiting = planning.inside(active)
        if person.custody == "released" and not waiting:
            return
        people.change(work, person_id, custody="released")
        person_trail.note(work, person_id, "released", now, by=staff_id)
        for one in active:
            if one in waiting:
                _out(bot, work, one, staff_id, now)
            elif one.confirmed_at:
                planning.plan(bot, work, one.id, now)
        tasks.end(work, person_id, planning.FIND_DAY, now)
        planning.sum_up(work, person_id)
        keep_in_hand(bot, work, subject, now)
    bot.wake()


def _out(bot: Bot, work: Work, one: Enrolment, staff_id: str, now: datetime) -> None:
    """Out: as planned, earlier than planned (then everything counts from today), again, or soon again."""
    today = now.astimezone(bot.rules.house_rules.zone).date()
    if one.held_at and now - one.held_at < BACK_SOON:
        enrolments.change(work, one.id, held_at=None)
        return planning.plan(bot, work, one.id, now)
    early = one.anchor_day is not None and today < one.anchor_day
    # Let out days later than planned, the first days out are still to come, with all that is said in them.
    late = one.anchor_day is not None and today > one.anchor_day + A_DAY
    if one.held_at or one.anchor_day is None or early or late:
        planning.new_round(bot, work, one, today, "released", now)
        if early or late:
            what = "early release" if early else "release moved"
            trail_day(work, one.person_id, what, one.anchor_day, today, staff_id, now)
    fresh = enrolments.get(work, one.id)
    assert fresh is not None
    planning.confirm(bot, work, fresh, staff_id, now)


def set_custody(
    bot: Bot, person_id: str, custody: str, staff_id: str, *, release_day: date | None = None
) -> None:  # fmt: skip
    """In prison again, or to verify: texts freeze, nothing closes, and the keyworker has a dated look at it.

    In prison, what counts from a release is planned anew from the new day, or waits until somebody knows it.
    """
    now = bot.clock.now()
    if custody == "released":
        return confirm_release(bot, person_id, staff_id)
    with bot.db.work() as work:
        person = the_person(work, person_id)
        deaths.refuse(person)
        freeze(bot, work, person, custody, staff_id, now)
        if custody == "in_prison" and person.custody != "in_prison":
            _back_inside(bot, work, person, staff_id, release_day, now)
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)


def freeze(bot: Bot, work: Work, person: Person, custody: str, staff_id: str | None, now: datetime) -> None:
    """No text goes any more; contact by other means is a task."""
    people.change(work, person.id, custody=custody)
    subject = about(work, the_person(work, person.id))
    conversations.cancel(bot, work, subject, "in custody", now)
    outbox.drop(work, "in custody", now, person_id=person.id)
    if person.status == "active":
        reach_otherwise(bot, work, subject, "in custody", now)
    what = "in custody" if custody == "in_prison" else "may be in custody"
    if person.custody != custody:
        person_trail.note(work, person.id, what, now, by=staff_id)


def _back_inside(
    bot: Bot, work: Work, person: Person, staff_id: str, release_day: date | None, now: datetime
) -> None:  # fmt: skip
    """Recall: who has the phone now is not known; a release is planned for anew, an order's texts wait for it."""
    if person.number == "verified":
        people.change(work, person.id, number="unverified")
    waits = False
    for one in enrolments.active_of(work, person.id):
        if not one.inside:
            planning.withdraw(bot, work, one, "in custody", now, tasks_too=False)
        elif release_day is not None:
            planning.new_round(bot, work, one, release_day, "in custody", now)
        elif one.confirmed_at:
            planning.withdraw(bot, work, one, "in custody", now)
            enrolments.change(work, one.id, held_at=now)
            waits = True
    if not any(one.inside for one in enrolments.active_of(work, person.id)):
        waits = release_day is None
        if release_day is not None:  # no pathway of theirs asks whether they are out
            rules = bot.rules.house_rules
            due = local(datetime.combine(release_day, rules.working_time.ends), rules.zone)
            add_task(work, person.id, "confirm_release", "release_unconfirmed", now, due)
    if waits:
        planning.ask_release_day(bot, work, person.id, now)
    planning.sum_up(work, person.id)
    planning.tell_keyworker(bot, work, person.id, staff_id, now)


def move_release(bot: Bot, person_id: str, day: date, staff_id: str | None) -> None:
    """Another day of release: what was planned for the old one goes, and the new plan is made; raises Refusal."""
    with bot.db.work() as work:
        release_moved(bot, work, person_id, day, staff_id, bot.clock.now())


def release_moved(bot: Bot, work: Work, person_id: str, day: date, staff_id: str | None, now: datetime) -> None:
    """The same within work in hand."""

    def act(work: Work, one: Enrolment, now: datetime) -> None:
        if one.anchor_day != day or one.held_at:
            planning.new_round(bot, work, one, day, "release moved", now)
            trail_day(work, person_id, "release moved", one.anchor_day, day, staff_id, now)

    if day < now.astimezone(bot.rules.house_rules.zone).date():
        raise Refusal("release_day", "that day has passed", "If they are out, say so on their page")
    _inside_in(bot, work, person_id, staff_id, act, now, knows=True)


def postpone_release(bot: Bot, person_id: str, staff_id: str | None) -> None:
    """The release is put off and nobody knows until when: somebody has to find the new day; raises Refusal."""

    def act(work: Work, one: Enrolment, now: datetime) -> None:
        planning.new_round(bot, work, one, None, "release postponed", now)
        trail_day(work, person_id, "release postponed", one.anchor_day, None, staff_id, now)

    _inside_only(bot, person_id, staff_id, act, knows=False)


def transferred(bot: Bot, person_id: str, place: str, staff_id: str | None) -> None:
    """To another prison: the card and who meets them are arranged anew there; raises Refusal."""
    if not place.strip():
        raise Refusal("place", "where to is missing", "Write the name of the prison")

    def act(work: Work, one: Enrolment, now: datetime) -> None:
        planning.new_round(bot, work, one, one.anchor_day, "transferred", now, again=FOR_THE_NEW_PRISON)

    _inside_only(bot, person_id, staff_id, act, knows=None, place=place.strip())


def _inside_only(
    bot: Bot, person_id: str, staff_id: str | None, act: Callable[[Work, Enrolment, datetime], None],
    *, knows: bool | None, place: str = "",
) -> None:  # fmt: skip
    with bot.db.work() as work:
        _inside_in(bot, work, person_id, staff_id, act, bot.clock.now(), knows=knows, place=place)


def _inside_in(
    bot: Bot, work: Work, person_id: str, staff_id: str | None, act: Callable[[Work, Enrolment, datetime], None],
    now: datetime, *, knows: bool | None, place: str = "",
) -> None:  # fmt: skip
    """Do it to every pathway that waits for a release. `knows`: whether the day is known then; None: as before."""
    person = the_person(work, person_id)
    deaths.refuse(person)
    waiting = planning.inside(enrolments.active_of(work, person_id))
    if person.status != "active" or not waiting:
        raise Refusal("release_day", "no release is waited for", "They are out, or on no such pathway")
    for one in waiting:
        act(work, one, now)
    if place:
        person_trail.note(work, person_id, "transferred", now, by=staff_id, place=place)
    if knows:
        tasks.end(work, person_id, planning.FIND_DAY, now)
    if knows is False or (place and any(one.anchor_day is None or one.held_at for one in waiting)):
        planning.ask_release_day(bot, work, person_id, now)
    planning.sum_up(work, person_id)
    planning.tell_keyworker(bot, work, person_id, staff_id, now)
    keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)


def trail_day(
    work: Work, person_id: str, what: str, was: date | None, now_is: date | None, by: str | None, now: datetime
) -> None:
    """A line about a day that changed."""
    days = {"was": was.isoformat() if was else "", "is": now_is.isoformat() if now_is else ""}
    person_trail.note(work, person_id, what, now, by=by, **days)
