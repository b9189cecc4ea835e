"""Twilio in trouble: what a failed send is taken for, and how a text that was taken after all is found."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.provider import SendError
from bot.channels.twilio_provider import TwilioProvider
from tests.channels.roads import ASHA, DEAN, PUBLIC_URL, TwilioRoad, ring, text
from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER
from tests.doubles.twilio_double import TwilioDouble

IMPATIENT = 0.3  # seconds


@pytest.fixture
def impatient(double: TwilioDouble) -> TwilioRoad:
    return TwilioRoad(double, timeout=IMPATIENT)


def refused(road: TwilioRoad) -> SendError:
    with pytest.raises(SendError) as caught:
        road.provider.send(text("a secret"))
    return caught.value


def taken(road: TwilioRoad) -> int:
    return len([item for item in road.double.account.items if item.direction == "outbound-api"])


@pytest.mark.parametrize(
    ("fault", "code", "permanent", "unknown", "retry_after"),
    [
        ({"kind": "status", "status": 429, "retry_after": 7}, "20429", False, False, 7.0),
        ({"kind": "status", "status": 429}, "20429", False, False, None),
        ({"kind": "status", "status": 500}, "http-500", False, True, None),
        ({"kind": "status", "status": 503, "retry_after": 2}, "http-503", False, True, 2.0),
        ({"kind": "status", "status": 408}, "http-408", False, True, None),
        ({"kind": "status", "status": 503, "accepted": True}, "http-503", False, True, None),
        ({"kind": "status", "status": 400, "code": 21614}, "21614", True, False, None),
        ({"kind": "status", "status": 400, "code": 21611}, "21611", False, False, None),
        ({"kind": "status", "status": 401, "code": 20003}, "20003", False, False, None),
        ({"kind": "status", "status": 401, "code": 20009}, "20009", False, False, None),
        ({"kind": "status", "status": 302, "code": 1}, "http-302", False, False, None),
        ({"kind": "hang"}, "timeout", False, True, None),
        ({"kind": "hang", "accepted": True}, "timeout", False, True, None),
        ({"kind": "reset"}, "reset", False, True, None),
        ({"kind": "reset", "accepted": True}, "reset", False, True, None),
    ],
)
def test_each_fault_gives_the_right_failure(
    impatient: TwilioRoad, fault: dict[str, Any], code: str, permanent: bool, unknown: bool, retry_after: float | None
) -> None:
    impatient.control.fault(**fault)
    error = refused(impatient)
    assert (error.code, error.permanent, error.unknown, error.retry_after) == (code, permanent, unknown, retry_after)
    assert taken(impatient) == (1 if fault.get("accepted") else 0)
    assert impatient.provider.send(text()), "the fault is over"


def test_nobody_listening_is_known_not_to_be_taken(double: TwilioDouble) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # a port where nobody listens
        nowhere = f"http://127.0.0.1:{bound.getsockname()[1]}"
        provider = TwilioProvider(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, PUBLIC_URL, nowhere, IMPATIENT)
        with pytest.raises(SendError) as caught:
            provider.send(text())
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == ("unreachable", False, False)


def test_a_wrong_token_gives_no_text_up(double: TwilioDouble) -> None:
    provider = TwilioProvider(ACCOUNT_SID, "an old token", OUR_NUMBER, PUBLIC_URL, double.url)
    with pytest.raises(SendError) as caught:
        provider.send(text())
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == ("20003", False, False)


@pytest.mark.parametrize("fault", ["hang", "reset"])
def test_a_text_taken_before_the_silence_is_found(impatient: TwilioRoad, fault: str) -> None:
    before = impatient.now()
    impatient.control.fault(fault, accepted=True)
    assert refused(impatient).unknown
    assert [found.body for found in impatient.provider.sent_since(DEAN, before)] == ["a secret"]


def test_a_text_never_taken_is_not_found(impatient: TwilioRoad) -> None:
    before = impatient.now()
    impatient.control.fault("hang")
    assert refused(impatient).unknown
    assert impatient.provider.sent_since(DEAN, before) == []


def test_a_call_taken_before_the_silence_is_found(impatient: TwilioRoad) -> None:
    before = impatient.now()
    impatient.control.fault("hang", accepted=True)
    with pytest.raises(SendError):
        impatient.provider.send(ring())
    assert len(impatient.provider.sent_since(ASHA, before, channel="call")) == 1


def test_a_list_that_lags_shows_it_after_the_lag(impatient: TwilioRoad) -> None:
    before = impatient.now()
    impatient.control.switch(lists={"lag": 20}, faults=[{"kind": "hang", "accepted": True}])
    assert refused(impatient).unknown
    assert impatient.provider.sent_since(DEAN, before) == []
    impatient.later(21)
    assert len(impatient.provider.sent_since(DEAN, before)) == 1


def test_an_empty_sent_date_hides_nothing(impatient: TwilioRoad) -> None:
    impatient.control.switch(receipts={"hold": True}, faults=[{"kind": "hang", "accepted": True}])
    before = impatient.now()
    assert refused(impatient).unknown
    (found,) = impatient.provider.sent_since(DEAN, before)
    assert found.status == "queued" and found.at is not None
    assert impatient.double.account.items[0].sent is None


def test_the_doubles_filter_by_date_does_hide_it(twilio: TwilioRoad) -> None:
    """The trap that `sent_since` walks around is real here: else the test above would show nothing."""
    twilio.control.switch(receipts={"hold": True})
    twilio.provider.send(text())
    messages = twilio.provider._client.messages
    assert len(messages.list(to=DEAN)) == 1
    assert messages.list(to=DEAN, date_sent_after=twilio.now() - timedelta(days=1)) == []


@pytest.mark.parametrize("most", [2, 3, 5, 1000])
def test_pages_and_their_order_hide_nothing(twilio: TwilioRoad, most: int) -> None:
    for number in range(3):
        twilio.provider.send(text(f"old {number}"))
    twilio.later(3600)
    before = twilio.now()
    sent = [twilio.provider.send(text(f"new {number}")) for number in range(5)]
    twilio.control.switch(lists={"most": most, "reorder": True})
    assert {found.sid for found in twilio.provider.sent_since(DEAN, before)} == set(sent)


def test_pages_are_turned_until_one_is_too_old_and_no_further(twilio: TwilioRoad) -> None:
    for _ in range(6):
        twilio.provider.send(text())
        twilio.later(60)
    twilio.control.switch(lists={"most": 1})
    assert len(twilio.provider.sent_since(DEAN, twilio.now() - timedelta(seconds=130))) == 2
    asked = [exchange for exchange in twilio.control.exchanges() if exchange["method"] == "GET"]
    assert len(asked) == 3


def test_many_texts_that_phones_sent_are_all_found_in_their_order(twilio: TwilioRoad) -> None:
    before = twilio.now()
    for number in range(7):
        twilio.phone_texts(DEAN, f"text {number}")
    twilio.control.switch(lists={"most": 3})
    assert [held.body for held in twilio.provider.received_since(before)] == [f"text {number}" for number in range(7)]


def test_our_own_canary_counts_once_each_way(twilio: TwilioRoad) -> None:
    before = twilio.now()
    twilio.provider.send(text("canary", to=OUR_NUMBER))
    twilio.phone_texts(OUR_NUMBER, "canary")
    assert len(twilio.provider.sent_since(OUR_NUMBER, before)) == 1
    assert len(twilio.provider.received_since(before)) == 1


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 500}, {"kind": "reset"}, {"kind": "hang"}])
def test_a_list_that_fails_is_a_failure_and_never_an_empty_list(impatient: TwilioRoad, fault: dict[str, Any]) -> None:
    impatient.control.switch(faults=[{"on": "list", "times": 2, **fault}])
    with pytest.raises(SendError):
        impatient.provider.sent_since(DEAN, impatient.now())
    with pytest.raises(SendError):
        impatient.provider.received_since(impatient.now())


def test_a_second_page_that_fails_is_a_failure_too(twilio: TwilioRoad) -> None:
    before = twilio.now()
    for _ in range(3):
        twilio.provider.send(text())
    twilio.control.switch(lists={"most": 1}, faults=[])
    provider = twilio.provider
    page = provider._client.messages.page(to=DEAN, page_size=1)
    twilio.control.fault("status", on="list", status=503)
    with pytest.raises(SendError, match="http-503"):
        page.next_page()
    assert len(provider.sent_since(DEAN, before)) == 3


def test_neither_log_nor_failure_holds_a_number(impatient: TwilioRoad, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    impatient.provider.send(text("a secret"))
    impatient.provider.sent_since(DEAN, impatient.now())
    for kind in ("hang", "reset"):
        impatient.control.fault(kind)
        error = refused(impatient)
        assert error.__context__ is None and error.__cause__ is None
    assert "7700900001" not in caplog.text and "secret" not in caplog.text
