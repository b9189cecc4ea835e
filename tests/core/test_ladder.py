"""Whom an escalation tells, how and by when, until a person ends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core import ladder
from bot.core.check.problem import Refused
from bot.core.ladder import Ladder, Role, Rung, Telling, climb
from bot.core.span import Span, parse
from tests.core.content import FRIDAY, raw

SOON, LATER, MONDAY = parse("5m"), parse("1h"), FRIDAY + timedelta(days=3)
RUNGS = (
    Rung("keyworker", ("sms",), SOON),
    Rung("duty_worker", ("call", "sms"), LATER),
    Rung("team_leader", ("call",), SOON),
)
URGENT = Ladder("urgent", RUNGS, parse("20m"), hours="any")
TODAY = Ladder("today", RUNGS, LATER, hours="working")
ON: dict[Role, tuple[str, ...]] = {"keyworker": ("asha",), "duty_worker": ("bo", "asha"), "team_leader": ("cy",)}


def tell(which: Ladder, rung: int, on: dict[Role, tuple[str, ...]] = ON) -> Telling:
    """The rung told on Friday, where work next begins on Monday."""
    return climb(which, rung, lambda role, moment: on.get(role, ()), _until, lambda moment: MONDAY, FRIDAY)


def _until(span: Span, moment: datetime) -> datetime:
    return moment + timedelta(seconds=span.seconds)


def test_danger_tells_the_first_rung_now_and_sets_its_deadline() -> None:
    assert tell(URGENT, 0) == Telling(0, ("asha",), ("sms",), FRIDAY, FRIDAY + timedelta(minutes=5))


def test_nobody_answers_and_the_next_rung_is_told() -> None:
    assert tell(URGENT, 1) == Telling(1, ("bo", "asha"), ("call", "sms"), FRIDAY, FRIDAY + timedelta(hours=1))


def test_who_is_on_duty_is_asked_of_the_moment_when_they_are_told() -> None:
    night, day = ("joe",), ("priya",)
    told = climb(
        TODAY, 1, lambda role, moment: day if moment == MONDAY else night, _until, lambda moment: MONDAY, FRIDAY
    )
    assert told.staff == day


def test_what_is_not_danger_waits_until_work_begins() -> None:
    told = tell(TODAY, 0)
    assert (told.at, told.deadline) == (MONDAY, MONDAY + timedelta(minutes=5))


def test_a_rung_on_which_nobody_stands_is_passed_over() -> None:
    told = tell(URGENT, 0, {"team_leader": ("cy",)})
    assert (told.rung, told.staff, told.channels) == (2, ("cy",), ("call",))


def test_past_the_top_danger_tells_everybody_again_and_again() -> None:
    for rung in (3, 4, 99):
        told = tell(URGENT, rung)
        assert (told.rung, told.staff, told.channels) == (2, ("asha", "bo", "cy"), ("call",))


def test_past_the_top_the_rest_tells_the_top_again() -> None:
    assert tell(TODAY, 3).staff == ("cy",)


def test_with_nobody_above_whoever_stands_below_is_told() -> None:
    assert tell(URGENT, 2, {"keyworker": ("asha",)}).staff == ("asha",)


def test_with_nobody_anywhere_it_goes_on_looking() -> None:
    told = tell(URGENT, 0, {})
    assert told.staff == () and told.deadline > told.at


RUNG = {"tell": "keyworker", "by": ["sms"], "within": "5m"}


def test_a_ladder_is_read() -> None:
    read = ladder.read("urgent", raw({"hours": "any", "outcome_within": "20m", "rungs": [RUNG]}))
    assert read == Ladder("urgent", RUNGS[:1], parse("20m"), hours="any")
    assert not ladder.read("today", raw({"outcome_within": "1d", "rungs": [RUNG]})).any_hour


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rungs": []}, "the ladder has no rung"),
        ({"rungs": [{**RUNG, "by": []}]}, "by no channel"),
        ({"rungs": [{**RUNG, "by": ["pigeon"]}]}, '"pigeon" is no channel'),
        ({"rungs": [{**RUNG, "tell": "nobody"}]}, "`tell: nobody`"),
        ({"rungs": [{**RUNG, "within": "soon"}]}, '"soon" is not a length of time'),
        ({"rungs": None}, "not a list"),
        ({"hours": "maybe"}, "`hours: maybe`"),
        ({"outcome": "20m"}, "`outcome` is not known here"),
    ],
)
def test_a_bad_ladder_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        ladder.read("urgent", raw({"outcome_within": "20m", "rungs": [RUNG], **change}))


def test_a_ladder_without_rungs_is_refused() -> None:
    with pytest.raises(Refused, match="`rungs` is missing"):
        ladder.read("urgent", raw({"outcome_within": "20m"}))
