"""An outage of an hour loses no text: the provider is asked for what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest

from bot.channels.provider import Received, SendError
from bot.handlers import inbound as handler
from bot.handlers import reconcile, writing
from bot.handlers.inbound import Incoming
from bot.store import state
from bot.store.inbound import inbound
from bot.store.outbox import outbox
from tests.handlers.roads import Road
from tests.handlers.telling import (
    OVERDOSE,
    RING_999,
    STRANGER,
    assert_no_one_lost,
    at,
    owed,
    provider,
    rang,
    rows_of,
    settled,
)
from tests.support.world import DEAN, World


def test_what_was_missed_is_taken_in_once_and_acted_on(kept: World) -> None:
    kept.person()
    provider(kept).text_in(DEAN, "yes")
    provider(kept).text_in(STRANGER, "hello")
    assert reconcile.take_in_missed(kept.bot) == 2
    assert reconcile.take_in_missed(kept.bot) == 0
    kept.run()
    assert len(rows_of(kept, inbound)) == 2 and len(kept.got()) == 2


def test_a_text_that_the_webhook_has_taken_in_is_not_taken_in_again(there: World) -> None:
    there.person()
    held = provider(there).text_in(DEAN, "yes")
    handler.receive(there.bot, Incoming(held.sid, DEAN, "yes", held.at))
    assert reconcile.take_in_missed(there.bot) == 0


def test_danger_that_was_missed_for_an_hour_rings_and_gets_no_stale_answer(there: World) -> None:
    settled(there)
    provider(there).text_in(DEAN, OVERDOSE)
    there.clock.advance(3600)
    before = len(there.got())
    assert reconcile.take_in_missed(there.bot) == 1
    there.run()
    assert rang(there, "Joe") == ["call", "sms", "email"] and len(there.got()) == before


def test_danger_that_was_missed_for_a_minute_is_answered(there: World) -> None:
    settled(there)
    provider(there).text_in(DEAN, OVERDOSE)
    there.clock.advance(60)
    reconcile.take_in_missed(there.bot)
    there.run()
    assert there.got()[-1].startswith(RING_999)


def at_three_in_the_morning(there: World, body: str, missed_for: float) -> None:
    """Dean's text of so many minutes ago is found at the provider in the middle of the night."""
    settled(there)
    there.wait(hours=18, minutes=-missed_for)
    provider(there).text_in(DEAN, body)
    there.clock.advance(60 * missed_for)
    assert there.clock.now() == at(2026, 6, 6, 3, 0)
    assert reconcile.take_in_missed(there.bot) == 1
    there.run()


def test_deans_question_of_midnight_is_answered_in_the_morning_and_not_at_three(kept: World) -> None:
    at_three_in_the_morning(kept, "who is this", missed_for=180)
    before = len(kept.got())
    assert owed(kept)[-1]["state"] == "waiting"
    kept.wait(hours=4, minutes=59)
    assert len(kept.got()) == before
    kept.wait(minutes=1)
    assert [row["message"] for row in owed(kept) if row["sent_at"] == at(2026, 6, 6, 8, 0)] == ["who-is-this"]
    assert_no_one_lost(kept)


def test_what_dean_texts_at_three_is_answered_at_three(there: World) -> None:
    at_three_in_the_morning(there, "who is this", missed_for=1)
    assert owed(there)[-1]["state"] == "sent"


def test_an_answer_that_the_provider_would_not_take_until_three_waits_for_the_morning(there: World) -> None:
    settled(there)
    there.wait(hours=11, minutes=55)
    there.bot.provider = Road(provider(there), [SendError("http-429", retry_after=6 * 3600)])
    there.texts("who is this")
    there.wait(hours=11)
    assert owed(there)[-1]["state"] == "waiting"
    there.wait(minutes=5)
    assert owed(there, outbox.c.message == "who-is-this")[-1]["sent_at"] == at(2026, 6, 6, 8, 0)


@pytest.mark.parametrize(("missed_for", "answered"), [(1, True), (180, False)])
def test_danger_that_is_found_at_three_rings_at_three(there: World, missed_for: float, answered: bool) -> None:
    at_three_in_the_morning(there, OVERDOSE, missed_for)
    assert rang(there, "Joe") == ["call", "sms", "email"]
    assert there.got()[-1].startswith(RING_999) == answered


def test_a_stranger_is_not_answered_at_three_for_what_was_missed_at_midnight(there: World) -> None:
    there.wait(hours=15)
    provider(there).text_in(STRANGER, "hello")
    there.clock.advance(3 * 3600)
    reconcile.take_in_missed(there.bot)
    there.run()
    assert there.got(STRANGER) == []
    there.wait(hours=5)
    assert len(there.got(STRANGER)) == 1


def test_what_asha_writes_at_night_goes_when_she_writes_it(there: World) -> None:
    person_id = settled(there)
    there.wait(hours=13)
    writing.write(there.bot, person_id, there.staff["Asha"], "Joe is at the door")
    there.run()
    assert there.got()[-1] == "Joe is at the door"


def test_a_text_that_cannot_be_taken_in_keeps_out_no_other(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    provider(there).text_in(STRANGER, "poison")
    provider(there).text_in(DEAN, OVERDOSE)
    real = handler.receive

    def receive(bot: object, text: Incoming) -> bool:
        if text.body == "poison":
            raise RuntimeError("it cannot be read")
        return real(there.bot, text)

    with monkeypatch.context() as patch:
        patch.setattr(handler, "receive", receive)
        assert reconcile.take_in_missed(there.bot) == 1
    assert there.kinds() == ["overdose_now"]
    with there.bot.db.look() as work:
        assert state.get(work, "received_until") is None, "the watermark stays where it was"
    there.clock.advance(86_000)
    assert reconcile.take_in_missed(there.bot) == 1


def test_when_the_provider_cannot_be_asked_the_watermark_stays(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(since: datetime) -> Iterable[Received]:
        raise SendError("http-503", unknown=True)

    monkeypatch.setattr(provider(there), "received_since", down)
    with pytest.raises(SendError):
        reconcile.take_in_missed(there.bot)
    with there.bot.db.look() as work:
        assert state.get(work, "received_until") is None
