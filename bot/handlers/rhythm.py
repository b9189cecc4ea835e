"""One polite rhythm, however many pathways: not too much in a day or a week, nothing twice, nothing on top of another.

Danger, reminders, and answers to what they text are exempt from all of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.flow import Manner
from bot.core.span import local
from bot.handlers.bot import Bot, Subject
from bot.store import conversations, escalations, said
from bot.store.database import Work
from bot.store.people import Person

A_WEEK = 7
TOO_MUCH = "this week's texts are used up"


def rather_later(
    bot: Bot, work: Work, subject: Subject, manner: Manner, due_at: datetime, now: datetime, *, spread: bool = False
) -> datetime | None:
    """The moment (UTC) to look again, where a text is rude, held back by danger or too much now; None: it may go.

    `spread`: not right after another routine text, either.
    """
    rules = bot.rules.house_rules
    polite = rules.quiet_hours.polite(now, rules.zone)
    if polite > now:
        return polite
    if escalations.open_about(work, subject.person_id, subject.phone_hash, danger=True):
        return rules.limits.hold_for.after(now, rules.zone)
    if manner == "routine" and subject.person_id:
        return _too_much(bot, _lately(bot, work, subject.person_id, now), due_at, now, spread)
    return None


def _too_much(bot: Bot, lately: list[datetime], due_at: datetime, now: datetime, spread: bool) -> datetime | None:
    """Above the cap of the day or the week: tomorrow, at the same time of day. Right after another: a little later."""
    rules = bot.rules.house_rules
    today = now.astimezone(rules.zone).date()
    same_day = sum(1 for at in lately if at.astimezone(rules.zone).date() == today)
    if len(lately) >= rules.limits.routine_texts_a_week or same_day >= rules.limits.routine_texts_a_day:
        wall = due_at.astimezone(rules.zone).time()
        tomorrow = local(datetime.combine(today + timedelta(days=1), wall), rules.zone)
        return rules.quiet_hours.polite(tomorrow, rules.zone)
    again = rules.limits.texts_apart.after(max(lately), rules.zone) if lately and spread else now
    return rules.quiet_hours.polite(again, rules.zone) if again > now else None


def _lately(bot: Bot, work: Work, person_id: str, now: datetime) -> list[datetime]:
    """When routine texts went, today and in the six days before."""
    zone = bot.rules.house_rules.zone
    first = now.astimezone(zone).date() - timedelta(days=A_WEEK - 1)
    return said.routine_since(work, person_id, local(datetime.combine(first, datetime.min.time()), zone))


def week_is_full(bot: Bot, work: Work, person_id: str, now: datetime) -> bool:
    """Whether one more routine text would be above the weekly cap."""
    return len(_lately(bot, work, person_id, now)) >= bot.rules.house_rules.limits.routine_texts_a_week


def one_with_another(bot: Bot, work: Work, person: Person, flow: str, now: datetime) -> str | None:
    """Two contacts that say the same become one: why this one is left out, or None.

    The same flow awaits their reply, or it began with them less than so many days ago.
    """
    zone = bot.rules.house_rules.zone
    apart = bot.rules.house_rules.limits.same_flow_days_apart
    first = now.astimezone(zone).date() - timedelta(days=apart - 1)
    since = local(datetime.combine(first, datetime.min.time()), zone)
    if conversations.begun_since(work, person.phone_hash or "", person.id, flow, since):
        return f"one with the other {flow}"
    return None
