"""A text comes in: once, in order, and danger first, whoever it is from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.handlers import inbound as handler
from bot.handlers.inbound import Incoming
from bot.store import people
from bot.store.conversations import conversation
from bot.store.inbound import inbound
from bot.store.outbox import outbox
from tests.handlers.telling import (
    OVERDOSE,
    RING_999,
    STRANGER,
    assert_no_one_lost,
    number,
    owed,
    phone_is,
    phones_answer,
    rang,
    rows_of,
    settled,
    told,
)
from tests.support.world import DEAN, World

DANGER_RINGS = ["call", "sms", "email"]


def many_at_once(there: World, texts: list[Incoming]) -> list[bool]:
    with ThreadPoolExecutor(8) as hands:
        return list(hands.map(lambda text: handler.receive(there.bot, text), texts))


def test_the_same_text_told_fifty_times_is_one_row_and_one_answer(kept: World) -> None:
    kept.person()
    before = len(kept.got())
    text = Incoming("SM" + "5" * 32, DEAN, "yes", kept.clock.now())
    assert sum(many_at_once(kept, [text] * 50)) == 1
    kept.run()
    assert len(rows_of(kept, inbound)) == 1
    assert len(kept.got()) == before + 1
    assert_no_one_lost(kept)


def test_many_texts_of_an_unknown_number_at_once_are_all_kept_and_ring_once(kept: World) -> None:
    texts = [Incoming(f"SM{n:032x}", STRANGER, OVERDOSE, kept.clock.now()) for n in range(12)]
    assert all(many_at_once(kept, texts))
    kept.run()
    assert len(rows_of(kept, inbound)) == 12
    assert kept.kinds() == ["overdose_now"]
    assert rang(kept, "Joe") == [*DANGER_RINGS, "sms"], "rung once, and told once that there is more"
    assert all(text.startswith(RING_999) for text in kept.got(STRANGER))


def test_deans_texts_are_acted_on_in_the_order_they_came(there: World) -> None:
    there.person()
    for body in ("who is this", "yes", "no", "my script wasnt there"):
        there.texts(body)
    asked = [row["message"] for row in owed(there, outbox.c.person_id.is_not(None))]
    assert asked == ["welcome", "who-is-this", "welcome-plain-words", "welcome-private", "missed-script-how-many"]
    assert there.kinds() == ["script_problem"]


def test_an_unknown_number_gets_one_safe_answer_a_day_and_a_human_hears(there: World) -> None:
    for _ in range(3):
        there.texts("is dean there", STRANGER)
    assert len(there.got(STRANGER)) == 1
    assert "Dean" not in there.got(STRANGER)[0]
    assert there.kinds() == ["unclaimed"]
    there.wait(days=1, minutes=1)
    there.texts("anyone there", STRANGER)
    assert len(there.got(STRANGER)) == 2


def test_overdose_words_of_an_unknown_number_are_answered_at_once_and_joes_phone_rings(kept: World) -> None:
    kept.texts(OVERDOSE, STRANGER)
    assert kept.got(STRANGER)[0].startswith(RING_999)
    assert rang(kept, "Joe") == DANGER_RINGS
    assert kept.kinds() == ["overdose_now"]
    [notice] = owed(kept, outbox.c.staff_id == kept.staff["Joe"], outbox.c.channel == "sms")
    assert "URGENT NOW" in notice["body"] and "unknown number" in notice["body"]
    assert all("gone over" not in row["body"] for row in owed(kept, outbox.c.staff_id == kept.staff["Joe"]))


def test_danger_is_answered_after_stop(there: World) -> None:
    settled(there)
    there.texts("STOP")
    there.texts(OVERDOSE)
    assert there.got()[-1].startswith(RING_999)
    assert rang(there, "Joe") == DANGER_RINGS


def test_a_number_that_two_people_have_names_neither(there: World) -> None:
    settled(there)
    there.person("Leanne", DEAN)
    assert "number_shared" in there.kinds()
    there.texts("hiya its me")
    assert "Leanne" not in there.got()[-1] and "Dean" not in there.got()[-1]
    there.texts(OVERDOSE)
    assert there.got()[-1].startswith(RING_999)
    assert "call" in rang(there, "Joe")
    assert_no_one_lost(there)


@pytest.mark.parametrize("body", ["pls stop texting me", "stop messaging", "STOP", "dont text me again"])
def test_stop_in_anybodys_words_ends_the_texts_and_not_the_care(there: World, body: str) -> None:
    person_id = settled(there)
    there.texts(body)
    assert there.got()[-1].startswith("OK, no more texts")
    assert there.who(person_id).opted_out
    assert [(one.kind, one.urgency) for one in there.open()] == [("opted_out", "routine")]
    before = len(there.got())
    there.wait(days=2)
    assert len(there.got()) == before, "contact goes on by other means"
    assert_no_one_lost(there)


def test_a_word_of_the_persons_own_language_is_read_as_theirs(there: World) -> None:
    person_id = settled(there)
    there.texts("paid")
    assert not there.who(person_id).opted_out, "in English that is money"
    with there.bot.db.work() as work:
        people.change(work, person_id, language="cy")
    there.texts("paid")
    assert there.who(person_id).opted_out, "in Welsh it is: don't"


def test_no_text_of_ours_follows_the_providers_own_stop(there: World) -> None:
    person_id = settled(there)
    before = len(there.got())
    there.texts("Stop", opt_out_type="STOP")
    assert len(there.got()) == before
    assert there.who(person_id).opted_out and number(there, DEAN).opted_out


def test_start_brings_the_texts_back(there: World) -> None:
    person_id = settled(there)
    there.texts("STOP")
    there.texts("START")
    assert there.got()[-1].startswith("Welcome back, Dean.")
    assert not there.who(person_id).opted_out and not number(there, DEAN).opted_out


def test_stop_of_a_number_that_two_people_have_holds_for_both(there: World) -> None:
    one = settled(there)
    other = there.person("Leanne", DEAN)
    there.texts("STOP")
    assert there.who(one).opted_out and there.who(other).opted_out
    assert_no_one_lost(there)


def test_somebody_who_had_stopped_before_they_were_registered_is_not_texted(there: World) -> None:
    there.texts("STOP", STRANGER)
    before = len(there.got(STRANGER))
    person_id = there.person("Leanne", STRANGER)
    there.wait(days=1)
    assert there.who(person_id).opted_out
    assert len(there.got(STRANGER)) == before
    assert_no_one_lost(there)


def test_a_number_that_is_nobodys_may_start_again_what_it_stopped(there: World) -> None:
    there.texts("STOP", STRANGER)
    there.texts("START", STRANGER)
    assert not number(there, STRANGER).opted_out
    assert there.got(STRANGER)[-1].startswith("Thanks. We can't talk about anyone here")


def test_danger_seen_eleven_minutes_late_goes_to_a_human_and_gets_no_stale_answer(there: World) -> None:
    settled(there)
    before = len(there.got())
    late = there.clock.now() - timedelta(minutes=11)
    assert handler.receive(there.bot, Incoming("SMlate", DEAN, OVERDOSE, late))
    there.run()
    assert len(there.got()) == before
    assert [(one.kind, one.urgency) for one in there.open()] == [("overdose_now", "urgent")]
    assert rang(there, "Joe") == DANGER_RINGS
    (notice,) = owed(there, outbox.c.staff_id == there.staff["Joe"], outbox.c.channel == "sms")
    assert notice["body"].startswith("URGENT NOW, came late, not answered")


def test_stop_with_danger_in_it_is_answered_as_danger_and_stops_the_rest(there: World) -> None:
    person_id = settled(there)
    there.texts("stop texting me hes gone over he wont wake up")
    assert there.got()[-1].startswith(RING_999)
    assert there.who(person_id).opted_out
    assert {"overdose_now", "opted_out"} <= set(there.kinds())
    before = len(there.got())
    there.wait(hours=8)
    assert len(there.got()) == before


def test_an_answer_that_the_provider_blocks_rings_joe(there: World) -> None:
    """He had texted STOP, so the provider refuses our answer (21610)."""
    settled(there)
    phones_answer(there)
    phone_is(there, "blocked", DEAN)
    there.texts(OVERDOSE)
    assert {(o.kind, o.urgency) for o in there.open()} == {("overdose_now", "urgent"), ("opted_out", "routine")}
    assert "call" in rang(there, "Joe")
    assert told(there, "Joe", "notice-unheard") == 1
    assert_no_one_lost(there)


def test_the_ambulance_that_came_for_him_is_the_same_emergency(there: World) -> None:
    """One danger rings once: what follows it is on its page, and whoever has it hears of it."""
    settled(there)
    there.texts(OVERDOSE)
    rings = rang(there, "Joe").count("call")
    there.texts("ambulance here")
    assert [(o.kind, o.urgency) for o in there.open()] == [("overdose_now", "urgent")]
    assert rang(there, "Joe").count("call") == rings


def test_a_heart_attack_without_an_overdose_is_an_alarm_of_its_own(there: World) -> None:
    settled(there)
    there.texts("crushing chest pain down my left arm")
    assert [(o.kind, o.urgency) for o in there.open()] == [("medical", "urgent")]
    there.texts(OVERDOSE)
    assert sorted(o.kind for o in there.open()) == ["medical", "overdose_now"], "the graver one rings for itself"


def test_danger_comes_first_and_the_check_in_is_held_until_a_human_has_closed_it(there: World) -> None:
    there.person()
    there.texts(OVERDOSE)
    [welcome] = rows_of(there, conversation, conversation.c.flow == "welcome")
    assert welcome["held"] and welcome["waiting"]
    before = len(there.got())
    there.wait(hours=5)
    assert len(there.got()) == before, "nothing routine while danger is open"
    assert_no_one_lost(there)


def test_a_text_that_cannot_be_stored_leaves_nothing_half_done(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    there.person()
    before = len(rows_of(there, outbox))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(handler, "keep_in_hand", broken)
    with pytest.raises(RuntimeError):
        there.texts("yes")
    assert rows_of(there, inbound) == [] and len(rows_of(there, outbox)) == before
