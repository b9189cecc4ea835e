"""Rounds turn whatever happens to one of them, and somebody outside sees when one stops."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from bot.clock import scheduler
from bot.clock.rounds import DELIVERY, ROUNDS, Round
from bot.clock.scheduler import FAILURES, Rounds
from bot.handlers.bot import Bot

PATIENCE = 20
"""Seconds that a test waits for what must happen; nothing is asserted about how long it took."""


class Plain:
    """As much of a bot as the rounds themselves need."""

    wake: Callable[[], None]


def bot() -> Bot:
    return cast(Bot, Plain())


@contextmanager
def turning(*table: Round) -> Iterator[Rounds]:
    rounds = Rounds(bot(), table)
    rounds.start()
    try:
        yield rounds
    finally:
        rounds.stop()


def counted(wanted: int) -> tuple[Callable[[Any], int], threading.Event]:
    """A round's work that tells when it was done so many times."""
    enough, turns = threading.Event(), [0]

    def run(_bot: Any) -> int:
        turns[0] += 1
        if turns[0] >= wanted:
            enough.set()
        return 1

    return run, enough


def test_a_round_that_raises_is_counted_and_turns_again(caplog: pytest.LogCaptureFixture) -> None:
    before = FAILURES.labels("poisoned")._value.get()
    run, enough = counted(2)

    def poisoned(one: Any) -> int:
        run(one)
        raise RuntimeError("+447700900001 said something private")

    with caplog.at_level(logging.ERROR), turning(Round("poisoned", 0.05, poisoned)) as rounds:
        assert enough.wait(PATIENCE)
    assert FAILURES.labels("poisoned")._value.get() >= before + 2
    assert rounds.failing() == ["poisoned"]
    assert "RuntimeError" in caplog.text and "private" not in caplog.text


def test_one_bad_round_does_not_hold_up_the_others() -> None:
    run, enough = counted(3)
    stuck = threading.Event()
    with turning(Round("stuck", 0.05, lambda _: int(stuck.wait(PATIENCE))), Round("well", 0.05, run)):
        assert enough.wait(PATIENCE)
        stuck.set()


def test_a_round_never_overlaps_with_itself() -> None:
    inside, most, turns = [0], [0], threading.Semaphore(0)

    def run(_bot: Any) -> int:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.05)
        inside[0] -= 1
        turns.release()
        return 1

    with turning(Round(DELIVERY, 0.01, run)) as rounds:
        for _ in range(5):
            rounds.wake()
            assert turns.acquire(timeout=PATIENCE)
    assert most[0] == 1


def test_a_commit_wakes_the_delivery_without_waiting_for_its_tick() -> None:
    run, sent = counted(1)
    with turning(Round(DELIVERY, 3600, run)) as rounds:
        rounds.bot.wake()
        assert sent.wait(PATIENCE)


def test_a_round_that_stopped_ticking_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr(scheduler, "monotonic", lambda: moment[0])
    quick, slow = Round("quick", 1, lambda _: 0), Round("slow", 60, lambda _: 0)
    rounds = Rounds(bot(), (quick, slow))
    rounds.turn(quick)
    rounds.turn(slow)
    moment[0] += 13
    assert rounds.health() == []
    moment[0] += 1
    assert rounds.health() == ["quick"]
    rounds.turn(quick)
    assert rounds.health() == []


def test_rounds_pause_while_the_clock_jumps() -> None:
    turns: list[str] = []

    def run(_bot: Any) -> int:
        turns.append("turn")
        return 1

    one = Round("timers", 1, run)
    rounds = Rounds(bot(), (one,))
    with rounds.paused():
        rounds.turn(one)
        assert turns == []
    rounds.turn(one)
    assert turns == ["turn"] and rounds.health() == []


def test_a_pause_waits_for_the_turn_in_hand() -> None:
    begun, go_on, paused = threading.Event(), threading.Event(), threading.Event()

    def long(_bot: Any) -> int:
        begun.set()
        return int(go_on.wait(PATIENCE))

    one = Round("timers", 1, long)
    rounds = Rounds(bot(), (one,))

    def pause() -> None:
        with rounds.paused():
            paused.set()

    threads = [threading.Thread(target=rounds.turn, args=(one,)), threading.Thread(target=pause)]
    threads[0].start()
    assert begun.wait(PATIENCE)
    threads[1].start()
    assert not paused.wait(0.1)
    go_on.set()
    assert paused.wait(PATIENCE)
    for thread in threads:
        thread.join(PATIENCE)


def test_the_table_names_each_round_once() -> None:
    names = [each.name for each in ROUNDS]
    sends = ["delivery", "settle_stranded", "timers", "urgent"]
    assert sorted(names) == sorted([*sends, "take_in_missed", "watchdog", "imports", "tidy_imports"])
