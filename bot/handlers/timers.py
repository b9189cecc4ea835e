"""A timer rings: still true? still polite? then act; all in the transaction that takes the timer.

A timer has no lease: the work that takes it is the work that acts, so a crash gives it back.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.core.events import Silent
from bot.handlers import contacts, conversations, disclosures, escalations, referrals
from bot.handlers.bot import Bot, Subject, about, first_team, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.store import conversations as conversation_rows
from bot.store import outbox, people, tasks, timers
from bot.store.database import Work

log = logging.getLogger(__name__)
TRIES = 5


def ring_due(bot: Bot, limit: int = 200) -> int:
    """Act on what is due, each in its own work; returns how many rang."""
    with bot.db.look() as work:
        due = timers.due(work, bot.clock.now(), limit)
    for timer in due:
        _ring(bot, timer)
    return len(due)


def _ring(bot: Bot, timer: Any) -> None:
    try:
        with bot.db.work() as work:
            person = people.get(work, timer.person_id, lock=True) if timer.person_id else None
            now = bot.clock.now()
            if timers.take(work, timer.id, now):
                _act(bot, work, timer, now)
                if person:
                    keep_in_hand(bot, work, about(work, person), now)
    except Exception as error:
        log.error("the timer %s (%s) failed: %s", timer.id, timer.kind, type(error).__name__)
        try:
            _set_back(bot, timer, type(error).__name__)
        except Exception as worse:
            log.error("the timer %s cannot be set back: %s", timer.id, type(worse).__name__)


def _set_back(bot: Bot, timer: Any, reason: str) -> None:
    """A poisoned timer is tried again a few times, then set aside, shown and told to a person."""
    aside = timer.tries + 1 >= TRIES
    with bot.db.work() as work:
        timers.failed(work, timer.id, reason, aside=aside)
        if not aside:
            timers.postpone(work, timer.id, bot.clock.now() + timedelta(seconds=30 * (timer.tries + 1)))
        elif timer.person_id:
            # Told by its id alone: the person's own row may be what cannot be read.
            team = people.team_of(work, timer.person_id)
            subject = Subject(None, f"timer:{timer.id}"[:64], team or first_team(work))
            escalations.raise_one(bot, work, subject, "plan_lost", "today", bot.clock.now(), cause=f"timer {timer.id}")


def _act(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    match timer.kind:
        case "contact":
            contacts.contact_due(bot, work, timer, now)
        case "plan":
            contacts.flow_due(bot, work, timer, timer.name, now)
        case "reminder":
            contacts.reminder_due(bot, work, timer, now)
        case "attendance":
            contacts.attendance_due(bot, work, timer, now)
        case "wait":
            _wait_over(bot, work, timer, now)
        case "ladder":
            escalations.ladder_rang(bot, work, timer.escalation_id, timer.turn, now)
        case "task":
            _task_due(bot, work, timer, now)
        case "referral":
            referrals.overdue(bot, work, timer.name, now)
        case "disclosure":
            disclosures.explained(bot, work, timer, now)


def _wait_over(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """Silence: but not of a past turn, not while danger holds it, and not before the question was sent."""
    kept = conversation_rows.get(work, timer.conversation_id)
    if kept is None or kept.value.turn != timer.turn or not kept.value.waiting:
        return
    rules = bot.rules.house_rules
    if kept.held or outbox.unsent(work, kept.id, timer.turn):
        return timers.postpone(work, timer.id, rules.limits.hold_for.after(now, rules.zone))
    polite = rules.quiet_hours.polite(now, rules.zone)
    if polite > now and kept.manner != "danger":
        return timers.postpone(work, timer.id, polite)
    subject = contacts.subject_of(work, kept)
    conversations.go_on(bot, work, subject, kept, Silent(), now)


def _task_due(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """Not done in time: an escalation; it stays open, and is asked about again while it is."""
    task = tasks.get(work, timer.task_id)
    if task is None or task.state != "open":
        return
    subject = about(work, the_person(work, task.person_id))
    escalations.raise_one(bot, work, subject, task.otherwise, task.urgency, now, cause=f"task {task.id}")
    again = bot.rules.house_rules.working_time.after
    rules = bot.rules.house_rules
    due = again(contacts.TASK_WITHIN, now, rules.zone, bot.holiday)
    timers.add(work, "task", due, person_id=task.person_id, task_id=task.id)
