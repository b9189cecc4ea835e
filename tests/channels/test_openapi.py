"""What our client asks of Twilio, and what the double answers, is as Twilio's own OpenAPI document has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.channels.roads import ASHA, DEAN, TwilioRoad, ring, text
from tests.channels.twilio_openapi import document, problems

GOOD = {
    "method": "POST",
    "path": "/2010-04-01/Accounts/AC" + "7" * 32 + "/Messages.json",
    "query": "",
    "type": "application/x-www-form-urlencoded",
    "body": "To=%2B447700900001&From=%2B447700900000&Body=Hi",
}


def test_every_kind_of_request_is_as_described(twilio: TwilioRoad) -> None:
    before = twilio.now()
    for number in range(3):
        twilio.provider.send(text(valid_for=600 + number))
    twilio.provider.send(ring())
    twilio.provider.send(ring(notice=None))
    twilio.phone_texts(DEAN, "yes")
    twilio.control.switch(lists={"most": 2})
    twilio.provider.sent_since(DEAN, before)
    twilio.provider.sent_since(ASHA, before, channel="call")
    twilio.provider.received_since(before)
    exchanges = twilio.control.exchanges()
    assert [problem for exchange in exchanges for problem in problems(exchange)] == []
    assert {(exchange["method"], exchange["path"].rsplit("/", 1)[1]) for exchange in exchanges} == {
        ("POST", "Messages.json"),
        ("POST", "Calls.json"),
        ("GET", "Messages.json"),
        ("GET", "Calls.json"),
    }
    assert any("Page=1" in exchange["query"] for exchange in exchanges), "a further page was asked for"


def test_a_good_request_is_let_through() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": GOOD["path"].replace("Messages", "Msgs")},
        {"path": GOOD["path"].replace("AC", "XX")},
        {"method": "PUT"},
        {"body": "From=%2B447700900000&Body=Hi"},
        {"body": GOOD["body"] + "&ValidityPeriod=soon"},
        {"body": GOOD["body"] + "&MessagingServiceSid=MG1"},
        {"body": GOOD["body"] + "&StatusCallbackUrl=https%3A%2F%2Fbot.example"},
        {"method": "GET", "query": "Too=%2B447700900001", "body": ""},
        {"type": "application/json", "body": "{}"},
        {"status": 201, "answer": {"sid": "nonsense"}},
        {"status": 201, "answer": {"status": "on its way"}},
    ],
)
def test_a_wrong_request_or_answer_is_seen(wrong: dict[str, Any]) -> None:
    assert problems(GOOD | wrong) != []


def test_without_the_document_the_test_fails_and_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="make setup"):
        document(tmp_path)
