"""Two hands at the same moment: whatever the database, they leave what one after the other would have left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from bot.handlers import numbers, people, receipts
from bot.handlers.people import Registration
from bot.handlers.receipts import Receipt
from bot.store import outbox as outbox_rows
from bot.store import people as people_rows
from bot.store.outbox import outbox
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import LEANNE, assert_no_one_lost, owed, provider, settled
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
    numbers.decide_number(kept.bot, marcus, "verified", asha)
    assert [kept.who(one).number for one in (dean, marcus)] == ["wrong", "verified"]
    assert kept.kinds().count("number_shared") == 0
    assert_no_one_lost(kept)


def told_at_once(there: World, monkeypatch: pytest.MonkeyPatch, *told: Receipt) -> None:
    """Two receipts, each looked up before either has changed anything, as far as the database lets them."""
    with monkeypatch.context() as patch:
        patch.setattr(outbox_rows, "with_sid", meeting(outbox_rows.with_sid))
        at_once(*(lambda one=one: receipts.receive(there.bot, one) for one in told))
    there.run()


def to_dean(there: World) -> dict[str, Any]:
    return owed(there, outbox.c.person_id.is_not(None), outbox.c.staff_id.is_(None))[0]


@pytest.mark.parametrize("timed_out", [False, True])
@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (("delivered", "delivered"), {"delivered"}),
        (("undelivered", "undelivered"), {"undelivered"}),
        (("sent", "delivered"), {"delivered"}),
        (("delivered", "undelivered"), {"delivered", "undelivered"}),
    ],
)
def test_two_receipts_of_one_text_at_the_same_moment_are_one_outcome(
    kept: World, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str], ends: set[str], timed_out: bool
) -> None:
    if timed_out:
        kept.bot.provider = Road(provider(kept), [TIME_OUT], taken=True)
    kept.person()
    row = to_dean(kept)
    sid = row["provider_sid"] or provider_sid(kept)
    told = [Receipt(sid, word, "30007" if word == "undelivered" else None, f"{row['id']}.1") for word in words]
    told_at_once(kept, monkeypatch, *told)
    row = to_dean(kept)
    assert row["state"] in ends and row["provider_sid"] == sid
    assert kept.kinds() == (["undeliverable"] if row["state"] == "undelivered" else [])
    for one in (*told, *reversed(told)):
        receipts.receive(kept.bot, one)
    assert to_dean(kept)["state"] == row["state"], "a final state never goes back"
    assert_no_one_lost(kept)


def provider_sid(there: World) -> str:
    road = there.bot.provider
    assert isinstance(road, Road)
    [taken] = road.real.sent_since(DEAN, there.clock.now() - timedelta(hours=1))
    return taken.sid


def test_two_texts_of_deans_that_fail_at_the_same_moment_are_one_alarm(
    kept: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(kept)
    rows = owed(kept, outbox.c.person_id.is_not(None), outbox.c.staff_id.is_(None))
    told = [Receipt(row["provider_sid"], "undelivered", "30007", f"{row['id']}.1") for row in rows[:2]]
    told_at_once(kept, monkeypatch, *told)
    assert [row["state"] for row in owed(kept, outbox.c.provider_sid.in_([one.sid for one in told]))] == [
        "undelivered",
        "undelivered",
    ]
    assert kept.kinds() == ["undeliverable"]
    assert_no_one_lost(kept)
