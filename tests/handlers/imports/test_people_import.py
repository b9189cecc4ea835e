"""A prison sends its list of releases every night: who is new is registered, and nobody's work is undone."""

from __future__ import annotations

from datetime import date

import pytest

from bot.handlers import endings, numbers, people
from bot.handlers.imports import runs
from bot.handlers.refusal import Refusal
from bot.store import people as people_rows
from bot.store import tasks, timers
from bot.store.people import Person
from bot.store.tables import metadata
from tests.handlers.imports.files import DEANS, LEANNES, a_file, bring, look, the_run
from tests.support.world import ASHA, DEAN, World


def with_reference(there: World, reference: str) -> Person:
    with there.bot.db.look() as work:
        found = people_rows.with_reference(work, reference)
    assert found is not None
    return found


def rows_of(there: World) -> dict[str, int]:
    with there.bot.db.look() as work:
        return {name: len(list(work.execute(table.select()))) for name, table in metadata.tables.items()}


def test_a_dry_run_counts_and_changes_nothing(there: World) -> None:
    before = rows_of(there)
    report = look(there, a_file("people", DEANS, LEANNES))
    assert report.counts == {"lines": 2, "added": 2, "changed": 0, "unchanged": 0, "left_alone": 0, "bad": 0}
    assert rows_of(there) == before


def test_dean_is_registered_as_if_asha_had_done_it(there: World) -> None:
    by_hand = there.who(there.person("Leanne", "+447700900002", date(2026, 6, 12), out=False))
    bring(there, a_file("people", DEANS))
    there.run()
    dean = with_reference(there, "R1")
    same = (
        "number",
        "custody",
        "status",
        "anchor_date",
        "next_contact_at",
        "keyworker_id",
        "team_id",
    )
    assert {name: getattr(dean, name) for name in same} == {name: getattr(by_hand, name) for name in same}
    assert (dean.full_name, dean.phone) == ("Dean Foster", DEAN)
    with there.bot.db.look() as work:
        planned = [[(each.name, each.due_at) for each in timers.planned(work, who.id)] for who in (dean, by_hand)]
    assert planned[0] == planned[1] and planned[0]


def test_the_same_list_tomorrow_changes_nothing(there: World) -> None:
    bring(there, a_file("people", DEANS, LEANNES))
    there.wait(days=1)
    before = rows_of(there)
    run = bring(there, a_file("people", DEANS, LEANNES))
    assert (run.unchanged, run.added, run.changed, run.taken) == (2, 0, 0, 0)
    assert {name: many for name, many in rows_of(there).items() if name != "import_run"} == {
        name: many for name, many in before.items() if name != "import_run"
    }


def test_a_moved_release_is_shown_as_a_change_and_moves_what_is_planned(there: World) -> None:
    bring(there, a_file("people", DEANS))
    moved = DEANS.replace("2026-06-12", "2026-06-15")
    report = look(there, a_file("people", moved))
    assert report.changes == [{"line": 2, "reference": "R1", "fields": {"anchor_date": ("2026-06-12", "2026-06-15")}}]
    bring(there, a_file("people", moved))
    dean = with_reference(there, "R1")
    assert dean.anchor_date == date(2026, 6, 15)
    with there.bot.db.look() as work:
        due = {each.name: each.due_at.date() for each in timers.planned(work, dean.id)}
    assert due["confirm_release"] == date(2026, 6, 15) and due["print_card"] == date(2026, 6, 8)


def test_a_moved_release_takes_back_the_open_task(there: World) -> None:
    bring(there, a_file("people", DEANS))
    there.wait(days=1)
    dean = with_reference(there, "R1")
    with there.bot.db.look() as work:
        assert "print_card" in {task.kind for task in tasks.open_of(work, dean.id)}
    bring(there, a_file("people", DEANS.replace("2026-06-12", "2026-07-12")))
    with there.bot.db.look() as work:
        assert "print_card" not in {task.kind for task in tasks.open_of(work, dean.id)}
        assert "print_card" in {each.name for each in timers.planned(work, dean.id)}


