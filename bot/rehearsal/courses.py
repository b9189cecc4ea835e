"""Which pathways a synthetic person is on, and what becomes of them on the way: days that move, recall, one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bot.core.pathway import Pathway
from bot.handlers import custody, enrolling, people
from bot.handlers.refusal import Refusal
from bot.rehearsal.agenda import UNHURRIED
from bot.rehearsal.stage import Stage
from bot.store import people as people_rows

LATEST_RELEASE = {"reconnect": 84}
"""Days: how far ahead of a release somebody may be registered; a week elsewhere."""

MOVED, POSTPONED, TRANSFERRED, RECALLED, ONE_MORE = 0.15, 0.05, 0.05, 0.15, 0.15
"""Shares of the people that these happen to; assumptions, not findings."""


@dataclass(frozen=True)
class Course:
    """The pathways of one person with the day of each; `released` is the day of release, where there is one."""

    pathways: tuple[tuple[str, date], ...]
    released: date | None


def draw(pathways: Sequence[Pathway], today: date, days: int, rng: Random) -> Course:
    """One pathway for most, two or three at once for some; releases are on one day."""
    many = min(len(pathways), rng.choices((1, 2, 3), weights=(60, 30, 10))[0])
    chosen = sorted(rng.sample(list(pathways), many), key=lambda one: one.name)
    ahead = max(LATEST_RELEASE.get(one.name, 7) for one in chosen)
    release = today + timedelta(days=rng.randint(0, min(ahead, max(days // 4, 0))))
    start = today + timedelta(days=rng.randint(0, min(7, days // 4)))
    inside = any(one.starts.inside for one in chosen)
    of = {"release": release, "order_start": start, "seen": today}
    return Course(tuple((one.name, of[one.anchor]) for one in chosen), release if inside else None)


def happens(stage: Stage, person_id: str, course: Course, pathways: Sequence[Pathway], days: int) -> None:
    """What may become of them goes on the agenda."""
    rng, asha = stage.rng, stage.workers["keyworker"]
    leader = stage.workers["team_leader"]
    if course.released is not None:
        soon = _on(stage, course.released - timedelta(days=rng.randint(1, 6)))
        if rng.random() < MOVED:
            day = course.released + timedelta(days=rng.choice((-3, -1, 1, 4, 10, 21)))
            _may(stage, soon, lambda: custody.move_release(stage.bot, person_id, day, leader))
        if rng.random() < POSTPONED:
            _may(stage, soon, lambda: custody.postpone_release(stage.bot, person_id, asha))
        if rng.random() < TRANSFERRED:
            _may(stage, soon, lambda: custody.transferred(stage.bot, person_id, "Exampleton", leader))
        if rng.random() < RECALLED:
            back = _on(stage, course.released + timedelta(days=rng.randint(2, max(3, days - 30))))
            _may(stage, back, lambda: _recalled(stage, person_id, asha))
    rest = [one for one in pathways if one.name not in dict(course.pathways) and not one.starts.inside]
    if rest and rng.random() < ONE_MORE:
        one, moment = rng.choice(rest), stage.clock.now() + timedelta(days=rng.uniform(1, max(2, days // 2)))
        _may(stage, moment, lambda: _one_more(stage, person_id, one, asha))


def _recalled(stage: Stage, person_id: str, asha: str) -> None:
    """Back inside for a fortnight or four weeks, the day known to some; and out again."""
    now, rng = stage.clock.now(), stage.rng
    day = (now + timedelta(days=rng.choice((1, 14, 28)))).date()
    with stage.bot.db.look() as work:
        who = people_rows.get(work, person_id)
    if who is None or who.status != "active" or who.custody != "released":
        return
    people.set_custody(stage.bot, person_id, "in_prison", asha, release_day=day if rng.random() < 0.5 else None)
    _may(stage, _on(stage, day), lambda: people.confirm_release(stage.bot, person_id, asha))


def _one_more(stage: Stage, person_id: str, one: Pathway, asha: str) -> None:
    today = stage.clock.now().astimezone(stage.bot.rules.house_rules.zone).date()
    enrolling.add_pathway(stage.bot, person_id, one.name, today, asha, started=stage.rng.random() < 0.7)


def _on(stage: Stage, day: date) -> datetime:
    hour = timedelta(hours=stage.rng.uniform(9, 17))
    return datetime.combine(day, datetime.min.time(), stage.bot.rules.house_rules.zone) + hour


def _may(stage: Stage, moment: datetime, act: Callable[[], object]) -> None:
    """At that moment, if it has not passed; what is refused then does not happen."""

    def tried() -> None:
        try:
            act()
        except Refusal:
            return

    if moment >= stage.clock.now():
        stage.agenda.at(moment, tried, every=UNHURRIED)
