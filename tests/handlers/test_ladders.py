"""Nobody's alarm is dropped: rung by rung, for ever, until a person has closed it with an outcome."""

from __future__ import annotations

import pytest

from bot.handlers import closing, owning, voice
from bot.handlers.refusal import Refusal
from bot.store.conversations import conversation
from bot.store.escalations import trail
from bot.store.outbox import outbox
from tests.handlers.telling import (
    OVERDOSE,
    STRANGER,
    assert_no_one_lost,
    at,
    owed,
    phone_is,
    phones_answer,
    rang,
    rows_of,
    settled,
    staff_row,
    told_in_order,
    wall,
)
from tests.support.world import ASHA, CAROL, JOE, PRIYA, World, world

EVERYBODY = {"Joe", "Priya", "Carol"}


def danger(there: World) -> str:
    there.texts(OVERDOSE)
    [one] = [one for one in there.open() if one.urgency == "urgent"]
    return one.id


def test_nobody_answers_and_it_climbs_every_five_minutes_and_then_rings_everybody_for_ever(kept: World) -> None:
    settled(kept)
    one = danger(kept)
    kept.wait(minutes=50)
    told = [set(names) for names in told_in_order(kept, one)]
    assert told[:3] == [{"Joe"}, {"Priya"}, {"Carol"}]
    assert len(told) == 11 and all(names == EVERYBODY for names in told[3:])
    assert rang(kept, "Joe")[:3] == ["call", "sms", "email"]
    assert_no_one_lost(kept)


def test_mine_by_text_stops_the_ringing_and_a_second_mine_is_told_who_has_it(kept: World) -> None:
    settled(kept)
    danger(kept)
    [one] = kept.open()
    kept.texts(f"MINE {one.code}", JOE)
    kept.texts(f"mine {one.code}", PRIYA)
    assert kept.got(JOE)[-1].startswith(f"{one.code} is yours")
    assert kept.got(PRIYA)[-1] == f"{one.code} is already with Joe."
    kept.wait(minutes=19)
    assert told_in_order(kept, one.id) == [["Joe"]]


def test_mine_is_not_helped_and_a_missed_outcome_tells_the_next_rung(there: World) -> None:
    settled(there)
    one = danger(there)
    assert owning.mine(there.bot, one, there.staff["Joe"]).won
    there.wait(minutes=21)
    assert told_in_order(there, one) == [["Joe"], ["Priya"]]
    assert there.open()[0].state == "open"
    assert owning.mine(there.bot, one, there.staff["Priya"]).won


def test_joe_presses_one_and_it_is_his(there: World) -> None:
    settled(there)
    one = danger(there)
    [call] = [row for row in owed(there, outbox.c.escalation_id == one) if row["channel"] == "call"]
    assert voice.answer(there.bot, call["id"], None).gather
    assert "is yours" in voice.answer(there.bot, call["id"], "1").words
    assert there.open()[0].owner_id == there.staff["Joe"]


def test_danger_is_not_closed_by_text(there: World) -> None:
    settled(there)
    danger(there)
    [one] = there.open()
    there.texts(f"DONE {one.code} spoke to him", JOE)
    assert "cannot be closed by text" in there.got(JOE)[-1]
    assert there.open()[0].state == "open"


def test_what_is_not_danger_may_be_closed_by_text(there: World) -> None:
    settled(there)
    there.texts("my script wasnt there")
    [one] = there.open()
    there.texts(f"DONE {one.code} rang the chemist", ASHA)
    assert there.open() == []
    assert_no_one_lost(there)


def test_pass_tells_the_next_rung_at_once(there: World) -> None:
    settled(there)
    one = danger(there)
    there.texts(f"PASS {there.open()[0].code}", JOE)
    assert told_in_order(there, one)[-1][-1] == "Priya"


def test_a_code_of_another_team_or_of_nobody_is_unknown(there: World) -> None:
    there.texts("MINE 0000", JOE)
    assert "no open escalation 0000" in there.got(JOE)[-1]


def test_when_no_notice_of_a_rung_arrives_the_next_is_told_at_once(there: World) -> None:
    settled(there)
    phones_answer(there)
    phone_is(there, "off", JOE)
    mail_fails(there)
    one = danger(there)
    assert told_in_order(there, one)[0] == ["Joe", "Priya"], "in the same moment"
    assert {line["what"] for line in rows_of(there, trail)} >= {"nobody reached"}


def test_when_no_notice_arrives_anywhere_it_goes_on_ringing_at_its_deadline(there: World) -> None:
    settled(there)
    phones_answer(there)
    phone_is(there, "off", JOE, PRIYA, CAROL)
    mail_fails(there)
    one = danger(there)
    assert [set(names) for names in told_in_order(there, one)] == [EVERYBODY]
    there.wait(minutes=11)
    assert [set(names) for names in told_in_order(there, one)] == [EVERYBODY] * 3
    assert_no_one_lost(there)


