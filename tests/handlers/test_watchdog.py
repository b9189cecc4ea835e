"""No one is lost: the watchdog is silent in a healthy service, and finds each thing that was broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.handlers import closing, endings, owning, people, tasks, watchdog
from bot.store.conversations import conversation
from bot.store.escalations import escalation, trail
from bot.store.outbox import outbox
from bot.store.tasks import task
from bot.store.timers import timer
from bot.store.watch import Lost
from tests.handlers.telling import OVERDOSE, STRANGER, assert_no_one_lost, rows_of, settled, wall, write
from tests.support.world import World


def lost(there: World) -> list[str]:
    """What the watchdog finds, by its name."""
    found: list[Lost] = []
    watchdog.look(there.bot, found.append)
    return [one.what for one in found]


def plan_lost(there: World) -> int:
    return there.kinds().count("plan_lost")


def test_nobody_is_lost_on_the_morning_of_a_release(kept: World) -> None:
    settled(kept)
    kept.appointment(kept.person("Leanne", "+447700900002"), wall(2026, 6, 9, 10, 0))
    assert_no_one_lost(kept)


def a_day_goes_by(there: World) -> set[str]:
    """Every hour is looked at; then Asha closes what is open. Returns the kinds that were."""
    there.wait(days=1)
    assert_no_one_lost(there)
    kinds = set(there.kinds())
    for one in there.open():
        closing.close(there.bot, one.id, there.staff["Asha"], "reached", "spoke to him")
    assert_no_one_lost(there)
    return kinds


def test_nobody_is_lost_in_a_month_in_which_dean_answers_nothing(there: World) -> None:
    person_id = there.person(day=there.today + timedelta(days=1), out=False)
    seen = set[str]().union(*(a_day_goes_by(there) for _ in range(2)))
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    seen |= set[str]().union(*(a_day_goes_by(there) for _ in range(31)))
    assert {"release_unconfirmed", "number_unverified", "pathway_end"} <= seen
    assert "plan_lost" not in seen


def test_nobody_is_lost_in_a_fortnight_in_which_dean_is_out_and_silent(kept: World) -> None:
    kept.person()
    seen = set[str]().union(*(a_day_goes_by(kept) for _ in range(14)))
    assert {"number_unverified"} <= seen and "plan_lost" not in seen


def test_nobody_is_lost_in_two_days_in_which_no_worker_answers_either(kept: World) -> None:
    kept.person()
    kept.wait(days=2)
    assert_no_one_lost(kept)
    assert "number_unverified" in kept.kinds()


Breaking = Callable[[World], None]


def contact_timers(there: World) -> None:
    write(there, delete(timer).where(timer.c.kind == "contact", timer.c.state == "waiting"))


def wait_timer(there: World) -> None:
    write(there, delete(timer).where(timer.c.kind == "wait"))


def reminder_timer(there: World) -> None:
    write(there, delete(timer).where(timer.c.kind == "reminder", timer.c.name == "reminder_two_hours"))


def ladder_timer(there: World) -> None:
    write(there, delete(timer).where(timer.c.kind == "ladder"))


def task_timer(there: World) -> None:
    write(there, delete(timer).where(timer.c.task_id.is_not(None)))


def task_row(there: World) -> None:
    write(there, update(timer).where(timer.c.task_id.is_not(None)).values(task_id=None), delete(task))


def question_text(there: World) -> None:
    asked = select(conversation.c.id).where(conversation.c.waiting.is_(True))
    write(there, delete(outbox).where(outbox.c.conversation_id.in_(asked)))


def lease_of_a_sending_row(there: World) -> None:
    stuck = {"state": "sending", "owner": "gone", "lease_until": None}
    write(there, update(outbox).where(outbox.c.person_id.is_not(None)).values(**stuck))


def a_question(there: World) -> None:
    there.person()


def an_appointment(there: World) -> None:
    there.appointment(settled(there), wall(2026, 6, 9, 10, 0))


def an_escalation(there: World) -> None:
    settled(there)
    there.texts("my script wasnt there")
    assert there.open()


def a_task(there: World) -> None:
    there.person(phone=None)
    there.wait(hours=4)
    assert rows_of(there, task, task.c.state == "open")


BREAKS: dict[str, tuple[Breaking, Breaking, str]] = {
    "the contacts of a pathway": (settled, contact_timers, "contacts_gone"),  # type: ignore[dict-item]
    "the deadline of a question": (a_question, wait_timer, "question_without_deadline"),
    "one reminder": (an_appointment, reminder_timer, "reminders_gone"),
    "the deadline of a rung": (an_escalation, ladder_timer, "ladder_stopped"),
    "the deadline of a task": (a_task, task_timer, "task_without_deadline"),
    "a task": (a_task, task_row, "deadline_without_task"),
    "the text of a question": (a_question, question_text, "question_never_asked"),
    "the lease of a text being sent": (a_question, lease_of_a_sending_row, "sending_for_ever"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_what_was_taken_away_is_found_once(there: World, what: str) -> None:
    build, break_it, name = BREAKS[what]
    build(there)
    assert watchdog.look(there.bot) == 0
    before = plan_lost(there)
    break_it(there)
    assert name in (found := lost(there))
    assert plan_lost(there) == before + len(found)
    assert lost(there) == [], "the same again is one escalation, not two"
    assert plan_lost(there) == before + len(found)


def long_out(there: World) -> str:
    """Mo came out a month ago, without a phone: nothing is left but the end of his pathway."""
    person_id = there.person("Mo", day=there.today - timedelta(days=29), phone=None)
    there.wait(hours=3, minutes=1)
    return person_id


def test_a_lost_escalation_that_was_all_somebody_had_is_found(there: World) -> None:
    """The constraint on the row is content with an id that leads nowhere; the watchdog is not."""
    person_id = long_out(there)
    for row in rows_of(there, task, task.c.state == "open"):
        tasks.done(there.bot, row["id"], there.staff["Asha"])
    [only] = there.open()
    assert there.who(person_id).open_escalation_id == only.id
    assert there.who(person_id).next_contact_at is None
    write(
        there,
        update(outbox).values(escalation_id=None),
        delete(timer).where(timer.c.escalation_id.is_not(None)),
        delete(trail),
        delete(escalation),
    )
    assert there.open() == []
    assert lost(there) == ["nobody_is_coming"]
    assert plan_lost(there) == 1
    assert lost(there) == []


def test_an_undone_task_and_its_deadline_gone_leave_nobody_unseen(there: World) -> None:
    long_out(there)
    write(there, delete(timer).where(timer.c.task_id.is_not(None)), delete(task))
    assert lost(there) == ["nobody_is_coming"]


def test_a_stopped_ladder_rings_again(there: World) -> None:
    an_escalation(there)
    ladder_timer(there)
    assert lost(there) == ["ladder_stopped"]
    assert_no_one_lost(there)


def test_a_stopped_ladder_about_a_number_that_is_nobodys_is_found_too(there: World) -> None:
    there.texts(OVERDOSE, STRANGER)
    ladder_timer(there)
    assert lost(there) == ["ladder_stopped"]
    assert_no_one_lost(there)


def test_a_closed_loss_that_is_still_there_is_raised_again(there: World) -> None:
    settled(there)
    contact_timers(there)
    assert "contacts_gone" in lost(there)
    write(there, update(escalation).values(state="closed"), delete(timer).where(timer.c.kind == "ladder"))
    assert "contacts_gone" in lost(there)


def test_a_task_that_is_done_and_leaves_nothing_behind_asks_for_a_human(there: World) -> None:
    """The pathway's end needs a person to close it, whoever ticked the task off."""
    person_id = long_out(there)
    for row in rows_of(there, task, task.c.state == "open"):
        tasks.done(there.bot, row["id"], there.staff["Asha"])
    assert there.kinds() == ["plan_lost"]
    assert there.who(person_id).open_escalation_id == there.open()[0].id
    assert_no_one_lost(there)


