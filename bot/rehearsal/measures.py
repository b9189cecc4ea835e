"""Was it polite? Read from the texts that went: per week, and in quiet hours."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from bot.core.house_rules import HouseRules
from bot.store.database import Work
from bot.store.outbox import outbox

_SENT = select(outbox.c.person_id, outbox.c.manner, outbox.c.sent_at).where(
    outbox.c.person_id.is_not(None), outbox.c.staff_id.is_(None), outbox.c.sent_at.is_not(None)
)
MAY_WAKE = ("danger", "reply")


def politeness(work: Work, rules: HouseRules) -> tuple[int, int, int]:
    """The most routine texts that anybody got in seven days in a row; how many people got more than the weekly cap;
    how many texts went in quiet hours that neither answered somebody nor were about danger."""
    days: dict[str, list[date]] = defaultdict(list)
    at_night = 0
    for person_id, manner, sent_at in work.execute(_SENT):
        if manner == "routine":
            days[person_id].append(sent_at.astimezone(rules.zone).date())
        if manner not in MAY_WAKE and rules.quiet_hours.polite(sent_at, rules.zone) > sent_at:
            at_night += 1
    fullest = [fullest_week(each) for each in days.values()]
    cap = rules.limits.routine_texts_a_week
    return max(fullest, default=0), sum(1 for most in fullest if most > cap), at_night


def fullest_week(days: list[date]) -> int:
    """The most of these that lie within seven days in a row."""
    ordered = sorted(days)
    first = most = 0
    for last, day in enumerate(ordered):
        while day - ordered[first] >= timedelta(days=7):
            first += 1
        most = max(most, last - first + 1)
    return most
