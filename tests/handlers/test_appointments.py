"""Dean's appointments: their reminders move with them, and one that he misses is one escalation."""

from __future__ import annotations

import pytest

from bot.handlers import appointments, watchdog
from bot.handlers.appointments import Details
from bot.handlers.refusal import Refusal
from bot.store.conversations import conversation
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import assert_no_one_lost, at, rows_of, settled, wall, write
from tests.support.world import World, world


def reminders(there: World, state: str = "waiting") -> list[object]:
    return [row["due_at"] for row in rows_of(there, timer, timer.c.kind == "reminder", timer.c.state == state)]


def test_the_reminders_come_the_day_before_and_two_hours_before(kept: World) -> None:
    person_id = settled(kept)
    kept.appointment(person_id, wall(2026, 6, 9, 14, 0))
    assert reminders(kept) == [at(2026, 6, 8, 10, 0), at(2026, 6, 9, 12, 0)]
    assert_no_one_lost(kept)


def test_when_it_moves_its_reminders_move_and_the_old_question_is_withdrawn(there: World) -> None:
    person_id = settled(there)
    meeting = there.appointment(person_id, wall(2026, 6, 6, 10, 0))
    there.wait(hours=1, minutes=5)
    [asked] = rows_of(there, conversation, conversation.c.waiting.is_(True))
    assert asked["flow"] == "reminder_day_before"
    appointments.move(there.bot, meeting, wall(2026, 6, 10, 15, 0), there.staff["Asha"])
    assert reminders(there) == [at(2026, 6, 9, 10, 0), at(2026, 6, 10, 13, 0)]
    assert rows_of(there, conversation, conversation.c.waiting.is_(True)) == []
    before = len(there.got())
    there.wait(days=1)
    assert not any("10am" in text for text in there.got()[before:])
    assert_no_one_lost(there)


def test_the_clocks_go_back_and_the_appointment_stays_at_ten() -> None:
    with world(wall(2026, 10, 23, 9, 0)) as there:
        there.appointment(settled(there), wall(2026, 10, 26, 10, 0))
        assert reminders(there) == [at(2026, 10, 25, 10, 0), at(2026, 10, 26, 8, 0)]


def test_when_it_is_cancelled_nothing_more_is_said_of_it(there: World) -> None:
    person_id = settled(there)
    meeting = there.appointment(person_id, wall(2026, 6, 9, 10, 0))
    appointments.cancel(there.bot, meeting, there.staff["Asha"])
    assert reminders(there) == []
    with pytest.raises(Refusal, match="cancelled"):
        appointments.record(there.bot, meeting, "missed", there.staff["Asha"])
    assert_no_one_lost(there)


def test_missed_in_the_first_fortnight_is_one_escalation_and_one_text_however_often_it_is_recorded(
    kept: World,
) -> None:
    meeting = kept.appointment(settled(kept), wall(2026, 6, 5, 12, 0))
    kept.wait(hours=4)
    before = len(kept.got())
    for _ in range(10):
        appointments.record(kept.bot, meeting, "missed", kept.staff["Asha"])
    kept.run()
    assert kept.kinds() == ["missed_appointment"]
    assert len(kept.got()) == before + 1
    assert_no_one_lost(kept)


def test_attended_raises_nothing(there: World) -> None:
    meeting = there.appointment(settled(there), wall(2026, 6, 5, 12, 0))
    there.wait(hours=4)
    appointments.record(there.bot, meeting, "attended", there.staff["Asha"])
    assert there.kinds() == []
    with pytest.raises(Refusal):
        appointments.record(there.bot, meeting, "perhaps", there.staff["Asha"])


def test_a_moment_that_has_passed_is_refused(there: World) -> None:
    person_id = settled(there)
    meeting = there.appointment(person_id, wall(2026, 6, 9, 10, 0))
    past = wall(2026, 6, 4, 10, 0)
    with pytest.raises(Refusal):
        appointments.add(there.bot, person_id, Details("key_work", past, "Hope House", "Asha"), by=None)
    with pytest.raises(Refusal):
        appointments.move(there.bot, meeting, past, by=None)
    assert len(reminders(there)) == 2


def test_a_reminder_that_is_lost_after_a_move_is_still_missed(there: World) -> None:
    """The old moment's reminder has rung already: it does not stand in for the new one's."""
    meeting = there.appointment(settled(there), wall(2026, 6, 6, 10, 0))
    there.wait(hours=1, minutes=5)
    appointments.move(there.bot, meeting, wall(2026, 6, 10, 15, 0), there.staff["Asha"])
    assert watchdog.look(there.bot) == 0
    write(there, timer.delete().where(timer.c.kind == "reminder", timer.c.due_at == at(2026, 6, 9, 10, 0)))
    assert watchdog.look(there.bot) == 1


def test_recording_one_leaves_the_question_about_the_other(there: World) -> None:
    """Two that nobody recorded are asked about by one task: it stays until both are."""
    person_id = settled(there)
    first = there.appointment(person_id, wall(2026, 6, 8, 10, 0))
    second = there.appointment(person_id, wall(2026, 6, 8, 12, 0))
    there.wait(days=3, hours=9)
    asked = (task.c.kind == "record_attendance", task.c.state == "open")
    assert rows_of(there, task, *asked)
    appointments.record(there.bot, first, "attended", there.staff["Asha"])
    assert rows_of(there, task, *asked)
    appointments.record(there.bot, second, "attended", there.staff["Asha"])
    assert not rows_of(there, task, *asked)
