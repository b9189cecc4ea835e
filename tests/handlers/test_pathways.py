"""Dean on several pathways: one thread, plans made anew, and a human's close for each."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.handlers import custody, endings, enrolling, people, tasks
from bot.handlers.refusal import Refusal
from bot.store import enrolments, person_trail
from bot.store.enrolments import Enrolment
from bot.store.outbox import outbox
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import assert_no_one_lost, at, rows_of, settled, wall
from tests.support.world import DEAN, World, world

FRIDAY_FAR = date(2026, 9, 4)


def on(there: World, person_id: str) -> dict[str, Enrolment]:
    with there.bot.db.look() as work:
        return {one.pathway: one for one in enrolments.active_of(work, person_id)}


def todo(there: World, person_id: str) -> set[str]:
    return {row["kind"] for row in rows_of(there, task, task.c.person_id == person_id, task.c.state == "open")}


def planned(there: World, person_id: str, name: str) -> list[dict[str, Any]]:
    return rows_of(there, timer, timer.c.person_id == person_id, timer.c.name == name, timer.c.state == "waiting")


def trail(there: World, person_id: str) -> list[str]:
    with there.bot.db.look() as work:
        return [line["what"] for line in person_trail.of_person(work, person_id)]


def test_two_pathways_are_one_thread(there: World) -> None:
    person_id = there.person(more=(("reconnect", there.today),))
    there.texts("yes")
    there.texts("no")
    there.wait(days=15)
    how = [text for text in there.got() if "How are things" in text]
    assert len([text for text in there.got() if "is this Dean" in text and text.startswith("Hi, is")]) == 1
    assert len(how) <= 7, "check-ins of both pathways within two days of each other are one"
    said = rows_of(there, timer, timer.c.reason.like("one with the other%"))
    assert {row["name"] for row in said} >= {"welcome", "check_in_week_1_1"}
    assert set(on(there, person_id)) == {"prison_release", "reconnect"}
    assert_no_one_lost(there)


def test_two_texts_at_one_moment_are_spread(there: World) -> None:
    person_id = settled(there)
    enrolling.add_pathway(
        there.bot, person_id, "drug_rehabilitation_requirement", there.today, there.staff["Asha"], started=True
    )
    there.wait(days=4)
    times = sorted(row["created_at"] for row in rows_of(there, outbox, outbox.c.manner == "routine"))
    apart = [later - sooner for sooner, later in zip(times, times[1:], strict=False)]
    assert len(times) > 4 and min(apart) >= timedelta(hours=2)


def test_an_order_texts_nobody_before_its_start_is_recorded(there: World) -> None:
    person_id = there.person(pathway="drug_rehabilitation_requirement", out=False)
    there.wait(hours=9)
    assert there.got() == [] and there.who(person_id).custody == "released"
    assert "start_unconfirmed" in there.kinds() and "confirm_start" in todo(there, person_id)
    order = on(there, person_id)["drug_rehabilitation_requirement"]
    enrolling.confirm_start(there.bot, order.id, there.staff["Asha"])
    there.run()
    assert "is this Dean" in there.got()[0] and "confirm_start" not in todo(there, person_id)
    there.texts("yes")
    there.texts("no")
    assert "We'll text you about the times we meet" in there.got()[-1]
    with pytest.raises(Refusal, match="on the person's page"):
        prison = there.person("Leanne", "+447700900002", there.today, out=False)
        enrolling.confirm_start(there.bot, on(there, prison)["prison_release"].id, there.staff["Asha"])


def test_seen_at_night_is_booked_in_for_the_next_working_morning() -> None:
    with world(wall(2026, 5, 23, 2, 0)) as there:
        there.person(pathway="arrest_referral", at=time(1, 30))
        there.wait(hours=1)
        due = {row["kind"]: row["due_at"] for row in rows_of(there, task)}
        assert due["book_in"] == at(2026, 5, 26, 9, 0), "over a weekend and a bank holiday"
        there.wait(days=3, hours=6, minutes=30)
        assert {row["kind"]: row["due_at"] for row in rows_of(there, task)}["see_them"] == at(2026, 5, 26, 12, 0)
        assert "not_booked_in" in there.kinds()


def test_out_before_days_off_asks_the_prison_and_says_who_is_away(there: World) -> None:
    friday = there.person("Dean", DEAN, there.today + timedelta(days=35), out=False)
    tuesday = there.person("Leanne", "+447700900002", there.today + timedelta(days=32), out=False)
    assert planned(there, friday, "ask_release_day") and not planned(there, tuesday, "ask_release_day")
    monday = there.person("Ray", "+447700900003", there.today + timedelta(days=31), out=False)
    there.wait(days=30, hours=1)
    due = [row["due_at"] for row in rows_of(there, task, task.c.person_id == monday, task.c.kind == "who_meets")]
    assert due == [at(2026, 7, 3, 15, 0)], "the Sunday before is a day off"


def test_who_is_registered_late_on_the_day_is_asked_about_by_five() -> None:
    with world(wall(2026, 6, 5, 16, 10)) as there:
        there.person(out=False)
        assert [row["due_at"] for row in rows_of(there, task)] == [at(2026, 6, 5, 17, 0)]
        there.wait(hours=1)
        assert there.kinds() == ["release_unconfirmed"]


def test_a_moved_release_plans_everything_anew(there: World) -> None:
    person_id = there.person(day=there.today + timedelta(days=5), out=False)
    there.wait(hours=2)
    first = next(row for row in rows_of(there, task) if row["kind"] == "print_card")
    tasks.done(there.bot, first["id"], there.staff["Asha"])
    later = there.today + timedelta(days=26)
    custody.move_release(there.bot, person_id, later, there.staff["Priya"])
    assert on(there, person_id)["prison_release"].anchor_day == later == there.who(person_id).anchor_date
    assert [row["due_at"] for row in planned(there, person_id, "confirm_release")] == [at(2026, 7, 1, 9, 0)]
    assert len(planned(there, person_id, "print_card")) == 1, "the card is for another day now"
    assert "read_new_plan" in todo(there, person_id), "Priya moved it, Asha reads it"
    assert trail(there, person_id)[-1] == "release moved"
    there.wait(days=6)
    assert there.got() == [] and "release_unconfirmed" not in there.kinds()
    with pytest.raises(Refusal, match="has passed"):
        custody.move_release(there.bot, person_id, date(2026, 1, 1), there.staff["Asha"])
    assert_no_one_lost(there)


def test_what_is_done_is_not_asked_for_again(there: World) -> None:
    person_id = there.person(pathway="reconnect", day=there.today + timedelta(days=70), out=False)
    for row in rows_of(there, task, task.c.kind == "assess_needs"):
        tasks.done(there.bot, row["id"], there.staff["Asha"])
    custody.move_release(there.bot, person_id, there.today + timedelta(days=69), there.staff["Asha"])
    there.run()
    assert "assess_needs" not in todo(there, person_id) and "refer_on" in todo(there, person_id)
    custody.transferred(there.bot, person_id, "Exampleton", there.staff["Asha"])
    there.run()
    assert "assess_needs" not in todo(there, person_id)
    assert "read_new_plan" not in todo(there, person_id), "Asha did it herself"


def test_out_earlier_than_planned_everything_counts_from_today(there: World) -> None:
    person_id = there.person(day=there.today + timedelta(days=3), out=False)
    there.wait(hours=1)
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert on(there, person_id)["prison_release"].anchor_day == there.today
    assert [row["due_at"] for row in planned(there, person_id, "check_in_day_1")] == [at(2026, 6, 6, 10, 30)]
    assert todo(there, person_id) == set() and "early release" in trail(there, person_id)
    assert there.got()[0].startswith("Hi, is this Dean?")


def test_a_release_that_is_put_off_waits_for_its_day(there: World) -> None:
    person_id = there.person(day=there.today + timedelta(days=5), out=False)
    custody.postpone_release(there.bot, person_id, there.staff["Asha"])
    assert todo(there, person_id) == {"find_release_day"} and not planned(there, person_id, "confirm_release")
    there.wait(days=10)
    assert "task_overdue" in there.kinds() and there.got() == []
    custody.move_release(there.bot, person_id, FRIDAY_FAR, there.staff["Asha"])
    assert "find_release_day" not in todo(there, person_id) and planned(there, person_id, "confirm_release")
    assert_no_one_lost(there)


def test_recalled_and_released_again(there: World) -> None:
    person_id = settled(there)
    order = "drug_rehabilitation_requirement"
    enrolling.add_pathway(there.bot, person_id, order, there.today, there.staff["Asha"], started=True)
    there.wait(days=8)
    before = len(there.got())
    custody.set_custody(there.bot, person_id, "in_prison", there.staff["Priya"])
    assert {"find_release_day", "reach_otherwise", "read_new_plan"} <= todo(there, person_id)
    assert there.who(person_id).number == "unverified", "who has the phone now is not known"
    there.wait(days=15)
    assert len(there.got()) == before
    assert_no_one_lost(there)
    there.wait(hours=2)
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert on(there, person_id)["prison_release"].anchor_day == there.today
    assert there.got()[before].startswith("Hi, is this Dean?"), "asked anew whose phone it is"
    there.texts("yes")
    there.texts("no")
    there.wait(days=2)
    assert any("How are things" in text for text in there.got()[before:])
    assert planned(there, person_id, "prepare_review_1") or planned(there, person_id, "prepare_review_2")
    assert_no_one_lost(there)


def test_a_night_at_the_police_station_does_not_begin_anew(there: World) -> None:
    person_id = settled(there)
    there.wait(days=2)
    custody.set_custody(there.bot, person_id, "in_prison", there.staff["Asha"])
    there.wait(hours=20)
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert on(there, person_id)["prison_release"].anchor_day == date(2026, 6, 5)
    assert sum(text.startswith("Hi, is this Dean?") for text in there.got()) == 1
    assert planned(there, person_id, "check_in_day_7")


def test_recall_with_a_known_day_waits_for_that_day(there: World) -> None:
    person_id = settled(there)
    there.wait(days=2)
    day = there.today + timedelta(days=14)
    custody.set_custody(there.bot, person_id, "in_prison", there.staff["Asha"], release_day=day)
    assert on(there, person_id)["prison_release"].anchor_day == day
    assert planned(there, person_id, "who_meets") and "find_release_day" not in todo(there, person_id)


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
