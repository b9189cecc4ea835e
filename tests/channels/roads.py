"""The two providers behind one set of world-changers: what one contract suite is told on both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.channels.provider import Outgoing, Provider
from bot.channels.simulator import SimulatedProvider
from bot.channels.twilio_provider import TwilioProvider
from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER
from tests.doubles.twilio_control import Control
from tests.doubles.twilio_double import TwilioDouble

DEAN, ASHA = "+447700900001", "+447700900101"
PUBLIC_URL = "https://bot.example"


def text(body: str = "Hi Dean. Are you OK?", to: str = DEAN, **more: object) -> Outgoing:
    return Outgoing(**{"attempt": "attempt-1", "channel": "sms", "to": to, "body": body} | more)  # type: ignore[arg-type]


def ring(to: str = ASHA, notice: str | None = "notice-1") -> Outgoing:
    return Outgoing(attempt="attempt-9", channel="call", to=to, body="Urgent. Press 1 to take it.", notice=notice)


class Road(Protocol):
    """A provider, and the world around it."""

    @property
    def provider(self) -> Provider: ...

    def now(self) -> datetime: ...
    def later(self, seconds: float) -> None: ...
    def phone_texts(self, sender: str, body: str) -> None: ...
    def switched_off(self, number: str) -> None: ...
    def gone(self, number: str) -> None: ...


@dataclass
class SimulatedRoad:
    """The simulator, on a clock of its own."""

    clock: datetime = datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
    provider: SimulatedProvider = field(init=False)

    def __post_init__(self) -> None:
        self.provider = SimulatedProvider(self.now)

    def now(self) -> datetime:
        return self.clock

    def later(self, seconds: float) -> None:
        self.clock += timedelta(seconds=seconds)

    def phone_texts(self, sender: str, body: str) -> None:
        self.provider.text_in(sender, body)

    def switched_off(self, number: str) -> None:
        self.provider.behave(number, "off")

    def gone(self, number: str) -> None:
        self.provider.behave(number, "gone")


@dataclass
class TwilioRoad:
    """The real client against the double, whose clock can be moved."""

    double: TwilioDouble
    timeout: float = 5.0
    sender: str = OUR_NUMBER
    number: str | None = None

    @property
    def control(self) -> Control:
        return Control(self.double.url)

    @property
    def provider(self) -> TwilioProvider:
        return TwilioProvider(
            ACCOUNT_SID, AUTH_TOKEN, self.sender, PUBLIC_URL, self.double.url, self.timeout, number=self.number
        )

    def now(self) -> datetime:
        return self.double.account.now()

    def later(self, seconds: float) -> None:
        self.control.advance(seconds)

    def phone_texts(self, sender: str, body: str) -> None:
        self.control.inbound(sender, body)

    def switched_off(self, number: str) -> None:
        self.control.switch(bad={number: 30003})

    def gone(self, number: str) -> None:
        self.control.switch(bad={number: 30005})
