"""The demo's people who have been out for days: what was said on their first day, as it would have been said then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.channels.simulator import SimulatedProvider
from bot.core.span import local
from bot.handlers import delivery, inbound, people, planning, reading, receipts, timers
from bot.handlers.bot import Bot, Clock, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.inbound import Incoming
from bot.handlers.people import Registration
from bot.handlers.receipts import Receipt
from bot.store import enrolments, said
from bot.store import people as people_rows
from bot.store import timers as timer_rows

CAME_OUT = time(10)
ANSWERS = (("yes", timedelta(minutes=4)), ("no", timedelta(minutes=2)))
"""It is their phone, and texts stay private; each so long after what it answers."""
ON_ITS_WAY = timedelta(seconds=3)
"""Between a decision and its text, so that an answer never stands above what it answers."""


@dataclass
class PastClock:
    """Stands at a moment that is past. Leases run on real time, as ever."""

    moment: datetime
    present: Clock

    def now(self) -> datetime:
        return self.moment

    def real(self) -> datetime:
        return self.present.real()


def came_out(bot: Bot, new: Registration, number: int) -> str:
    """Somebody who came out on a past day: registered that morning, welcomed, answered; returns the person's id.

    What their pathway had for the days since then is not planned: it would all fall due at once. Texts go to the
    simulated provider only; with any other, such as a double, nothing is sent and the number counts as verified.
    """
    clock = PastClock(local(datetime.combine(new.anchor_date, CAME_OUT), bot.rules.house_rules.zone), bot.clock)
    past = replace(bot, clock=clock)
    person_id = people.register(past, new, by=None)
    simulated = isinstance(bot.provider, SimulatedProvider)
    if simulated:
        _talk(past, clock, person_id, new.phone or "", number)
    _leave_out(bot, person_id, verified=not simulated)
    return person_id


def _talk(past: Bot, clock: PastClock, person_id: str, phone: str, number: int) -> None:
    timers.ring_due(past)
    _deliver(past, clock, person_id)
    for turn, (body, after) in enumerate(ANSWERS):
        clock.moment += after
        inbound.receive(past, Incoming(f"SM{number:016x}{turn:016x}", phone, body, clock.now()))
        _deliver(past, clock, person_id)
    reading.read(past, person_id)


def _deliver(past: Bot, clock: PastClock, person_id: str) -> None:
    """Send what is owed, and let its receipt come."""
    clock.moment += ON_ITS_WAY
    delivery.send_due(past)
    with past.db.look() as work:
        sent = [row["provider_sid"] for row in said.of_person(work, person_id) if row["state"] == "sent"]
    for sid in sent:
        receipts.receive(past, Receipt(sid, "delivered"))


def _leave_out(bot: Bot, person_id: str, *, verified: bool) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        for timer in timer_rows.planned(work, person_id):
            if timer.due_at < now:
                timer_rows.drop(work, "before the demo began", now, id=timer.id)
        for one in enrolments.active_of(work, person_id):
            planning.count(work, one)
        if verified:
            people_rows.change(work, person_id, number="verified")
        keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)
