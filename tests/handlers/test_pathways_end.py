"""A pathway ends by a human hand, and the last one ends the case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handlers import closing, custody, endings, enrolling, tasks
from bot.handlers.refusal import Refusal
from bot.store import enrolments
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import assert_no_one_lost, rows_of, settled
from tests.handlers.test_pathways import FRIDAY_FAR, on, planned, trail
from tests.support.world import World


def test_one_closes_the_others_go_on_and_the_last_closes_the_case(there: World) -> None:
    person_id = settled(there)
    atr = "alcohol_treatment_requirement"
    enrolling.add_pathway(there.bot, person_id, atr, there.today, there.staff["Asha"], started=True)
    first = on(there, person_id)["prison_release"]
    assert not enrolling.close_pathway(there.bot, first.id, there.staff["Asha"], "finished")
    assert there.who(person_id).status == "active" and set(on(there, person_id)) == {atr}
    assert not planned(there, person_id, "check_in_day_7") and planned(there, person_id, "check_in_1")
    assert_no_one_lost(there)
    assert enrolling.close_pathway(there.bot, on(there, person_id)[atr].id, there.staff["Asha"], "finished")
    assert there.who(person_id).status == "closed" and rows_of(there, timer, timer.c.state == "waiting") == []
    assert trail(there, person_id).count("pathway closed") == 2
    with pytest.raises(Refusal, match="closed it already"):
        enrolling.close_pathway(there.bot, first.id, there.staff["Asha"], "finished")


def test_what_cannot_be_added_is_refused(there: World) -> None:
    person_id = settled(there)
    asha = there.staff["Asha"]
    for name, words in (("nowhere", "no pathway"), ("prison_release", "on it already")):
        with pytest.raises(Refusal, match=words):
            enrolling.add_pathway(there.bot, person_id, name, there.today, asha)
    with pytest.raises(Refusal, match="their release is on 5 June 2026"):
        enrolling.add_pathway(there.bot, person_id, "reconnect", FRIDAY_FAR, asha)
    with pytest.raises(Refusal, match="no release is waited for"):
        custody.move_release(there.bot, person_id, FRIDAY_FAR, asha)
    endings.close(there.bot, person_id, asha, "finished")
    with pytest.raises(Refusal, match="case is closed"):
        enrolling.add_pathway(there.bot, person_id, "reconnect", there.today, asha)


def test_a_person_with_nothing_planned_can_be_closed(there: World) -> None:
    """Closed alone, the alarm would be raised again at once; the close of the case is its answer."""
    person_id = there.person(phone=None)
    with there.bot.db.work() as work:
        work.execute(timer.delete().where(timer.c.person_id == person_id, timer.c.kind == "contact"))
        work.execute(enrolments.enrolment.update().values(contacts=0))
    for row in rows_of(there, task, task.c.state == "open"):
        tasks.done(there.bot, row["id"], there.staff["Asha"])
    assert "plan_lost" in there.kinds()
    for one in there.open():
        closing.close(there.bot, one.id, there.staff["Asha"], "done", "")
    assert there.kinds() == ["plan_lost"], "nothing is planned still"
    endings.close(there.bot, person_id, there.staff["Asha"], "finished")
    assert there.who(person_id).status == "closed" and there.open() == []


def test_who_is_only_on_an_order_and_goes_to_prison_is_asked_about_on_the_day(there: World) -> None:
    """No pathway of theirs counts from a release: somebody must be asked all the same whether they are out."""
    asha = there.staff["Asha"]
    person_id = settled(there)
    enrolling.add_pathway(
        there.bot, person_id, "alcohol_treatment_requirement", there.today, asha, started=True
    )  # fmt: skip
    enrolling.close_pathway(there.bot, on(there, person_id)["prison_release"].id, asha, "finished")
    custody.set_custody(there.bot, person_id, "in_prison", asha, release_day=there.today + timedelta(days=3))
    there.wait(days=3, hours=10)
    assert "release_unconfirmed" in there.kinds()
    custody.confirm_release(there.bot, person_id, asha)
    assert_no_one_lost(there)


def test_let_out_days_later_than_planned_the_first_days_are_counted_from_then(there: World) -> None:
    asha = there.staff["Asha"]
    person_id = there.person(out=False)
    there.wait(days=3)
    custody.confirm_release(there.bot, person_id, asha)
    assert planned(there, person_id, "check_in_day_1") and planned(there, person_id, "naloxone")
    assert_no_one_lost(there)
