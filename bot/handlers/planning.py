"""Planning: what a pathway gives somebody, as timers; withdrawn and planned anew when its anchor moves.

A contact happens once in a round of its enrolment, and the database holds us to it (`ix_timer_one_contact`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from bot.core.pathway import Contact, Pathway
from bot.core.span import Span
from bot.handlers.bot import Bot
from bot.handlers.contacts import add_task, has_task
from bot.store import enrolments, people, tasks, timers
from bot.store.database import Work
from bot.store.enrolments import Enrolment

READ_PLAN, FIND_DAY = "read_new_plan", "find_release_day"
WITHIN = {READ_PLAN: Span(8 * 3600, hours="working"), FIND_DAY: Span(40 * 3600, hours="working")}


def pathway_of(bot: Bot, one: Enrolment) -> Pathway:
    """The pathway as it was when they were enrolled."""
    return bot.speeches.of(one.revision).library.pathways[one.pathway]


def plan(
    bot: Bot, work: Work, enrolment_id: str, now: datetime, *, tasks_too: bool = True, again: Collection[str] = ()
) -> None:
    """A timer for each contact of this round that is not there yet: its tasks, and its texts once it is confirmed.

    `again` are tasks that are asked for once more, although somebody has done them for an earlier anchor.
    """
    one = enrolments.get(work, enrolment_id)
    assert one is not None
    pathway = pathway_of(bot, one)
    texts = pathway.texts if one.confirmed_at and not one.held_at and not _in_prison(work, one) else ()
    there = timers.contacts_of(work, one.id, one.person_id, one.round)
    done = tasks.kinds_done(work, one.id) - set(again)
    for contact in (*(pathway.tasks if tasks_too else ()), *texts):
        due = None if contact.name in there else _due(bot, one, pathway, contact, done, now)
        if due is not None:
            timers.add(
                work, "contact", due, person_id=one.person_id, enrolment_id=one.id, name=contact.name, turn=one.round
            )
    count(work, one)


def _in_prison(work: Work, one: Enrolment) -> bool:
    """An order's texts wait for the release too: they are planned when it is confirmed."""
    person = people.get(work, one.person_id)
    return person is not None and person.custody == "in_prison"


def coming(bot: Bot, one: Enrolment, now: datetime) -> list[tuple[str, datetime]]:
    """Of an enrolment that begins, and that nobody has confirmed: each task of it, and when it is due."""
    pathway = pathway_of(bot, one)
    found = [(contact.name, _due(bot, one, pathway, contact, (), now)) for contact in pathway.tasks]
    return [(name, due) for name, due in found if due is not None]


def _due(
    bot: Bot, one: Enrolment, pathway: Pathway, contact: Contact, done: Collection[str], now: datetime
) -> datetime | None:
    """When it is due, now at the soonest; None: not at all. A text whose moment is past is left out."""
    rules = bot.rules.house_rules
    calendar = rules.calendar(bot.holiday)
    anchor = one.confirmed_at if contact.at.anchor == "confirmed" else one.counts_from
    if anchor is None or one.anchor_day is None:
        return None
    if contact.before_day_off and not calendar.before_day_off(one.anchor_day):
        return None
    if contact.task == pathway.starts.task and one.confirmed_at:
        return None
    due = contact.at.moment(anchor, rules.zone, calendar)
    if due >= now:
        return due
    if contact.flow:
        return now if contact.at.anchor == "confirmed" else None
    if contact.task in done:
        return None
    assert contact.by is not None
    in_time = contact.by.moment(one.counts_from or anchor, rules.zone, calendar) >= now
    ahead = one.anchor_day > now.astimezone(rules.zone).date()
    return now if in_time or ahead or contact.task == pathway.starts.task or contact == _last(pathway) else None


def _last(pathway: Pathway) -> Contact:
    """The task that ends it: it is asked for however late."""
    return max(pathway.tasks, key=lambda contact: contact.at.seconds)


