"""Whether Dean may be texted now, and if not, why not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.flow import MANNERS, Manner
from bot.core.standing import Standing


def dean(**change: Any) -> Standing:
    return Standing(**{"status": "active", "custody": "released", "number": "verified", "opted_out": False, **change})


@pytest.mark.parametrize("manner", MANNERS)
def test_dean_is_out_and_may_be_texted(manner: Manner) -> None:
    assert dean().refusal(manner) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"opted_out": True}, "they asked us to stop"),
        ({"death_reported": True}, "a death is reported: verify"),
        ({"status": "closed"}, "case closed"),
        ({"status": "died"}, "case died"),
        ({"custody": "in_prison"}, "in prison"),
        ({"custody": "to_verify"}, "may be in custody: verify"),
        ({"number": "wrong"}, "not their number"),
        ({"number": "conflict"}, "number shared by two people"),
        ({"number": "unsafe"}, "phone not safe"),
    ],
)
def test_what_stops_every_text_but_an_answer_to_danger(change: dict[str, Any], why: str) -> None:
    for manner in MANNERS:
        assert dean(**change).refusal(manner) == (None if manner == "danger" else why)


@pytest.mark.parametrize("number", ["none", "bad"])
def test_no_text_goes_to_no_number(number: str) -> None:
    assert {dean(number=number).refusal(manner) for manner in MANNERS} == {"no working number"}


def test_a_number_is_verified_before_anything_is_said() -> None:
    new = dean(number="unverified")
    assert new.refusal("routine") == new.refusal("reminder") == "number not verified"
    assert new.refusal("routine", introducing=True) is None and new.refusal("reply") is None


def test_stop_comes_before_every_other_reason() -> None:
    assert dean(opted_out=True, status="closed", custody="in_prison").refusal("reply") == "they asked us to stop"
