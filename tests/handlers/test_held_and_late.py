"""Questions that danger interrupts, answers that come late, and a "no" that is about something else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.channels.provider import Outgoing
from bot.handlers import appointments, closing, numbers, receipts, reconcile
from bot.handlers import inbound as handler
from bot.handlers.inbound import Incoming
from bot.handlers.receipts import Receipt
from bot.handlers.refusal import Refusal
from bot.store.outbox import outbox
from bot.store.staff import shift, staff
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import LEANNE, OVERDOSE, owed, provider, rang, settled, wall, write
from tests.support.world import DEAN, World

DOUBT = "might have took too much"
TIRED = "cant do this anymore"


def close(there: World, kind: str, outcome: str = "reached") -> None:
    [one] = [each for each in there.open() if each.kind == kind]
    closing.close(there.bot, one.id, there.staff["Joe"], outcome, "spoke to him")
    there.run()


def test_the_no_to_one_question_does_not_lower_another_certain_overdose(there: World) -> None:
    settled(there)
    there.texts(OVERDOSE)
    there.texts(DOUBT)
    there.texts("2")
    assert [one.urgency for one in there.open() if one.kind == "overdose_now"] == ["urgent"]


def test_a_danger_question_that_was_closed_takes_no_answer_meant_for_a_reminder(there: World) -> None:
    person_id = settled(there)
    there.texts(TIRED)
    there.wait(minutes=31)
    close(there, "suicide_risk")
    there.appointment(person_id, wall(2026, 6, 8, 10, 0))
    there.wait(days=2)
    there.texts("2")
    assert "suicide_risk" not in there.kinds()


def test_danger_from_a_number_that_two_people_have_can_be_closed(there: World) -> None:
    person_id = settled(there)
    there.appointment(person_id, wall(2026, 6, 6, 10, 0))
    there.wait(hours=1, minutes=5)
    there.person("Leanne", DEAN)
    there.texts(OVERDOSE)
    close(there, "overdose_now")
    assert "overdose_now" not in there.kinds()


def test_what_was_texted_since_the_page_was_read_is_not_closed_with_it(there: World) -> None:
    settled(there)
    there.texts(OVERDOSE)
    [seen] = there.open()
    there.texts(OVERDOSE)
    with pytest.raises(Refusal, match="something happened"):
        closing.close(there.bot, seen.id, there.staff["Joe"], "false_alarm", "all well", seen.turn)
    assert there.kinds() == ["overdose_now"]


def test_a_lowered_danger_still_holds_what_it_held(there: World) -> None:
    settled(there)
    there.texts(TIRED)
    there.texts("2")
    before = len(there.got())
    there.wait(days=1, hours=3)
    assert len(there.got()) == before, "no check-in while the suicide words are open"


def test_violence_that_reaches_us_late_marks_the_phone_unsafe(there: World) -> None:
    person_id = settled(there)
    late = there.clock.now() - timedelta(minutes=20)
    handler.receive(there.bot, Incoming("SMlate", DEAN, "my boyfriend is hitting me", late))
    assert there.who(person_id).number == "unsafe"


def test_a_miss_that_was_put_right_is_not_texted(there: World) -> None:
    person_id = settled(there)
    meeting = there.appointment(person_id, wall(2026, 6, 6, 10, 0))
    there.wait(days=1, hours=4)
    appointments.record(there.bot, meeting, "missed", there.staff["Asha"])
    appointments.record(there.bot, meeting, "attended", there.staff["Asha"])
    there.wait(hours=2)
    assert "missed-appointment" not in [row["message"] for row in owed(there)]


def test_a_text_in_hand_when_they_said_stop_is_not_sent_after_it(there: World) -> None:
    settled(there)
    made = there.bot.provider = Road(provider(there), [TIME_OUT])
    there.texts("my script wasnt there")
    there.texts("STOP", opt_out_type="STOP")
    before = len(there.got())
    for _ in range(3):
        there.clock.advance(60)
        reconcile.settle_stranded(there.bot)
        there.run()
    assert len(list(made.real.sent_since(DEAN, there.clock.now() - timedelta(hours=1)))) <= before


def test_what_befell_the_old_number_does_not_mark_the_new_one(there: World) -> None:
    person_id = settled(there)
    there.texts("who is this")
    last = [row for row in owed(there, outbox.c.person_id == person_id) if row["state"] == "sent"][-1]
    numbers.change_number(there.bot, person_id, "07700 900003", there.staff["Asha"])
    there.run()
    there.texts("yes", "+447700900003")
    receipts.receive(there.bot, Receipt(last["provider_sid"], "undelivered", "30005", f"{last['id']}.1"))
    assert there.who(person_id).number == "verified"


def test_a_call_for_what_is_closed_meanwhile_rings_nobody(there: World) -> None:
    settled(there)
    made = there.bot.provider = Road(provider(there))
    lost: list[str] = []

    def first_call_is_lost(outgoing: Outgoing) -> None:
        if outgoing.channel == "call" and not lost:
            lost.append(outgoing.to)
            raise TIME_OUT

    made.before = first_call_is_lost
    there.texts(OVERDOSE)
    close(there, "overdose_now")
    calls = sum(one.channel == "call" for one in made.calls)
    for _ in range(3):
        there.clock.advance(60)
        reconcile.settle_stranded(there.bot)
        there.run()
    assert sum(one.channel == "call" for one in made.calls) == calls


def test_whoever_has_left_is_not_rung_and_a_gap_in_the_rota_rings_the_team(there: World) -> None:
    settled(there)
    write(there, update(staff).where(staff.c.id == there.staff["Joe"]).values(active=False))
    there.texts(OVERDOSE)
    assert rang(there, "Joe") == [] and "call" in rang(there, "Priya")
    write(there, delete(shift))
    there.texts(OVERDOSE, LEANNE)
    assert "call" in rang(there, "Asha")
