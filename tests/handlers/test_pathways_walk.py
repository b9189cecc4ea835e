"""Whatever pathways, moves, recalls and closes come in whatever order: no one is lost, and nothing happens twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.handlers import closing, custody, endings, enrolling, people, tasks
from bot.handlers.refusal import Refusal
from bot.rehearsal.measures import politeness
from bot.store import enrolments, watch
from bot.store.conversations import conversation
from bot.store.enrolments import Enrolment
from bot.store.people import person
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import assert_no_one_lost, rows_of, wall
from tests.support.world import World, shipped, world

NAMES = tuple(sorted(shipped()[1].library.pathways))
ONE = "+447700900051"
ACTS = (
    "move", "postpone", "transfer", "recall", "recall until", "to verify", "out", "start", "close one", "close case",
    "do a task", "close an alarm", "yes", "STOP", "START",
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.sampled_from((1, 5, 26, 24 * 3, 24 * 9, 24 * 30))),
        st.tuples(st.just("act"), st.sampled_from(ACTS)),
        st.tuples(st.just("add"), st.tuples(st.sampled_from(NAMES), st.integers(-20, 60), st.booleans())),
        st.tuples(st.just("day"), st.integers(0, 40)),
    ),
    min_size=1,
    max_size=10,
)


def active(there: World, person_id: str) -> list[Enrolment]:
    with there.bot.db.look() as work:
        return enrolments.active_of(work, person_id)


def act(there: World, person_id: str, what: str, days: int) -> None:
    """What Asha does next about Dean, or what he texts; what is refused changes nothing."""
    bot, asha, priya = there.bot, there.staff["Asha"], there.staff["Priya"]
    day = there.today + timedelta(days=days)
    todo = next((row for row in rows_of(there, task, task.c.state == "open")), None)
    one = next(iter(active(there, person_id)), None)
    alarm = next(iter(there.open()), None)
    match what:
        case "move":
            custody.move_release(bot, person_id, day, priya)
        case "postpone":
            custody.postpone_release(bot, person_id, asha)
        case "transfer":
            custody.transferred(bot, person_id, "Exampleton", priya)
        case "recall":
            people.set_custody(bot, person_id, "in_prison", asha)
        case "recall until":
            people.set_custody(bot, person_id, "in_prison", asha, release_day=day)
        case "to verify":
            people.set_custody(bot, person_id, "to_verify", asha)
        case "out":
            people.confirm_release(bot, person_id, asha)
        case "start" if one:
            enrolling.confirm_start(bot, one.id, asha)
        case "close one" if one:
            enrolling.close_pathway(bot, one.id, asha, "finished")
        case "close case":
            endings.close(bot, person_id, asha, "finished")
        case "do a task" if todo:
            tasks.done(bot, todo["id"], asha)
        case "close an alarm" if alarm:
            closing.close(bot, alarm.id, asha, "reached", "")
        case "yes" | "STOP" | "START":
            there.texts(what, ONE)


def step(there: World, person_id: str, what: str, with_: object, days: int) -> int:
    """One step of the walk; returns how many days ahead the next day of release is."""
    try:
        match what, with_:
            case "wait", int(hours):
                there.wait(hours=hours)
            case "add", (str(name), int(ahead), bool(started)):
                day = there.today + timedelta(days=ahead)
                enrolling.add_pathway(there.bot, person_id, name, day, there.staff["Asha"], started=started)
            case "day", int(ahead):
                return ahead
            case _:
                act(there, person_id, str(with_), days)
    except Refusal as refused:
        assert refused.do
    there.run()
    return days


def assert_nothing_twice(there: World) -> None:
    """A contact is planned, or has happened, once in a round; and its flow began no more often than that."""
    live = rows_of(there, timer, timer.c.kind == "contact", timer.c.state != "dropped")
    per_round = Counter((row["enrolment_id"], row["turn"], row["name"]) for row in live)
    assert max(per_round.values(), default=0) <= 1
    flows = Counter((row["flow"], row["began_at"]) for row in rows_of(there, conversation))
    assert max(flows.values(), default=0) <= 1, "one flow began twice at one moment"


def assert_kept(there: World) -> None:
    assert_no_one_lost(there)
    assert_nothing_twice(there)
    with there.bot.db.look() as work:
        assert watch.lost(work, there.clock.now()) == []
        _, above, at_night = politeness(work, there.bot.rules.house_rules)
    assert (above, at_night) == (0, 0)
    assert rows_of(there, timer, timer.c.state == "aside") == [], "nothing raised on the way"
    for row in rows_of(there, person, person.c.status != "active"):
        assert active(there, row["id"]) == []
        assert rows_of(there, timer, timer.c.person_id == row["id"], timer.c.state == "waiting") == []


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(first=st.sampled_from(NAMES), ahead=st.integers(-5, 90), out=st.booleans(), steps=STEPS)
def test_no_one_is_lost_and_nothing_happens_twice(
    first: str, ahead: int, out: bool, steps: list[tuple[str, object]]
) -> None:
    with world(wall(2026, 6, 5, 9, 0)) as there:
        day = there.today + timedelta(days=ahead)
        person_id = there.person("Dean", ONE, day, out=out, pathway=first)
        days = 10
        for what, with_ in steps:
            days = step(there, person_id, what, with_, days)
            assert_kept(there)
