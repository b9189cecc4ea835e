"""Staff who answer: while a fortnight plays they text MINE and DONE from their phones, by the same road as anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.handlers.bot import Bot
from bot.store import escalations, said, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.web.simulator.network import Network

TALKS_FOR = timedelta(hours=2)
"""From "mine" to the outcome; danger waits for its outcome in the console (safety rule 3)."""
MOST_TEXTS = 40


class Crew:
    """The demo's staff at their phones."""

    def __init__(self, bot: Bot, network: Network) -> None:
        self._bot = bot
        self._network = network

    def answer(self) -> None:
        """Text back for every escalation that somebody was told of."""
        with self._bot.db.look() as work:
            texts = list(self._texts(work))[:MOST_TEXTS]
        for sender, body in texts:
            self._network.text(sender, body)

    def _texts(self, work: Work) -> Iterator[tuple[str, str]]:
        now = self._bot.clock.now()
        for one in escalations.all_open(work):
            if one.state == "open" and (phone := _told(work, one)):
                yield phone, f"MINE {one.code}"
            elif one.state == "mine" and one.urgency != "urgent" and one.owned_at and now - one.owned_at >= TALKS_FOR:
                owner = staff.get(work, one.owner_id)
                if owner and owner.phone:
                    yield owner.phone, f"DONE {one.code} we spoke"


def _told(work: Work, one: Escalation) -> str | None:
    """The phone of whoever was told last."""
    found = (staff.get(work, staff_id) for staff_id in said.last_told(work, one.id))
    return next((worker.phone for worker in found if worker and worker.phone), None)
