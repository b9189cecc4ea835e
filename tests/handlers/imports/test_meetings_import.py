"""A case system sends its appointments: reminders follow them, and what a worker recorded stays."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.handlers import appointments, people
from bot.store import appointments as rows
from bot.store import people as people_rows
from bot.store import timers
from bot.store.appointments import Appointment
from tests.handlers.imports.files import DEANS, LEANNES, a_file, bring, look
from tests.support.world import World

A1 = "A1,R1,key_work,2026-06-18 14:30,Hope House,Asha,planned"


@pytest.fixture
def dean(there: World) -> str:
    bring(there, a_file("people", DEANS, LEANNES))
    with there.bot.db.look() as work:
        found = people_rows.with_reference(work, "R1")
    assert found is not None
    return found.id


def the(there: World, reference: str = "A1") -> Appointment:
    with there.bot.db.look() as work:
        found = rows.with_reference(work, reference)
    assert found is not None
    return found


def planned(there: World, one: Appointment) -> dict[str, datetime]:
    with there.bot.db.look() as work:
        mine = [each for each in timers.planned(work, one.person_id) if each.appointment_id == one.id]
    return {each.name or each.kind: each.due_at.replace(tzinfo=None) for each in mine}


def test_an_appointment_comes_with_what_a_worker_would_have_planned(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    by_hand = there.appointment(dean, datetime.fromisoformat("2026-06-18T14:30"))
    with there.bot.db.look() as work:
        other = rows.get(work, by_hand)
    assert other is not None
    one = the(there)
    assert planned(there, one) == planned(there, other) and len(planned(there, one)) == 3
    assert (one.place, one.with_whom, one.kind, one.reminders) == ("Hope House", "Asha", "key_work", other.reminders)


def test_the_same_list_again_changes_nothing(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    run = bring(there, a_file("appointments", A1))
    assert (run.unchanged, run.taken) == (1, 0)


def test_a_moved_appointment_moves_its_reminders(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    moved = A1.replace("18 14:30", "20 10:00")
    report = look(there, a_file("appointments", moved))
    assert report.changes[0]["fields"] == {"starts_at": ("2026-06-18 14:30", "2026-06-20 10:00")}
    bring(there, a_file("appointments", moved))
    assert planned(there, the(there)) == {
        "attendance": datetime.fromisoformat("2026-06-20T11:00"),
        "reminder_day_before": datetime.fromisoformat("2026-06-19T09:00"),
        "reminder_two_hours": datetime.fromisoformat("2026-06-20T07:00"),
    }


def test_a_cancelled_appointment_drops_its_reminders_and_may_come_back(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    bring(there, a_file("appointments", A1.replace("planned", "cancelled")))
    assert the(there).status == "cancelled" and planned(there, the(there)) == {}
    bring(there, a_file("appointments", A1))
    assert the(there).status == "planned" and len(planned(there, the(there))) == 3


def test_an_appointment_that_a_worker_moved_is_not_moved_back(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    appointments.move(there.bot, the(there).id, datetime.fromisoformat("2026-06-25T09:00"), there.staff["Asha"])
    assert bring(there, a_file("appointments", A1)).unchanged == 1
    run = bring(there, a_file("appointments", A1.replace("18 14:30", "19 14:30")))
    assert run.left_alone == 1 and "2026-06-25 09:00 is recorded here: it stays" in run.found["notes"][0]["what"]
    assert the(there).wall == "2026-06-25T09:00"


def test_an_outcome_that_a_worker_recorded_stays(there: World, dean: str) -> None:
    people.confirm_release(there.bot, dean, there.staff["Asha"])
    bring(there, a_file("appointments", A1))
    there.wait(days=14)
    appointments.record(there.bot, the(there).id, "attended", there.staff["Asha"])
    for line in (
        A1,
        A1.replace("planned", "missed"),
        A1.replace("18 14:30", "28 14:30"),
        A1.replace("planned", "cancelled"),
    ):
        bring(there, a_file("appointments", line))
        assert the(there).status == "attended", line
        assert the(there).wall == "2026-06-18T14:30"


def test_an_outcome_of_these_days_is_told_like_any_other(there: World, dean: str) -> None:
    people.confirm_release(there.bot, dean, there.staff["Asha"])
    bring(there, a_file("appointments", A1))
    there.wait(days=13, hours=8)
    bring(there, a_file("appointments", A1.replace("planned", "missed")))
    assert the(there).status == "missed" and "missed_appointment" in there.kinds()


def test_what_is_long_past_is_history_and_tells_nobody(there: World, dean: str) -> None:
    before = there.kinds()
    run = bring(there, a_file("appointments", A1.replace("2026-06-18", "2026-05-18").replace("planned", "missed")))
    assert run.added == 1 and the(there).status == "missed"
    assert planned(there, the(there)) == {} and there.kinds() == before


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        (A1.replace("R1", "R9"), "person_reference", "nobody has this reference"),
        (A1.replace("key_work", "lunch"), "kind", "there is no kind"),
        (A1.replace("14:30", ""), "starts_at", "is not a day and a time"),
        (A1.replace("14:30", "24:10"), "starts_at", "there is no time 24:10"),
        (A1.replace("06-18", "06-31"), "starts_at", "June 2026 has 30 days"),
        (A1.replace("planned", "maybe"), "status", "there is no status"),
        (A1.replace("planned", "attended"), "status", "lies ahead and cannot be attended yet"),
        (A1.replace("Hope House", "=HYPERLINK(1)"), "place", "begins as a formula does"),
    ],
)
def test_a_wrong_cell_is_named(there: World, dean: str, line: str, column: str, what: str) -> None:
    [flaw] = look(there, a_file("appointments", line)).bad
    assert (flaw.line, flaw.column) == (2, column) and what in flaw.what


def test_a_reference_of_somebody_elses_appointment_is_refused(there: World, dean: str) -> None:
    bring(there, a_file("appointments", A1))
    [flaw] = look(there, a_file("appointments", A1.replace("R1", "R2"))).bad
    assert "somebody else's appointment" in flaw.what


def test_a_past_appointment_without_outcome_is_left_out_and_said(there: World, dean: str) -> None:
    report = look(there, a_file("appointments", A1.replace("2026-06-18", "2026-05-18")))
    assert report.counts["left_alone"] == 1 and "that moment has passed" in report.notes[0].what


@pytest.mark.parametrize(
    "typed", ["18/06/2026 14:30", "2026-06-18T14:30:00", "2026-06-18T13:30:00Z", "2026-06-18 15:30+0200"]
)
def test_a_time_may_be_written_in_several_ways(there: World, dean: str, typed: str) -> None:
    bring(there, a_file("appointments", A1.replace("2026-06-18 14:30", typed)))
    assert the(there).wall == "2026-06-18T14:30"
