"""Plays a rehearsal: cohort by cohort, moment by moment, until the days are over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from bot.channels.provider import Outgoing
from bot.clock.leap import MOST_TURNS, STUCK_STEP, run_due
from bot.core.parts import count
from bot.handlers import watchdog
from bot.handlers.bot import Bot, Speech
from bot.handlers.delivery import send_due
from bot.handlers.timers import ring_due
from bot.rehearsal.persons import Persons
from bot.rehearsal.report import Report, Tally
from bot.rehearsal.stage import COHORT, STAFF_NUMBERS, Stage, stage
from bot.rehearsal.workers import Workers
from bot.revisions import read_folder
from bot.store import watch
from bot.store.database import Work
from bot.store.escalations import escalation, trail
from bot.store.outbox import outbox
from bot.store.timers import timer
from bot.wiring import ROOT, speech

WATCHDOG_EVERY = timedelta(hours=3)
_NEXT = select(
    select(func.min(timer.c.due_at)).where(timer.c.state == "waiting").scalar_subquery(),
    select(func.min(outbox.c.due_at)).where(outbox.c.state == "waiting").scalar_subquery(),
)
Progress = Callable[[float], None]
Harm = Callable[[Bot], None]


def rehearse(
    people: int,
    days: int,
    seed: int,
    pathway: str | None = None,
    progress: Progress = lambda fraction: None,
    harm: Harm | None = None,
) -> Report:
    """Play so many people over so many days; the same seed gives the same play.

    `progress` hears the fraction done, 0 to 1. `harm` may damage each cohort's rows half-way: what is lost then must
    be found. Raises ValueError for no people, no days, or a pathway that does not exist.
    """
    files = read_folder(ROOT)
    current = speech(files)
    pathway = pathway or sorted(current.library.pathways)[0]
    if people < 1 or days < 1:
        raise ValueError("a rehearsal needs one person and one day at least")
    if pathway not in current.library.pathways:
        raise ValueError(f'there is no pathway "{pathway}": choose {", ".join(sorted(current.library.pathways))}')
    total = Tally()
    sizes = cohorts(people)
    for number, size in enumerate(sizes):
        rng = Random(f"{seed} {number}")

        def part(fraction: float, number: int = number) -> None:
            progress((number + fraction) / len(sizes))

        total += _cohort(files, current, size, days, pathway, rng, part, harm)
    return Report(people, days, seed, total)


def cohorts(people: int) -> list[int]:
    """Sizes as even as may be, none larger than the numbers that there are."""
    many = -(-people // COHORT)
    return [people // many + (number < people % many) for number in range(many)]


def _cohort(
    files: dict[str, str], current: Speech, size: int, days: int, pathway: str, rng: Random, part: Progress,
    harm: Harm | None,
) -> Tally:  # fmt: skip
    with stage(files, current, rng) as here:
        play = Play(here, Persons(here, pathway, days), Workers(here))
        for number in range(size):
            play.persons.register(number)
        play.on(days, part, harm)
        return play.tally()


class Play:
    """One cohort, played."""

    def __init__(self, here: Stage, persons: Persons, workers: Workers) -> None:
        self.here, self.persons, self.workers = here, persons, workers
        self.texts = self.parts = 0
        self.lost: set[watch.Lost] = set()
        here.provider.on_accepted = self._accepted
        here.letters._on_sent = lambda message_id, letter: workers.told(letter)

    def _accepted(self, sid: str, outgoing: Outgoing) -> None:
        if outgoing.channel == "sms":
            self.texts += 1
            self.parts += count(outgoing.body).parts
        self.persons.got(sid, outgoing)
        if outgoing.to in STAFF_NUMBERS.values():
            self.workers.told(outgoing)

    def on(self, days: int, part: Progress, harm: Harm | None) -> None:
        """Move from moment to moment: people and staff act, then the rounds do what is due."""
        here = self.here
        began = here.clock.now()
        until = began + timedelta(days=days)
        looked, half = began, began + timedelta(days=days / 2)
        self.workers.begin(until)
        while (moment := self._next()) is not None and moment <= until:
            here.clock.to(moment)
            here.agenda.run(moment)
            if harm is not None and moment >= half:
                harm(here.bot)
                harm = None
            if moment - looked >= WATCHDOG_EVERY:
                looked = moment
                self._watch()
                part((moment - began) / (until - began))
        here.clock.to(until)
        run_due(here.bot)
        self._watch()
        part(1.0)

    def _next(self) -> datetime | None:
        """When something is next to be done, after doing what is due now; a row that stays due waits a minute."""
        bot, agenda, now = self.here.bot, self.here.agenda, self.here.clock.now()
        for _ in range(MOST_TURNS):
            with bot.db.look() as work:
                rings, leaves = work.execute(_NEXT).one()
            rang = rings is not None and rings <= now and ring_due(bot)
            sent = (rang or (leaves is not None and leaves <= now)) and send_due(bot)
            if not (rang or sent or agenda.run(now)):
                break
        known = [moment for moment in (agenda.next, rings, leaves) if moment is not None]
        return max(min(known), now + STUCK_STEP) if known and min(known) <= now else min(known, default=None)

    def _watch(self) -> None:
        if watchdog.look(self.here.bot, self.lost.add):
            run_due(self.here.bot)

    def tally(self) -> Tally:
        """What it came to, read from the rows."""
        with self.here.bot.db.look() as work:
            by_kind = select(escalation.c.kind, func.count()).group_by(escalation.c.kind)
            kinds = {str(kind): int(many) for kind, many in work.execute(by_kind)}
            hours = _hours(work)
            still = work.execute(
                select(func.count()).where(escalation.c.state != "closed", escalation.c.owned_at.is_(None))
            ).scalar_one()
        return Tally(self.texts, self.parts, self.persons.received, kinds, hours, int(still), len(self.lost))


def _hours(work: Work) -> tuple[float, ...]:
    """From raised to the first "mine" of each escalation."""
    first = (
        select(trail.c.escalation_id, func.min(trail.c.at).label("at"))
        .where(trail.c.what == "mine")
        .group_by(trail.c.escalation_id)
        .subquery()
    )
    query = select(escalation.c.raised_at, first.c.at).join(first, first.c.escalation_id == escalation.c.id)
    return tuple((row.at - row.raised_at).total_seconds() / 3600 for row in work.execute(query))
