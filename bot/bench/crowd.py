"""Many people waiting: what is due among ten thousand, and among a million."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from bot.bench.figures import Figure, seconds
from bot.bench.place import polite
from bot.clock.now import SystemClock
from bot.handlers.bot import Bot
from bot.handlers.delivery import send_due
from bot.handlers.timers import ring_due
from bot.store import timers
from bot.store.timers import timer

# People whose rows are there and never opened: only the due ones are read.
_PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO person (id, private, facts, status, custody, number, opted_out, discreet, language, anchor_date,
                    area, agency, team_id, keyworker_id, lawful_basis, revision, created_at, next_contact_at)
SELECT printf('crowd-%010d', n.i), one.private, one.facts, one.status, one.custody, one.number, one.opted_out,
       one.discreet, one.language, one.anchor_date, one.area, one.agency, one.team_id, one.keyworker_id,
       one.lawful_basis, one.revision, one.created_at, :due
FROM n, person AS one WHERE one.id = :like
"""
_TIMERS = """
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO timer (id, kind, person_id, name, turn, due_at, state, tries)
SELECT printf('crowd-%010d', n.i), 'contact', printf('crowd-%010d', n.i), 'check_in_day_21', 0,
       datetime(:due, '+' || (n.i % 2592000) || ' seconds') || '.000000', 'waiting', 0 FROM n
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was measured among so many waiting people: rows a second, and an idle tick in milliseconds."""

    due: Figure
    idle_ms: Figure


def gather(bot: Bot, like: str, first: int, last: int) -> None:
    """Let people number `first` to `last` wait for a contact that is far away."""
    due = (bot.clock.now() + timedelta(days=365)).strftime("%Y-%m-%d %H:%M:%S")
    with bot.db.work() as work:
        work.execute(text(_PEOPLE), {"first": first, "last": last, "like": like, "due": f"{due}.000000"})
        work.execute(text(_TIMERS), {"first": first, "last": last, "due": due})


def among(bot: Bot, clock: SystemClock, people: Sequence[str], runs: int) -> Crowd:
    """Check-ins that fall due at once for `people`, rung one by one: begun, written, committed."""
    rates, idle = [], []
    for _ in range(runs):
        polite(clock)
        _only_these(bot, people)
        rates.append(len(people) / seconds(lambda: ring_due(bot, len(people))))
        _nothing_due(bot)
        idle.append(1000 * seconds(lambda: (ring_due(bot), send_due(bot))))
    return Crowd(Figure.of(rates), Figure.of(idle))


def _only_these(bot: Bot, people: Sequence[str]) -> None:
    _nothing_due(bot)
    now = bot.clock.now()
    with bot.db.work() as work:
        for person_id in people:
            timers.add(work, "plan", now - timedelta(seconds=1), person_id=person_id, name="check_in")


def _nothing_due(bot: Bot) -> None:
    now = bot.clock.now()
    soon = timer.c.due_at < now + timedelta(days=1)
    with bot.db.work() as work:
        work.execute(timer.update().where(timer.c.state == "waiting", soon).values(state="dropped"))
        work.execute(text("UPDATE outbox SET state = 'dropped' WHERE state = 'waiting'"))
