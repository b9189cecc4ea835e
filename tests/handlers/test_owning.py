"""Who says "mine" has until a moment at which they may be asked."""

from __future__ import annotations

from bot.handlers import escalations, owning
from bot.handlers.bot import about
from tests.handlers.telling import at, settled, wall
from tests.support.world import world


def test_what_asha_takes_in_the_evening_is_not_due_at_half_past_midnight() -> None:
    with world(wall(2026, 6, 5, 20, 30)) as there:
        who = there.who(settled(there))
        with there.bot.db.work() as work:
            dean = about(work, who)
            one = escalations.raise_one(there.bot, work, dean, "silent", "today", there.clock.now())
        owning.mine(there.bot, one.id, there.staff["Asha"])
        [taken] = [each for each in there.open() if each.id == one.id]
        assert taken.deadline_at == at(2026, 6, 6, 8, 0)
