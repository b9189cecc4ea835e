"""What our client asks of Twilio, as Twilio sees it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.channels.provider import SendError
from tests.channels.roads import TwilioRoad, ring, text
from tests.doubles.twilio_double import TwilioDouble

SERVICE = "MG" + "3" * 32


def asked(road: TwilioRoad) -> dict[str, Any]:
    """The form of the newest request."""
    return parse_qs(road.control.exchanges()[-1]["body"])


def test_a_text_names_its_attempt_where_receipts_go(twilio: TwilioRoad) -> None:
    twilio.provider.send(text(attempt="0193-a/b c"))
    assert asked(twilio)["StatusCallback"] == ["https://bot.example/twilio/status?attempt=0193-a%2Fb+c"]


@pytest.mark.parametrize(
    ("valid_for", "told"), [(600, ["600"]), (36_000, ["36000"]), (90_000, ["36000"]), (None, None)]
)
def test_a_reminder_is_not_delivered_after_its_appointment(
    twilio: TwilioRoad, valid_for: int | None, told: list[str] | None
) -> None:
    twilio.provider.send(text(valid_for=valid_for))
    assert asked(twilio).get("ValidityPeriod") == told


def test_a_number_sends_as_itself(twilio: TwilioRoad) -> None:
    twilio.provider.send(text())
    form = asked(twilio)
    assert form["From"] == ["+447700900000"] and "MessagingServiceSid" not in form


def test_a_messaging_service_picks_its_own_number(double: TwilioDouble) -> None:
    road = TwilioRoad(double, sender=SERVICE)
    road.provider.send(text())
    form = asked(road)
    assert form["MessagingServiceSid"] == [SERVICE] and "From" not in form


def test_a_messaging_service_alone_cannot_ring_and_says_so(double: TwilioDouble) -> None:
    road = TwilioRoad(double, sender=SERVICE)
    assert not road.provider.can_ring
    with pytest.raises(SendError, match="no-number-to-ring-from"):
        road.provider.send(ring())
    assert TwilioRoad(double, sender=SERVICE, number="+447700900000").provider.can_ring


def test_a_call_about_a_notice_asks_our_voice_page(twilio: TwilioRoad) -> None:
    twilio.provider.send(ring())
    form = asked(twilio)
    assert form["Url"] == ["https://bot.example/twilio/voice?notice=notice-1"] and "Twiml" not in form
    assert form["StatusCallback"] == ["https://bot.example/twilio/status?attempt=attempt-9"]
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]


def test_a_call_without_a_notice_just_says_its_words(twilio: TwilioRoad) -> None:
    twilio.provider.send(ring(notice=None))
    form = asked(twilio)
    assert "Url" not in form and "Urgent. Press 1 to take it.</Say>" in form["Twiml"][0]


def test_texts_to_any_number_of_a_service_are_found(double: TwilioDouble) -> None:
    road = TwilioRoad(double, sender=SERVICE, number="+447700900000")
    before = road.now()
    road.control.inbound("+447700900001", "to the other number", to="+447700900009")
    assert [held.body for held in road.provider.received_since(before)] == ["to the other number"]
