"""What the simulated provider does beyond the contract: receipts, ids, and a ledger that others bring."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.ledger import MemoryLedger
from bot.channels.provider import Outgoing
from bot.channels.simulator import Behaviour, SimulatedProvider
from tests.channels.roads import DEAN, ring, text

FRIDAY = datetime(2026, 10, 9, 10, 0, tzinfo=UTC)


def test_ids_count_up_the_same_way_each_time() -> None:
    for _ in range(2):
        provider = SimulatedProvider(lambda: FRIDAY)
        assert [provider.send(text()), provider.send(ring()), provider.text_in(DEAN, "yes").sid] == [
            "SM" + "1".zfill(32),
            "CA" + "2".zfill(32),
            "SM" + "3".zfill(32),
        ]


def test_the_hook_hears_of_what_was_taken_and_can_read_it_back() -> None:
    heard: list[tuple[str, Outgoing, int]] = []
    ledger = MemoryLedger()
    provider = SimulatedProvider(
        lambda: FRIDAY, ledger, on_accepted=lambda sid, out: heard.append((sid, out, len(ledger.sent_to(DEAN, "sms"))))
    )
    sid = provider.send(text())
    assert heard == [(sid, text(), 1)]


def test_a_hook_that_fails_unsends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fails(sid: str, outgoing: Outgoing) -> None:
        raise RuntimeError(outgoing.body)

    provider = SimulatedProvider(lambda: FRIDAY, on_accepted=fails)
    assert provider.send(text("a secret"))
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text


@pytest.mark.parametrize(
    ("behaviour", "status", "code"),
    [("reachable", "delivered", None), ("off", "undelivered", "30003"), ("gone", "undelivered", "30005")],
)
def test_a_texts_receipt_tells_how_it_ended(behaviour: Behaviour, status: str, code: str | None) -> None:
    provider = SimulatedProvider(lambda: FRIDAY)
    provider.behave(DEAN, behaviour)
    form = provider.receipt(provider.send(text()), text())
    assert (form["MessageStatus"], form.get("ErrorCode"), form["To"]) == (status, code, DEAN)
    assert form["MessageSid"] == "SM" + "1".zfill(32) and form["AccountSid"].startswith("AC")


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("reachable", "completed"), ("off", "no-answer"), ("gone", "failed"), ("blocked", "completed")],
)
def test_a_calls_receipt_tells_how_it_ended(behaviour: Behaviour, status: str) -> None:
    provider = SimulatedProvider(lambda: FRIDAY, behaviours={"+447700900101": behaviour})
    form = provider.receipt(provider.send(ring()), ring())
    assert form["CallStatus"] == status and form["CallSid"].startswith("CA") and "MessageSid" not in form


def test_two_providers_on_one_ledger_are_one_provider() -> None:
    """As in a demo where the web and the worker are two processes on one database."""
    ledger, behaviours = MemoryLedger(), dict[str, Behaviour]()
    web = SimulatedProvider(lambda: FRIDAY, ledger, behaviours=behaviours)
    worker = SimulatedProvider(lambda: FRIDAY, ledger, behaviours=behaviours)
    assert web.send(text()) != worker.send(text())
    assert len(worker.sent_since(DEAN, FRIDAY)) == 2
    web.text_in(DEAN, "STOP")
    assert worker.behaviour(DEAN) == "blocked" and [held.body for held in worker.received_since(FRIDAY)] == ["STOP"]
