"""Two hands at the same moment: whatever the database, they leave what one after the other would have left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from bot.handlers import numbers, people
from bot.handlers.people import Registration
from bot.store import people as people_rows
from tests.handlers.telling import LEANNE, assert_no_one_lost
from tests.support.world import DEAN, World

TOGETHER = 1.0
"""Seconds that one hand waits for the other; where they take turns, nobody comes."""


def meeting(real: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, which each of two hands leaves only when both have been there, or after a second."""
    both = Barrier(2)

    def met(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        with suppress(BrokenBarrierError):
            both.wait(TOGETHER)
        return found

    return met


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Every act on a thread of its own; raises what one of them raised."""
    with ThreadPoolExecutor(len(acts)) as hands:
        return [one.result() for one in [hands.submit(act) for act in acts]]


def registered(there: World, name: str, phone: str = DEAN) -> str:
    """Out today, and not texted before somebody lets the clock run."""
    new = Registration(
        first_name=name, last_name="Foster", phone=phone, pathway="prison_release", anchor_date=there.today,
        area="Birmingham", agency="treatment", team_id=there.team_id, keyworker_id=there.staff["Asha"], released=True,
    )  # fmt: skip
    return people.register(there.bot, new, by=there.staff["Asha"])


def test_dean_and_marcus_registered_with_one_number_at_the_same_moment_are_not_texted(
    kept: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(people_rows, "with_phone", meeting(people_rows.with_phone))
        both = at_once(lambda: registered(kept, "Dean"), lambda: registered(kept, "Marcus"))
    assert [kept.who(one).number for one in both] == ["conflict", "conflict"]
    assert kept.kinds().count("number_shared") == 1
    kept.wait(hours=2)
    assert kept.got() == []
    assert_no_one_lost(kept)


def test_dean_is_given_the_number_that_marcus_is_registered_with_at_the_same_moment(
    kept: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dean = kept.person("Dean", None)
    with monkeypatch.context() as patch:
        patch.setattr(people_rows, "with_phone", meeting(people_rows.with_phone))
        asha = kept.staff["Asha"]
        _, marcus = at_once(
            lambda: numbers.change_number(kept.bot, dean, LEANNE, asha), lambda: registered(kept, "Marcus", LEANNE)
        )
    assert [kept.who(one).number for one in (dean, marcus)] == ["conflict", "conflict"]
    assert kept.kinds().count("number_shared") == 1
    numbers.settle_number(kept.bot, marcus, "verified", asha)
    assert [kept.who(one).number for one in (dean, marcus)] == ["wrong", "verified"]
    assert kept.kinds().count("number_shared") == 0
    assert_no_one_lost(kept)
