"""Receipts come twice, late and in any order; what became of a text does not change with that."""

from __future__ import annotations

from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delivery import FINAL, OPEN, State, after_receipt

ON_THE_WAY = ("queued", "accepted", "scheduled", "sending", "sent", "initiated", "ringing", "in-progress")
ARRIVED = ("delivered", "read", "completed")
LOST = ("undelivered", "failed", "busy", "no-answer", "canceled")
STATES: tuple[State, ...] = (*OPEN, "sent", "delivered", "undelivered", "failed", "dropped")


def after(state: State, receipts: tuple[str, ...]) -> State:
    return reduce(after_receipt, receipts, state)


@pytest.mark.parametrize(("words", "state"), [(ON_THE_WAY, "sent"), (ARRIVED, "delivered"), (LOST, "undelivered")])
def test_each_word_of_the_provider_has_a_state(words: tuple[str, ...], state: State) -> None:
    for word in words:
        assert {after_receipt(before, word) for before in OPEN} == {state}


def test_any_order_ends_in_the_same_state() -> None:
    for last, state in (("delivered", "delivered"), ("failed", "undelivered"), ("no-answer", "undelivered")):
        assert {after("sending", order) for order in permutations(("queued", "sent", "sent", last))} == {state}


@given(st.sampled_from(sorted(FINAL)), st.lists(st.sampled_from((*ON_THE_WAY, *ARRIVED, *LOST, "?"))))
def test_a_final_state_never_goes_back(state: State, receipts: list[str]) -> None:
    assert after(state, tuple(receipts)) == state


@pytest.mark.parametrize("state", STATES)
def test_a_word_that_nobody_knows_changes_nothing(state: State) -> None:
    assert after_receipt(state, "teleported") == state
