"""An outage of an hour loses no text: the provider is asked for what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest

from bot.channels.provider import Received, SendError
from bot.handlers import inbound as handler
from bot.handlers import reconcile
from bot.handlers.inbound import Incoming
from bot.store import state
from bot.store.inbound import inbound
from tests.handlers.telling import OVERDOSE, RING_999, STRANGER, provider, rang, rows_of, settled
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
