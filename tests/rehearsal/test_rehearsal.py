"""Before Marcus's flows meet anybody, a whole cohort of synthetic people lives through them, and nobody is lost."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from bot.handlers.bot import Bot
from bot.rehearsal import Report, command, rehearse
from bot.rehearsal.measures import fullest_week
from bot.rehearsal.report import Tally, percentile
from bot.rehearsal.run import cohorts, play
from bot.rehearsal.side_by_side import Part, side_by_side
from bot.store.people import person
from bot.store.timers import timer

KEYS = ["people", "days", "texts", "parts", "cost_gbp", "escalations"]
KEYS += ["hours_to_human_p50", "hours_to_human_p95", "lost"]
KEYS += ["most_texts_in_a_week", "above_weekly_cap", "texts_in_quiet_hours", "pathways_added", "plans_changed"]


def one_persons_timers_go(bot: Bot) -> None:
    """What a bad migration might do: everything that was planned for somebody is gone."""
    with bot.db.work() as work:
        somebody = work.execute(select(person.c.id).where(person.c.status == "active").limit(1)).scalar_one()
        work.execute(delete(timer).where(timer.c.person_id == somebody))


def test_ten_people_live_through_nine_days_and_nobody_is_lost() -> None:
    done: list[float] = []
    report = rehearse(10, 9, 3, progress=done.append)
    assert (report.tally.lost, report.tally.above_cap, report.tally.at_night) == (0, 0, 0)
    assert report.tally.texts > 20 and report.tally.received > 0
    assert sum(report.tally.escalations.values()) > 0 and report.tally.hours
    assert done == sorted(done) and done[-1] == 1.0


def test_the_same_seed_gives_the_same_rehearsal_and_another_seed_another() -> None:
    first, again, other = (rehearse(6, 5, seed).as_json() for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_whoever_is_lost_is_counted() -> None:
    assert rehearse(6, 6, 3, harm=one_persons_timers_go).tally.lost > 0


def test_the_command_prints_the_contracts_keys() -> None:
    result = CliRunner().invoke(command, ["--people", "3", "--days", "3", "--seed", "1", "--json"])
    assert result.exit_code == 0
    assert list(json.loads(result.stdout)) == KEYS


def test_the_command_prints_a_table_that_names_its_assumption() -> None:
    result = CliRunner().invoke(command, ["--people", "2", "--days", "2"])
    assert result.exit_code == 0
    assert "if a part costs 4.0 pence" in result.stdout and "Lost" in result.stdout


def test_a_pathway_that_is_not_there_is_refused_with_those_that_are() -> None:
    result = CliRunner().invoke(command, ["--people", "2", "--pathway", "nowhere"])
    assert result.exit_code == 2
    assert "prison_release" in result.stderr


@pytest.mark.parametrize(("people", "sizes"), [(1, [1]), (500, [500]), (501, [251, 250]), (2000, [500] * 4)])
def test_many_people_play_in_cohorts_however_many_processors_there_are(people: int, sizes: list[int]) -> None:
    assert cohorts(people) == sizes


def test_the_hours_are_nearest_ranks() -> None:
    hours = tuple(float(n) for n in range(1, 21))
    assert (percentile(hours, 50), percentile(hours, 95), percentile((), 50)) == (10.0, 19.0, None)


def test_the_cost_is_parts_times_the_assumed_price() -> None:
    assert Report(1, 1, 1, Tally(parts=3)).cost_gbp == 0.12


def test_the_fullest_week_is_any_seven_days_in_a_row() -> None:
    days = [date(2026, 6, day) for day in (1, 1, 2, 8, 9, 14, 15)]
    assert fullest_week(days) == 3
    assert fullest_week([]) == 0
    assert fullest_week([date(2026, 6, 1), date(2026, 6, 8)]) == 1


def test_cohorts_played_side_by_side_give_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [Part(1, number, 1, 1, ("prison_release",)) for number in range(2)]
    told: list[float] = []
    together = side_by_side(parts, play, told.append, None)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert together == side_by_side(parts, play, told.append, None)
    assert told[-1] == 1.0
