"""Who has an escalation: "mine" stops the ringing and starts a deadline, "pass" goes to the next rung."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.handlers import notices
from bot.handlers.bot import Bot
from bot.handlers.escalations import locked, set_deadline, tell
from bot.store import escalations, timers
from bot.store.database import Work
from bot.store.escalations import Escalation


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it is theirs now; if not, whose."""

    won: bool
    owner_id: str | None


def mine(bot: Bot, escalation_id: str, staff_id: str) -> Answer:
    """Somebody says "mine": the ringing stops and the deadline becomes the one for an outcome."""
    now = bot.clock.now()
    with bot.db.work() as work:
        return take(bot, work, locked(work, escalation_id), staff_id, now)


def take(bot: Bot, work: Work, one: Escalation, staff_id: str, now: datetime) -> Answer:
    """Within a transaction that goes on; of two at once one gets it, and the other is told who."""
    if one.state != "open":
        return Answer(one.owner_id == staff_id and one.state == "mine", one.owner_id)
    rules = bot.rules.house_rules
    ladder = rules.ladder_for(one.urgency)
    due = rules.working_time.after(ladder.outcome_within, now, rules.zone, bot.holiday)
    if ladder.hours == "polite":  # nobody is asked for an outcome at half past midnight
        due = rules.quiet_hours.polite(due, rules.zone)
    if not escalations.move(work, one, state="mine", owner_id=staff_id, owned_at=now, deadline_at=due):
        return Answer(False, locked(work, one.id).owner_id)
    escalations.note(work, one.id, "mine", now, staff_id=staff_id)
    notices.stop(work, one.id, now)
    timers.clear_ladder(work, one.id)
    set_deadline(work, locked(work, one.id), due)
    return Answer(True, staff_id)


def said_of_mine(bot: Bot, work: Work, escalation_id: str) -> dict[str, str]:
    """What whoever took it is told: its page first (the plan for safe contact stands there), and by when."""
    one = locked(work, escalation_id)
    by = one.deadline_at.astimezone(bot.rules.house_rules.zone) if one.deadline_at else None
    link = f"{bot.public_url.rstrip('/')}/e/{one.code}"
    return {"code": one.code, "link": link, "by": f"{by:%H:%M}" if by else ""}


def pass_on(bot: Bot, escalation_id: str, staff_id: str) -> Answer:
    """They cannot take it after all: the next rung is told. What somebody else has stays theirs."""
    now = bot.clock.now()
    with bot.db.work() as work:
        one = locked(work, escalation_id)
        theirs = one.state == "mine" and one.owner_id != staff_id
        if one.state != "closed" and not theirs:
            on(bot, work, one, staff_id, now)
        return Answer(not theirs, one.owner_id)


def on(bot: Bot, work: Work, one: Escalation, staff_id: str, now: datetime) -> None:
    """To the next rung; what the last one was still owed need not go."""
    escalations.note(work, one.id, "passed on", now, staff_id=staff_id)
    notices.stop(work, one.id, now, reason="passed on")
    tell(bot, work, one, one.rung + 1, now)
