"""The watchdog: the whole register, looked over often and after every start; whoever has fallen through is told of."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from bot.handlers import escalations, referrals
from bot.handlers.bot import Bot, Subject, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.store import escalations as escalation_rows
from bot.store import watch
from bot.store.database import Work
from bot.store.watch import Lost

log = logging.getLogger(__name__)


def look(bot: Bot, found: Callable[[Lost], None] = lambda lost: None) -> int:
    """Raise one escalation for each person and each kind of loss; returns how many were lost (healthy: 0)."""
    with bot.db.look() as work:
        lost = watch.lost(work, bot.clock.now())
    fresh = [one for one in lost if _told(bot, one)]
    for one in fresh:
        found(one)
    return len(fresh)


def _told(bot: Bot, lost: Lost) -> bool:
    """One that cannot be told of keeps back no other."""
    try:
        return _raise(bot, lost)
    except DBAPIError:
        raise
    except Exception as error:
        log.error("%s of %s cannot be told: %s", lost.what, lost.row, type(error).__name__)
        return False


def _raise(bot: Bot, lost: Lost) -> bool:
    """One escalation for a loss, whatever repeats; a ladder that stopped is set going again as well."""
    now = bot.clock.now()
    with bot.db.work() as work:
        cause = f"{lost.what} {lost.row}"
        known = escalation_rows.open_for(work, f"plan_lost:{cause}")
        if known is None:
            subject = _subject(work, lost)
            escalations.raise_one(bot, work, subject, "plan_lost", "today", now, cause=cause)
            keep_in_hand(bot, work, subject, now)
        stopped = escalation_rows.get(work, lost.row) if lost.what == "ladder_stopped" else None
        if stopped:
            escalations.tell(bot, work, stopped, stopped.rung, now)
        if lost.what == watch.REFERRAL:
            referrals.set_deadline(bot, work, lost.row, now)
    return known is None


def _subject(work: Work, lost: Lost) -> Subject:
    """The person; for a number that is nobody's, what the escalation that stopped knows of it."""
    if lost.person_id:
        return about(work, the_person(work, lost.person_id))
    if lost.what == watch.REFERRAL:
        return referrals.subject(work, lost.row)
    one = escalation_rows.get(work, lost.row)
    assert one is not None
    return Subject(None, one.phone_hash or f"none:{one.id}", one.team_id)
