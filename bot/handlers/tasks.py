"""A keyworker's dated contacts."""

from __future__ import annotations

from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.store import tasks, timers


def done(bot: Bot, task_id: str, staff_id: str) -> None:
    """It is done, by whom; its deadline goes with it."""
    now = bot.clock.now()
    with bot.db.work() as work:
        task = tasks.get(work, task_id)
        if task is None:
            raise LookupError("there is no such task")
        if tasks.done(work, task_id, staff_id, now):
            timers.drop(work, "done", now, task_id=task_id)
            keep_in_hand(bot, work, about(work, the_person(work, task.person_id)), now)
