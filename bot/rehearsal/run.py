"""Plays a rehearsal: cohort by cohort, moment by moment, until the days are over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from sqlalchemy import func, select

from bot.channels.provider import Outgoing
from bot.clock.leap import MOST_TURNS, STUCK_STEP, run_due
from bot.core.parts import count
from bot.handlers import watchdog
from bot.handlers.bot import Speech
from bot.handlers.delivery import send_due
from bot.handlers.timers import ring_due
from bot.rehearsal.measures import politeness
from bot.rehearsal.persons import Persons
from bot.rehearsal.remembered import Remembered
from bot.rehearsal.report import Report, Tally
from bot.rehearsal.side_by_side import Harm, Part, Progress, side_by_side
from bot.rehearsal.stage import COHORT, STAFF_NUMBERS, Stage, stage
from bot.rehearsal.workers import Workers
from bot.revisions import read_folder
from bot.store import watch
from bot.store.database import Work
from bot.store.escalations import escalation, trail
from bot.store.outbox import outbox
from bot.store.person_trail import person_trail
from bot.store.prepared import Prepared
from bot.store.timers import timer
from bot.wiring import ROOT, speech

WATCHDOG_EVERY, SHORT = timedelta(hours=3), 28
"""Over more days than that the watchdog looks once a day, and at the end."""
_NEXT = Prepared(
    select(
        select(func.min(timer.c.due_at)).where(timer.c.state == "waiting").scalar_subquery().label("rings"),
        select(func.min(outbox.c.due_at)).where(outbox.c.state == "waiting").scalar_subquery().label("leaves"),
    )
)


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
    if people < 1 or days < 1:
        raise ValueError("a rehearsal needs one person and one day at least")
    known = _known()
    if pathway is not None and pathway not in known:
        raise ValueError(f'there is no pathway "{pathway}": choose {", ".join(known)}')
    chosen = (pathway,) if pathway else known
    parts = [Part(seed, number, size, days, chosen) for number, size in enumerate(cohorts(people))]
    return Report(people, days, seed, sum(side_by_side(parts, play, progress, harm), start=Tally()))


def _known() -> tuple[str, ...]:
    return tuple(sorted(_content()[1].library.pathways))


@lru_cache(maxsize=1)
def _content() -> tuple[dict[str, str], Speech]:
    files = read_folder(ROOT)
    current = speech(files)
    return files, replace(current, understand=Remembered(current.understand))


def cohorts(people: int) -> list[int]:
    """Sizes as even as may be, none larger than the numbers that there are."""
    many = -(-people // COHORT)
    return [people // many + (number < people % many) for number in range(many)]


def play(part: Part, progress: Progress, harm: Harm | None) -> Tally:
    """Play one cohort."""
    files, current = _content()
    rng = Random(f"{part.seed} {part.number}")
    with stage(files, current, rng) as here:
        on = [current.library.pathways[name] for name in part.pathways]
        played = Play(here, Persons(here, on, part.days), Workers(here))
        for number in range(part.size):
            played.persons.register(number)
        played.on(part.days, progress, harm)
        return played.tally()


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
        every = WATCHDOG_EVERY if days <= SHORT else 8 * WATCHDOG_EVERY
        self.workers.begin(until)
        while (moment := self._next()) is not None and moment <= until:
            here.clock.to(moment)
            here.agenda.run(moment)
            if harm is not None and moment >= half:
                harm(here.bot)
                harm = None
            if moment - looked >= every:
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
                rings, leaves = work.run(_NEXT, {}).first()
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
            week_max, above, at_night = politeness(work, self.here.bot.rules.house_rules)
            lines = select(person_trail.c.what, func.count()).group_by(person_trail.c.what)
            done_by = {str(what): int(many) for what, many in work.execute(lines)}
        lost = len(self.lost)
        return Tally(
            self.texts, self.parts, self.persons.received, kinds, hours, int(still), lost, week_max, above, at_night,
            done_by,
        )  # fmt: skip


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
