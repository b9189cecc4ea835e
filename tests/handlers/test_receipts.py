"""Receipts come late, twice, in any order, and before our own commit: a final state never goes back."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.channels.provider import Outgoing, SendError
from bot.handlers import receipts, reconcile
from bot.handlers.receipts import Receipt
from bot.store.outbox import outbox
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import OVERDOSE, assert_no_one_lost, owed, provider, rang, settled, told
from tests.support.world import World


def the_text(there: World) -> dict[str, object]:
    return owed(there, outbox.c.person_id.is_not(None))[0]


def receipt(there: World, status: str, code: str | None = None) -> None:
    row = the_text(there)
    receipts.receive(there.bot, Receipt(str(row["provider_sid"]), status, code))


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_in_whatever_order_they_come_it_was_delivered(there: World, order: tuple[str, ...]) -> None:
    there.person()
    for status in (*order, *order):
        receipt(there, status)
    assert the_text(there)["state"] == "delivered"
    assert there.open() == []


def test_a_receipt_a_day_late_still_counts(there: World) -> None:
    there.person()
    there.wait(days=1)
    receipt(there, "undelivered", "30005")
    assert the_text(there)["state"] == "undelivered"
    assert "bad_number" in there.kinds()
    assert_no_one_lost(there)


def test_not_delivered_twice_is_one_escalation(there: World) -> None:
    there.person()
    for _ in range(3):
        receipt(there, "undelivered", "30007")
    assert there.kinds() == ["undeliverable"]


def test_what_was_delivered_does_not_become_undelivered(there: World) -> None:
    there.person()
    receipt(there, "delivered")
    receipt(there, "undelivered", "30005")
    assert the_text(there)["state"] == "delivered" and there.open() == []


def test_a_receipt_before_our_own_commit_is_not_lost(kept: World) -> None:
    """It names our attempt: the row learns its provider id from it."""

    def at_once(sid: str, outgoing: Outgoing) -> None:
        receipts.receive(kept.bot, Receipt(sid, "delivered", None, outgoing.attempt))

    provider(kept).on_accepted = at_once
    kept.person()
    row = the_text(kept)
    assert row["state"] == "delivered" and row["provider_sid"]


def test_a_receipt_settles_what_timed_out(kept: World) -> None:
    """The provider took it and says so before anybody has asked."""
    real = provider(kept)
    kept.bot.provider = Road(real, [TIME_OUT], taken=True)
    told: list[Receipt] = []
    real.on_accepted = lambda sid, outgoing: told.append(Receipt(sid, "sent", None, outgoing.attempt))
    kept.person()
    assert the_text(kept)["state"] == "sending"
    receipts.receive(kept.bot, told[0])
    assert the_text(kept)["state"] == "sent"
    kept.clock.advance(120)
    assert reconcile.settle_stranded(kept.bot) == 0
    kept.run()
    assert the_text(kept)["provider_sid"] == told[0].sid


def test_a_receipt_for_a_text_that_is_owed_again_keeps_it_from_being_sent_twice(there: World) -> None:
    real = provider(there)
    there.bot.provider = Road(real, [SendError("429")], taken=True)
    told: list[Receipt] = []
    real.on_accepted = lambda sid, outgoing: told.append(Receipt(sid, "sent", None, outgoing.attempt))
    there.person()
    assert the_text(there)["state"] == "waiting"
    receipts.receive(there.bot, told[0])
    row = the_text(there)
    assert (row["state"], row["provider_sid"]) == ("sent", told[0].sid)
    receipts.receive(there.bot, Receipt(told[0].sid, "delivered"))
    there.wait(minutes=5)
    assert the_text(there)["state"] == "delivered" and len(told) == 1


@pytest.mark.parametrize("attempt", [None, "", "nonsense", "nobody.1", "nobody.x"])
def test_a_receipt_of_a_text_that_is_not_ours_changes_nothing(there: World, attempt: str | None) -> None:
    there.person()
    before = the_text(there)
    receipts.receive(there.bot, Receipt("SMnobodys", "undelivered", "30005", attempt))
    assert the_text(there) == before and there.open() == []


def test_a_word_that_the_provider_has_not_used_yet_changes_nothing(there: World) -> None:
    there.person()
    receipt(there, "teleported")
    assert the_text(there)["state"] == "sent"


@pytest.mark.parametrize("code", ["30003", "30008", None])
def test_a_danger_answer_that_did_not_arrive_rings(there: World, code: str | None) -> None:
    settled(there)
    there.texts(OVERDOSE)
    [answer] = owed(there, outbox.c.message == "overdose-now")
    receipts.receive(there.bot, Receipt(str(answer["provider_sid"]), "undelivered", code))
    there.run()
    assert [(one.kind, one.urgency) for one in there.open()] == [("overdose_now", "urgent")]
    assert rang(there, "Joe").count("call") == 1, "one danger, one ringing"
    assert told(there, "Joe", "notice-unheard") == 1
    assert_no_one_lost(there)
