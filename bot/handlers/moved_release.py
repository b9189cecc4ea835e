"""The day that a pathway counts from has moved, before the release was confirmed: its tasks move along."""

from __future__ import annotations

from datetime import date, datetime

from bot.handlers import people as handler
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.refusal import Refusal
from bot.store import people, tasks, timers
from bot.store.database import Work


def moved(bot: Bot, work: Work, person_id: str, day: date, now: datetime) -> None:
    """What waits or is open is planned anew from that day; what was done stays done. Raises Refusal."""
    person = the_person(work, person_id)
    if person.confirmed_at is not None:
        raise Refusal("anchor_date", "the release was confirmed", "Change the day on their page")
    contacts = bot.speeches.of(person.revision).library.pathways[person.pathway].tasks
    names = {contact.name for contact in contacts}
    kinds = {contact.task for contact in contacts}
    people.change(work, person_id, anchor_date=day)
    for timer in timers.planned(work, person_id):
        if timer.kind == "contact" and timer.name in names:
            timers.drop(work, "release moved", now, id=timer.id)
    for task in tasks.open_of(work, person_id):
        if task.kind in kinds:
            tasks.end(work, person_id, task.kind, now)
    over = tasks.done_by_hand(work, person_id) - {"confirm_release"}
    left = tuple(contact for contact in contacts if contact.task not in over)
    coming = handler.planned(bot, left, day, None, now)
    for name, due in coming:
        timers.add(work, "contact", due, person_id=person_id, name=name)
    people.change(work, person_id, contacts=len(coming))
    keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)
