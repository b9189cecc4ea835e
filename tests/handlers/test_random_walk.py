"""Whatever people text, however long nobody acts and whatever staff do: nothing raises, and no one is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.handlers import appointments, closing, deaths, endings, numbers, owning, people, reconcile, tasks, timers
from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store.appointments import appointment
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import LEANNE, OVERDOSE, assert_no_one_lost, phone_is, phones_answer, rows_of, wall
from tests.support.world import DEAN, JOE, LONDON, World, world

TEXTS = (
    "yes", "no", "1", "2", "3", "4", "STOP", "START", "good", "not good", OVERDOSE, "cant do this anymore",
    "wrong number", "been recalled", "dont text this phone hes watching", "my script wasnt there", "used last night",
    "who is this", "ok", "", "?!", "im sleeping rough tonight", "new number 07700 900003", "stop hes gone over",
    "Dean died last night", "he passed away this is his mum", "this is his mum", "my nan died", "missed script 3 days",
)  # fmt: skip
ACTS = (
    "mine", "close", "done", "custody", "release", "number", "verify", "appointment", "move", "cancel", "missed",
    "attended", "stop", "start", "phone gone", "phone back", "pass", "text mine", "reconcile", "same number",
    "close case", "died", "told of a death", "not true",
)  # fmt: skip

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.sampled_from(TEXTS)),
        st.tuples(st.just("text"), st.text(max_size=40)),
        st.tuples(st.just("wait"), st.sampled_from((1, 20, 90, 300, 1500))),
        st.tuples(st.just("act"), st.sampled_from(ACTS)),
    ),
    min_size=1,
    max_size=12,
)


PRESSES: dict[str, Callable[[Bot, str, str], None]] = {
    "stop": numbers.stop_texts,
    "start": numbers.start_texts,
    "died": endings.died,
    "told of a death": deaths.told,
    "not true": deaths.untrue,
    "close case": lambda bot, person_id, asha: endings.close(bot, person_id, asha, "finished"),
    "release": people.confirm_release,
}


def act(there: World, person_id: str, what: str) -> None:
    """What Asha, Joe or Dean's phone does next; what there is nothing for, or is refused, changes nothing."""
    asha, joe = there.staff["Asha"], there.staff["Joe"]
    bot, local = there.bot, there.clock.now().astimezone(LONDON)
    coming = (local + timedelta(days=2)).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    meeting = next((row["id"] for row in rows_of(there, appointment)), None)
    todo = next((row["id"] for row in rows_of(there, task, task.c.state == "open")), None)
    one = next(iter(there.open()), None)
    match what:
        case "mine" if one:
            owning.mine(bot, one.id, joe)
        case "pass" if one:
            owning.pass_on(bot, one.id, joe)
        case "text mine" if one:
            there.texts(f"MINE {one.code}", JOE)
        case "close" if one:
            closing.close(bot, one.id, asha, "reached", "")
        case "done" if todo:
            tasks.done(bot, todo, asha)
        case "custody":
            people.set_custody(bot, person_id, "in_prison", asha)
        case "number":
            numbers.change_number(bot, person_id, LEANNE, asha)
        case "same number":
            there.person("Leanne", DEAN)
        case "verify":
            numbers.decide_number(bot, person_id, "verified", asha)
        case "appointment":
            there.appointment(person_id, coming)
        case "move" if meeting:
            appointments.move(bot, meeting, coming, asha)
        case "cancel" if meeting:
            appointments.cancel(bot, meeting, asha)
        case "missed" | "attended" if meeting:
            appointments.record(bot, meeting, what, asha)
        case "phone gone" | "phone back":
            phone_is(there, "gone" if what == "phone gone" else "reachable", DEAN)
        case "reconcile":
            reconcile.settle_stranded(bot)
            reconcile.take_in_missed(bot)
        case _ if pressed := PRESSES.get(what):
            pressed(bot, person_id, asha)


def step(there: World, person_id: str, what: str, with_: object) -> None:
    if what == "text":
        there.texts(str(with_))
    elif what == "wait":
        there.wait(minutes=int(str(with_)))
    else:
        try:
            act(there, person_id, str(with_))
        except Refusal as refused:
            assert refused.do
    there.run()


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, out=st.booleans())
def test_no_one_is_lost_whatever_happens(steps: list[tuple[str, object]], out: bool) -> None:
    with world(wall(2026, 6, 5, 9, 0)) as there:
        phones_answer(there)
        person_id = there.person(out=out)
        for what, with_ in steps:
            step(there, person_id, what, with_)
            assert_no_one_lost(there)
            assert rows_of(there, timer, timer.c.state == "aside") == [], "nothing raised on the way"
        assert timers.ring_due(there.bot) == 0