def test_a_workers_phone_that_is_gone_is_told_to_a_human(there: World) -> None:
    settled(there)
    phones_answer(there)
    phone_is(there, "gone", JOE)
    danger(there)
    assert not staff_row(there, "Joe").reachable
    assert "staff_unreachable" in there.kinds()


def test_routine_waits_for_working_hours_and_for_the_bank_holiday_to_pass() -> None:
    """Friday evening before the late August bank holiday: told on Tuesday at nine."""
    with world(wall(2026, 8, 28, 18, 0)) as there:
        there.texts("hello", STRANGER)
        there.wait(days=3, hours=14)
        assert rang(there, "Asha") + rang(there, "Joe") == []
        there.wait(hours=2)
        assert there.clock.now() == at(2026, 9, 1, 10, 0)
        assert rang(there, "Joe") == ["email"]


def test_danger_at_three_in_the_morning_rings_at_three_in_the_morning() -> None:
    with world(wall(2026, 12, 25, 3, 0)) as there:
        there.texts(OVERDOSE, STRANGER)
        assert there.got(STRANGER) and rang(there, "Joe") == ["call", "sms", "email"]


def test_today_waits_for_a_polite_hour_even_on_a_saturday() -> None:
    with world(wall(2026, 6, 6, 2, 0)) as there:
        settled(there)
        there.texts("my script wasnt there")
        assert rang(there, "Asha") == []
        there.wait(hours=6, minutes=1)
        assert rang(there, "Asha") == ["sms", "email"]


def test_what_is_closed_at_night_texts_nobody_in_the_morning() -> None:
    with world(wall(2026, 6, 6, 2, 0)) as there:
        settled(there)
        there.texts("my script wasnt there")
        closing.close(there.bot, there.open()[0].id, there.staff["Joe"], "done", "")
        there.wait(hours=9)
        assert rang(there, "Asha") == []


@pytest.mark.parametrize("outcome", ["", "done", "fine"])
def test_closing_danger_needs_an_outcome(there: World, outcome: str) -> None:
    settled(there)
    one = danger(there)
    with pytest.raises(Refusal):
        closing.close(there.bot, one, there.staff["Joe"], outcome, "a note")
    assert there.open()[0].id == one


def test_not_found_needs_the_next_step(there: World) -> None:
    settled(there)
    one = danger(there)
    with pytest.raises(Refusal, match="next step"):
        closing.close(there.bot, one, there.staff["Joe"], "not_found", " ")
    closing.close(there.bot, one, there.staff["Joe"], "not_found", "Asha goes to the flat at 4")
    assert there.open() == []
    with pytest.raises(Refusal, match="closed it already"):
        closing.close(there.bot, one, there.staff["Priya"], "reached", "")


def test_after_the_danger_is_closed_the_reminder_asks_again(kept: World) -> None:
    person_id = settled(kept)
    kept.appointment(person_id, wall(2026, 6, 6, 10, 0))
    kept.wait(hours=1, minutes=5)
    asked = kept.got()[-1]
    assert "tomorrow at 10am" in asked
    one = danger(kept)
    closing.close(kept.bot, one, kept.staff["Joe"], "reached", "with his sister")
    kept.run()
    assert kept.got()[-1] == asked
    kept.texts("1")
    assert kept.got()[-1].startswith("Thanks Dean. See you then.")
    assert_no_one_lost(kept)


def test_a_lowered_danger_is_still_closed_only_signed_in_and_then_what_it_held_goes_on(there: World) -> None:
    there.person()
    there.texts("cant do this anymore")
    there.texts("2")
    [one] = [one for one in there.open() if one.kind == "suicide_risk"]
    assert one.urgency == "today"
    there.texts(f"DONE {one.code} spoke to him", JOE)
    assert [still.kind for still in there.open() if still.id == one.id] == ["suicide_risk"]
    closing.close(there.bot, one.id, there.staff["Joe"], "reached", "spoke to him")
    [welcome] = rows_of(there, conversation, conversation.c.flow == "welcome")
    assert not welcome["held"]
    assert_no_one_lost(there)


def test_the_same_danger_again_tells_its_owner_and_is_one_escalation(there: World) -> None:
    settled(there)
    one = danger(there)
    owning.mine(there.bot, one, there.staff["Joe"])
    before = len(rang(there, "Joe"))
    there.wait(minutes=1)
    there.texts(OVERDOSE)
    assert len(there.open()) == 1
    assert rang(there, "Joe")[before:] == ["sms", "call"]
    assert there.open()[0].state == "mine"


def mail_fails(there: World) -> None:
    from bot.channels.provider import Outgoing, SendError

    class NoRoad:
        def send(self, outgoing: Outgoing) -> str:
            raise SendError("550", permanent=True)

    there.bot.mailer = NoRoad()
