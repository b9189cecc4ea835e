"""The same import on SQLite and on PostgreSQL, with two processes at it at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.handlers.imports import looking, runs
from bot.store import appointments, imports, people, timers
from tests.handlers.imports.files import DEANS, a_file, bring, the_run
from tests.support.world import World

MANY = [DEANS.replace("R1", f"R{n}").replace("900001", f"9001{n:02}") for n in range(1, 21)]
TWICE = [DEANS.replace("R1", f"R{n}").replace("900001", "900199") for n in (30, 31)]
MEETINGS = [f"A{n},R{n},key_work,2026-06-18 14:{n:02},Hope House,Asha,planned" for n in range(1, 21)]


def test_two_at_once_take_every_line_once(kept: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BATCH", 4)
    run_id = runs.bring(kept.bot, a_file("people", *MANY, *TWICE), None, kept.staff["Asha"])
    runs.start(kept.bot, run_id, kept.staff["Asha"], skip_bad=False)

    def work_through(_: int) -> int:
        return sum(1 for _ in iter(lambda: runs.take_next(kept.bot, run_id), False))

    with ThreadPoolExecutor(2) as two:
        assert sum(two.map(work_through, range(2))) == 6
    run = the_run(kept, run_id)
    assert (run.state, run.taken, run.bad) == ("done", 22, 0)
    with kept.bot.db.look() as work:
        assert people.count(work) == 22 and imports.waiting(work) == 0
        numbers = [who.number for who in people.all_of(work)]
    assert numbers.count("conflict") == 2 and kept.kinds() == ["number_shared"]
    assert bring(kept, a_file("appointments", *MEETINGS)).added == 20
    moved = [each.replace("06-18", "06-19") for each in MEETINGS]
    assert bring(kept, a_file("appointments", *moved)).changed == 20
    assert bring(kept, a_file("appointments", *moved)).unchanged == 20
    with kept.bot.db.look() as work:
        one = appointments.with_reference(work, "A7")
        assert one is not None and one.wall == "2026-06-19T14:07"
        assert sum(each.appointment_id == one.id for each in timers.planned(work, one.person_id)) == 3
    assert bring(kept, a_file("people", *(each.replace("Foster", "Forster") for each in MANY))).changed == 20
