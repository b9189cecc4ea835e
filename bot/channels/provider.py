"""What a road can do, and the one border error for when it cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

ChannelName = Literal["sms", "call", "email"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One attempt to send one thing. `to` is E.164 for `sms` and `call`, an address for `email`.

    `body` is the text, the e-mail, or what a call says aloud. `valid_for` (seconds) is how long it is worth delivering.
    `notice` names the notice that a call offers to take by "press 1"; `subject` is for e-mail only.
    """

    attempt: str
    channel: ChannelName
    to: str
    body: str
    valid_for: int | None = None
    notice: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """Something the provider says it took: its id, the state in its own words, and when (UTC)."""

    sid: str
    to: str
    body: str
    status: str
    at: datetime | None
    error_code: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A text that the provider holds for us."""

    sid: str
    sender: str
    to: str
    body: str
    at: datetime


class SendError(Exception):
    """The provider did not take it.

    `permanent`: trying again cannot help. `unknown`: it may have been taken (a time-out after the request left, a
    reset, a 5xx): look before sending again. `code` is the provider's own error code as text, or "timeout", "reset",
    "http-503".
    `retry_after` (seconds) when the provider named one. Never holds a body or a number: it is logged.
    """

    def __init__(
        self, code: str, *, permanent: bool = False, unknown: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(f"not sent ({code})")
        self.code = code
        self.permanent = permanent
        self.unknown = unknown
        self.retry_after = retry_after


class Provider(Protocol):
    """A road for texts and calls."""

    def send(self, outgoing: Outgoing) -> str:
        """Hand one text or call over; returns the provider's id. Raises SendError."""

    def sent_since(self, to: str, since: datetime, *, channel: ChannelName = "sms") -> Iterable[Accepted]:
        """Everything the provider took for that number since the moment (UTC), newest first. Raises SendError."""

    def received_since(self, since: datetime) -> Iterable[Received]:
        """Every text the provider received for us since the moment (UTC), oldest first. Raises SendError."""
