"""What staff text back, and what somebody in danger texts next."""

from __future__ import annotations

import pytest

from bot.channels.provider import SendError
from bot.handlers.refusal import Refusal
from tests.handlers.roads import Road
from tests.handlers.telling import LEANNE, OVERDOSE, RING_999, STRANGER, provider, rang, settled, staff_row, told
from tests.support.world import ASHA, JOE, World


def test_mine_is_mine_whatever_else_the_text_says_and_999_is_said_of_anybody_else(there: World) -> None:
    there.texts(OVERDOSE, STRANGER)
    [one] = there.open()
    there.texts(f"MINE {one.code} hes gone over he wont wake up", JOE)
    assert [one.state for one in there.open()] == ["mine"]
    assert "ring 999 now" in there.got(JOE)[-1]


def test_stop_beside_a_command_is_no_stop_and_stop_alone_still_lets_calls_ring(there: World) -> None:
    there.texts(OVERDOSE, STRANGER)
    [one] = there.open()
    there.texts(f"MINE {one.code} stop ringing me", JOE)
    assert [one.state for one in there.open()] == ["mine"]
    assert staff_row(there, "Joe").reachable
    there.texts("STOP", JOE)
    assert not staff_row(there, "Joe").reachable
    before = len(rang(there, "Joe"))
    there.texts(OVERDOSE, LEANNE)
    assert "call" in rang(there, "Joe")[before:]
    there.texts("START", JOE)
    assert staff_row(there, "Joe").reachable


def test_what_somebody_else_has_stays_theirs(there: World) -> None:
    settled(there)
    there.texts("my script wasnt there")
    [one] = there.open()
    there.texts(f"MINE {one.code}", ASHA)
    there.texts(f"DONE {one.code} sorted", JOE)
    there.texts(f"PASS {one.code}", JOE)
    assert [(each.state, each.owner_id) for each in there.open()] == [("mine", there.staff["Asha"])]
    assert there.got(JOE)[-1] == f"{one.code} is with Asha. Nothing was changed."


def test_a_workers_own_phone_is_nobodys_on_release(there: World) -> None:
    with pytest.raises(Refusal, match="member of staff"):
        there.person("Leanne", JOE)


def test_a_childs_danger_from_a_workers_phone_is_danger(there: World) -> None:
    there.texts("i am going to hurt my baby", JOE)
    assert "safeguarding" in there.kinds()


def test_an_address_texted_during_danger_reaches_whoever_has_it(there: World) -> None:
    settled(there)
    there.texts(OVERDOSE)
    [one] = there.open()
    there.texts(f"MINE {one.code}", JOE)
    there.texts("flat 3 22 baker street hurry")
    assert [each.kind for each in there.open()] == ["overdose_now"]
    assert "ring 999 now" in there.got()[-1]
    assert there.got(JOE)[-1].startswith(f"NEW TEXT {one.code}")
    there.texts("please")
    assert len([text for text in there.got() if "this is with the team too" in text]) == 1, "not for every text"


def test_after_danger_from_others_nothing_more_is_said_to_the_phone(there: World) -> None:
    settled(there)
    there.texts("my ex is going to kill me hes outside")
    before = len(there.got())
    there.texts("im at 5 high street")
    assert len(there.got()) == before
    assert any("NEW TEXT" in text for text in there.got(JOE))


def test_danger_from_a_workers_own_phone_is_danger(there: World) -> None:
    there.texts(OVERDOSE, ASHA)
    assert any(text.startswith(RING_999) for text in there.got(ASHA))
    assert there.kinds() == ["overdose_now"]


def test_an_answer_to_danger_is_tried_for_ten_minutes_and_then_a_human_is_rung(there: World) -> None:
    settled(there)
    there.bot.provider = Road(provider(there), [SendError("429")] * 600)
    there.texts(OVERDOSE)
    there.wait(minutes=9)
    assert not any(told(there, name, "notice-unheard") for name in there.staff)
    there.wait(minutes=3)
    assert any(told(there, name, "notice-unheard") for name in there.staff)
