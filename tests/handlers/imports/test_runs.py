"""An import that is killed, repeated, dropped or forgotten loses nothing and leaves nothing lying about."""

from __future__ import annotations

import pytest

from bot.handlers.imports import looking, runs
from bot.handlers.imports.kinds import KINDS
from bot.handlers.refusal import Refusal
from bot.store import imports
from bot.store import people as people_rows
from bot.store.tables import metadata
from tests.handlers.imports.files import DEANS, PEOPLE, a_file, bring, look, the_run
from tests.support.world import World

SEVEN = [DEANS.replace("R1", f"R{n}").replace("900001", f"90000{n}") for n in range(1, 8)]


def registered(there: World) -> int:
    with there.bot.db.look() as work:
        return people_rows.count(work)


def waiting(there: World) -> int:
    with there.bot.db.look() as work:
        return imports.waiting(work)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BATCH", 3)


def test_every_kind_says_which_columns_it_needs() -> None:
    for name, kind in KINDS.items():
        assert set(kind.columns.needed) <= set(kind.columns.known), name
        assert "reference" in kind.columns.needed, name
    assert ",".join(KINDS["people"].columns.known) == PEOPLE


@pytest.mark.usefixtures("small")
def test_killed_in_the_middle_it_goes_on_where_it_stood(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    assert runs.take_next(there.bot, run_id) and registered(there) == 3
    with monkeypatch.context() as broken:
        broken.setattr(imports, "drop_batch", lambda work, batch: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            runs.take_next(there.bot, run_id)
    assert registered(there) == 3, "a batch is taken over as a whole or not at all"
    assert runs.turn(there.bot) == 2, "the round of any process finishes it"
    assert registered(there) == 7 and waiting(there) == 0
    assert (the_run(there, run_id).state, the_run(there, run_id).taken) == ("done", 7)


@pytest.mark.usefixtures("small")
def test_repeated_from_the_start_it_completes(there: World) -> None:
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    runs.take_next(there.bot, run_id)
    again = bring(there, a_file("people", *SEVEN))
    assert (again.unchanged, again.added, again.taken) == (3, 4, 4)
    runs.turn(there.bot)
    assert registered(there) == 7 and waiting(there) == 0


def test_two_that_take_the_same_batch_take_it_once(there: World) -> None:
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    assert [runs.take_next(there.bot, run_id) for _ in range(3)] == [True, False, False]
    assert registered(there) == 7


def test_said_no_to_it_is_gone(there: World) -> None:
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    assert waiting(there) == 1
    runs.drop(there.bot, run_id)
    assert waiting(there) == 0
    with pytest.raises(Refusal, match="was dropped"):
        runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)


def test_what_nobody_answered_for_is_dropped_after_a_day(there: World) -> None:
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    there.wait(hours=23)
    runs.tidy(there.bot)
    assert waiting(there) == 1
    there.wait(hours=2)
    runs.tidy(there.bot)
    assert (waiting(there), the_run(there, run_id).state) == (0, "dropped")


def test_what_was_told_of_lines_is_forgotten_and_the_counts_stay(there: World) -> None:
    wrong = SEVEN[0].replace("2026-06-12", "x")
    run = bring(there, a_file("people", *SEVEN[1:], wrong), skip_bad=True)
    assert run.found["bad"]
    there.wait(days=31)
    runs.tidy(there.bot)
    after = the_run(there, run.id)
    assert (after.found, after.added, after.bad) == ({}, 6, 1)


def test_a_line_that_fails_late_stops_no_other(there: World) -> None:
    """Between the look and the yes somebody registers with the reference and the number of a new line."""
    run_id = runs.bring(there.bot, a_file("people", *SEVEN), None, there.staff["Asha"])
    with there.bot.db.work() as work:
        staff_phone = work.vault.hash("phone", "+447700900003")
        table = metadata.tables["staff"]
        work.execute(table.update().where(table.c.id == there.staff["Carol"]).values(phone_hash=staff_phone))
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=False)
    while runs.take_next(there.bot, run_id):
        continue
    run = the_run(there, run_id)
    assert registered(there) == 6 and run.bad == 1
    assert run.found["bad"][0]["what"] == "this is the number of a member of staff"


def test_another_teams_person_is_not_touched(there: World) -> None:
    bring(there, a_file("people", DEANS))
    with there.bot.db.work() as work:
        from bot.store import staff

        other = staff.add_team(work, "Elsewhere", public_name="the other team", agency="probation", area="Dudley")
    report = runs.look(there.bot, a_file("people", DEANS.replace("Foster", "X").replace("asha@example.org", "")), other)
    assert [flaw.what for flaw in report.bad] == ["somebody of another team has this reference"]


def test_the_first_flaws_are_told_and_all_are_counted(there: World) -> None:
    lines = [DEANS.replace("R1", f"R{n}").replace("2026-06-12", "x") for n in range(looking.MOST_TOLD + 50)]
    report = look(there, a_file("people", *lines))
    assert (len(report.bad), report.counts["bad"]) == (looking.MOST_TOLD, looking.MOST_TOLD + 50)


def test_what_waits_is_sealed(there: World) -> None:
    runs.bring(there.bot, a_file("people", DEANS.replace("Dean", "Zebedee")), None, there.staff["Asha"])
    bring(there, a_file("people", DEANS.replace("Dean", "Zebedee")))
    with there.bot.db.look() as work:
        boxes = [
            str(row)
            for name in ("import_batch", "import_run", "sourced")
            for row in work.execute(metadata.tables[name].select())
        ]
    assert boxes and not any("Zebedee" in box or "7700900001" in box for box in boxes)
