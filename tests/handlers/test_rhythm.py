"""One polite rhythm: never too much in a day or a week, whatever falls due; and nothing of it holds up what must go."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.handlers import custody, enrolling
from bot.handlers.rhythm import TOO_MUCH
from bot.rehearsal.measures import politeness
from bot.store import enrolments, timers
from bot.store.outbox import outbox
from bot.store.timers import timer
from tests.handlers.telling import OVERDOSE, RING_999, owed, rows_of, settled
from tests.support.world import LONDON, World

OFTEN = "we'll text you less often"


def planned(there: World, person_id: str, many: int, flow: str = "step_down") -> None:
    """So many flows that all fall due now."""
    with there.bot.db.work() as work:
        for _ in range(many):
            timers.add(work, "plan", there.clock.now(), person_id=person_id, name=flow)


def days_of(there: World, words: str) -> Counter[int]:
    rows = [row for row in owed(there, outbox.c.state != "dropped") if words in row["body"]]
    return Counter(row["created_at"].astimezone(LONDON).day for row in rows)


def test_three_a_day_and_seven_a_week_and_none_is_forgotten(there: World) -> None:
    person_id = settled(there)
    planned(there, person_id, 12)
    there.wait(days=25)
    assert sum(days_of(there, OFTEN).values()) == 12 and max(days_of(there, OFTEN).values()) <= 3
    with there.bot.db.look() as work:
        assert politeness(work, there.bot.rules.house_rules) == (7, 0, 0)
    assert not rows_of(there, timer, timer.c.name == "step_down", timer.c.state == "waiting")


def test_a_second_question_above_the_cap_is_left_out_and_its_silence_is_told(there: World) -> None:
    person_id = settled(there)
    with there.bot.db.work() as work:
        timers.drop(work, "not in this story", there.clock.now(), person_id=person_id, kind="contact")
        timers.add(work, "task", there.clock.now() + timedelta(days=60), person_id=person_id)
    there.wait(days=7)
    planned(there, person_id, 6)
    there.wait(days=2)
    planned(there, person_id, 1, "check_in")
    there.wait(days=1, hours=1)
    assert [row["message"] for row in owed(there, outbox.c.reason == TOO_MUCH)] == ["check-in-nudge"]
    there.wait(days=1)
    assert "silent" in there.kinds()


def test_danger_reminders_and_replies_pass_a_full_week(there: World) -> None:
    person_id = settled(there)
    planned(there, person_id, 12)
    there.wait(days=2)
    local = there.clock.now().astimezone(LONDON).replace(tzinfo=None)
    there.appointment(person_id, local + timedelta(hours=4))
    there.wait(hours=3)
    assert "see you today" in there.got()[-1]
    there.texts("who is this")
    assert "Bridge team" in there.got()[-1]
    there.texts(OVERDOSE)
    assert there.got()[-1].startswith(RING_999)


def test_an_orders_texts_wait_for_the_release(there: World) -> None:
    order = "drug_rehabilitation_requirement"
    person_id = there.person(day=there.today + timedelta(days=5), more=((order, there.today),), out=False)
    with there.bot.db.look() as work:
        one = next(each for each in enrolments.active_of(work, person_id) if each.pathway == order)
    enrolling.confirm_start(there.bot, one.id, there.staff["Asha"])
    there.wait(days=4)
    assert there.got() == [] and not rows_of(there, timer, timer.c.name == "check_in_1")
    custody.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert "is this Dean" in there.got()[0]
    assert rows_of(there, timer, timer.c.name == "check_in_2", timer.c.state == "waiting")