def test_a_timer_that_always_raises_is_set_aside_and_told_to_a_person(
    there: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(there)
    write(there, update(timer).where(timer.c.name == "tolerance").values(name="no_such_contact", kind="plan"))
    there.wait(hours=4)
    [aside] = rows_of(there, timer, timer.c.state == "aside")
    assert (aside["name"], aside["tries"]) == ("no_such_contact", 5)
    assert plan_lost(there) >= 1
    there.wait(days=1)
    assert any("day" in text or "how" in text.lower() for text in there.got()), "everything else goes on"


def test_the_next_rung_is_told_of_a_loss_as_of_any_escalation(there: World) -> None:
    an_appointment(there)
    reminder_timer(there)
    assert lost(there) == ["reminders_gone"]
    there.wait(hours=1, minutes=1)
    [one] = there.open()
    assert one.rung == 1
    assert owning.mine(there.bot, one.id, there.staff["Joe"]).won
    assert_no_one_lost(there)


def test_nothing_is_looked_up_by_a_person_who_has_died_or_is_closed(there: World) -> None:
    person_id = settled(there)
    there.texts("cant do this anymore")
    endings.died(there.bot, person_id, there.staff["Asha"])
    assert lost(there) == []
    there.wait(hours=1)
    assert plan_lost(there) == 0