def count(work: Work, one: Enrolment) -> None:
    """Keep how many contacts this round has, so that the watchdog sees when one is gone."""
    enrolments.change(work, one.id, contacts=len(timers.contacts_of(work, one.id, one.person_id, one.round)))


def withdraw(bot: Bot, work: Work, one: Enrolment, reason: str, now: datetime, *, tasks_too: bool = True) -> None:
    """Drop what is planned and not begun: its texts, and its tasks with their deadlines."""
    contacts = pathway_of(bot, one).contacts
    for row in timers.planned(work, one.person_id):
        if row.kind == "contact" and row.enrolment_id == one.id:
            contact = contacts.get(row.name)
            if tasks_too or contact is None or contact.flow:
                timers.drop(work, reason, now, id=row.id)
    if tasks_too:
        for task_id in tasks.drop(work, one.person_id, enrolment_id=one.id):
            timers.drop(work, reason, now, task_id=task_id)
    count(work, one)


def new_round(
    bot: Bot, work: Work, one: Enrolment, day: date | None, reason: str, now: datetime, *, again: Collection[str] = ()
) -> None:
    """Everything anew from another anchor day (None: not known yet), not confirmed."""
    withdraw(bot, work, one, reason, now)
    enrolments.change(
        work, one.id, anchor_day=day, anchor_at=None, round=one.round + 1, confirmed_at=None, held_at=None, contacts=0
    )
    plan(bot, work, one.id, now, again=again)


def confirm(bot: Bot, work: Work, one: Enrolment, staff_id: str | None, now: datetime) -> None:
    """The start is confirmed: whoever was asked to has done it, and the texts are planned."""
    confirmed = one.confirmed_at or now
    enrolments.change(work, one.id, confirmed_at=confirmed, confirmed_by=staff_id, held_at=None)
    asked = pathway_of(bot, one).starts.task
    for contact in pathway_of(bot, one).tasks:
        if contact.task == asked:
            timers.drop(work, "confirmed", now, enrolment_id=one.id, name=contact.name)
    for task in tasks.open_of(work, one.person_id):
        if task.kind == asked and task.enrolment_id in (None, one.id):
            tasks.done(work, task.id, staff_id, now)
            timers.drop(work, "confirmed", now, task_id=task.id)
    plan(bot, work, one.id, now)


def sum_up(work: Work, person_id: str) -> None:
    """Days are counted from the latest start that was confirmed; before any, from the first that is planned."""
    known = [one for one in enrolments.active_of(work, person_id) if one.anchor_day]
    begun = [one.anchor_day for one in known if one.confirmed_at and one.anchor_day]
    coming = [one.anchor_day for one in known if one.anchor_day]
    if coming:
        people.change(work, person_id, anchor_date=max(begun) if begun else min(coming))


def tell_keyworker(bot: Bot, work: Work, person_id: str, by: str | None, now: datetime) -> None:
    """The keyworker reads the new plan; whoever changed it has read it."""
    person = people.get(work, person_id)
    if person is not None and person.keyworker_id != by:
        _ask(bot, work, person_id, READ_PLAN, now)


def ask_release_day(bot: Bot, work: Work, person_id: str, now: datetime) -> None:
    """Nobody knows the day: somebody has to find it out."""
    _ask(bot, work, person_id, FIND_DAY, now)


def _ask(bot: Bot, work: Work, person_id: str, kind: str, now: datetime) -> None:
    if not has_task(work, person_id, kind):
        rules = bot.rules.house_rules
        due = rules.working_time.after(WITHIN[kind], now, rules.zone, bot.holiday)
        add_task(work, person_id, kind, "task_overdue", now, due)


def inside(found: Iterable[Enrolment]) -> list[Enrolment]:
    """Those that wait for a release, or for another one."""
    return [one for one in found if one.inside and (one.confirmed_at is None or one.held_at)]