def test_what_a_worker_changed_is_not_overwritten_by_the_echo_of_the_list(there: World) -> None:
    bring(there, a_file("people", DEANS))
    dean = with_reference(there, "R1")
    numbers.change_number(there.bot, dean.id, "07700 900055", there.staff["Asha"])
    people.confirm_release(there.bot, dean.id, there.staff["Asha"])
    run = bring(there, a_file("people", DEANS))
    assert run.unchanged == 1 and with_reference(there, "R1").phone == "+447700900055"
    said_otherwise = DEANS.replace("900001", "900066").replace("2026-06-12", "2026-06-20")
    report = look(there, a_file("people", said_otherwise))
    assert report.changes == [] and {flaw.column for flaw in report.notes} == {"phone", "anchor_date"}
    assert all("a worker has" in flaw.what and "it stays" in flaw.what for flaw in report.notes)
    bring(there, a_file("people", said_otherwise))
    after = with_reference(there, "R1")
    assert (after.phone, after.anchor_date, after.custody) == ("+447700900055", there.today, "released")
    assert look(there, a_file("people", said_otherwise)).notes == [], "it is said once"


def test_a_new_number_from_the_list_is_asked_whose_it_is(there: World) -> None:
    bring(there, a_file("people", DEANS))
    dean = with_reference(there, "R1")
    people.confirm_release(there.bot, dean.id, there.staff["Asha"])
    there.run()
    bring(there, a_file("people", DEANS.replace("900001", "900066")))
    there.run()
    assert with_reference(there, "R1").phone == "+447700900066"
    assert there.got("+447700900066"), "the new number is asked"


def test_whoever_died_or_whose_case_is_closed_is_left_alone(there: World) -> None:
    bring(there, a_file("people", DEANS, LEANNES))
    for reference, status in (("R1", "died"), ("R2", "closed")):
        whose = with_reference(there, reference).id
        with there.bot.db.work() as work:
            people_rows.change(work, whose, status=status)
    other = (DEANS.replace("Foster", "Forster"), LEANNES.replace("Hart", "Heart"))
    report = look(there, a_file("people", *other))
    assert report.counts["left_alone"] == 2 and "they died" in report.notes[0].what
    bring(there, a_file("people", *other))
    assert [with_reference(there, each).status for each in ("R1", "R2")] == ["died", "closed"]
    assert with_reference(there, "R1").full_name == "Dean Foster"


def test_a_number_in_use_is_kept_and_texted_to_neither(there: World) -> None:
    there.person()
    run = bring(
        there,
        a_file(
            "people",
            DEANS,
            LEANNES.replace("900002", "900003"),
            LEANNES.replace("R2", "R3").replace("900002", "900003"),
        ),
    )
    assert run.added == 3
    assert {each["column"] for each in run.found["notes"]} == {"phone"}
    assert [with_reference(there, each).number for each in ("R1", "R2", "R3")] == ["conflict"] * 3
    assert there.kinds().count("number_shared") == 2


def test_a_line_that_is_wrong_stops_all_unless_the_others_are_asked_for(there: World) -> None:
    source = a_file("people", DEANS, LEANNES.replace("2026-06-19", "31/06/2026"))
    run_id = runs.bring(there.bot, source, None, there.staff["Asha"])
    assert the_run(there, run_id).bad == 1
    with pytest.raises(Refusal, match="1 lines are wrong"):
        runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    assert not runs.take_next(there.bot, run_id)
    with there.bot.db.look() as work:
        assert people_rows.count(work) == 0
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=True)
    while runs.take_next(there.bot, run_id):
        continue
    assert with_reference(there, "R1").first_name == "Dean"


WRONG = {
    "31/06/2026": ("anchor_date", "June 2026 has 30 days"),
    "06/13/2026": ("anchor_date", "there is no month 13"),
    "12/06/26": ("anchor_date", 'the year of "12/06/26" has not four digits'),
    "1926-06-12": ("anchor_date", "the year 1926 is out of reach"),
    "2025-06-12": ("anchor_date", "the pathway from that day was over"),
    "soon": ("anchor_date", "is not a date"),
    "": ("anchor_date", "it is missing"),
}


@pytest.mark.parametrize("typed", WRONG)
def test_a_wrong_day_is_named_by_line_and_column(there: World, typed: str) -> None:
    [flaw] = look(there, a_file("people", DEANS.replace("2026-06-12", typed))).bad
    column, what = WRONG[typed]
    assert (flaw.line, flaw.column) == (2, column) and what in flaw.what and flaw.do


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("07700 900001", "0121 496 0123", "phone", "this is not a UK mobile number"),
        ("07700 900001", ASHA, "phone", "this is the number of a member of staff"),
        ("07700 900001", "nought", "phone", "is not a phone number"),
        ("Dean", "=cmd|calc", "first_name", "begins as a formula does"),
        ("Foster", "@SUM(A1)", "last_name", "begins as a formula does"),
        ("Foster", "-2+3", "last_name", "begins as a formula does"),
        ("Dean", "De\0an", "first_name", "a character that cannot be seen"),
        ("Dean", "", "first_name", "it is missing"),
        ("prison_release", "holiday", "pathway", "there is no pathway"),
        ("asha@example.org", "Nobody Here", "keyworker", "is nobody who works here"),
        ("en,yes", "xx,yes", "language", "is no language that we write"),
        ("en,yes", "en,perhaps", "discreet", "is neither yes nor no"),
        ("R1", "R" * 61, "reference", "it has 61 characters"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(there: World, old: str, new: str, column: str, what: str) -> None:
    [flaw] = look(there, a_file("people", LEANNES, DEANS.replace(old, new, 1))).bad
    assert (flaw.line, flaw.column) == (3, column) and what in flaw.what


def test_every_flaw_of_a_line_is_told_at_once(there: World) -> None:
    line = DEANS.replace("Dean", "").replace("2026-06-12", "31/06/2026").replace("en,yes", "en,perhaps")
    assert {flaw.column for flaw in look(there, a_file("people", line)).bad} == {
        "first_name",
        "anchor_date",
        "discreet",
    }


def test_a_reference_twice_in_a_file_is_named_with_the_first_line(there: World) -> None:
    report = look(there, a_file("people", DEANS, LEANNES, DEANS))
    assert [str(flaw) for flaw in report.bad] == [
        "line 4, reference: R1 stands on line 2 already. Keep the line that is right"
    ]


def test_a_registered_person_is_not_overwritten_by_their_first_list(there: World) -> None:
    """Whoever was registered by hand is what a worker wrote: a list that differs is told, and changes nothing."""
    bring(there, a_file("people", DEANS))
    dean = with_reference(there, "R1")
    with there.bot.db.work() as work:
        work.execute(metadata.tables["sourced"].delete())
    run = bring(there, a_file("people", DEANS.replace("Foster", "Forster")))
    assert run.left_alone == 1 and there.who(dean.id).full_name == "Dean Foster"
    run = bring(there, a_file("people", DEANS.replace("Foster", "Forester")))
    assert run.left_alone == 1, "ours is still not what the source said last"


def test_a_close_between_the_look_and_the_yes_is_respected(there: World) -> None:
    bring(there, a_file("people", DEANS))
    run_id = runs.bring(there.bot, a_file("people", DEANS.replace("Foster", "Forster")), None, there.staff["Asha"])
    endings.close(there.bot, with_reference(there, "R1").id, there.staff["Asha"], "moved away")
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    while runs.take_next(there.bot, run_id):
        continue
    assert with_reference(there, "R1").full_name == "Dean Foster"
