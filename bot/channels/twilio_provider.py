"""The road through Twilio: texts and calls out, and what it holds for us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from twilio.base import values
from twilio.base.exceptions import TwilioException
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from bot.channels import errors, limits
from bot.channels.provider import Accepted, ChannelName, Outgoing, Received, SendError
from bot.channels.twilio_http import BorderClient

T = TypeVar("T")

# One number's whole history nearly always fits the largest page: then no order and no empty sent date can hide a text.
SENT_PAGE, RECEIVED_PAGE, MOST_PAGES = 1000, 200, 500
CALL_EVENTS = ["initiated", "ringing", "answered", "completed"]


class TwilioProvider:
    """Texts and calls by Twilio. `sender` is a messaging service ("MG...") or a number in E.164; `timeout` in seconds.

    A service cannot ring: calls come from `number`, the sender where that is one. `api_url` points at another host.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        sender: str,
        public_url: str,
        api_url: str | None = None,
        timeout: float = 10,
        *,
        number: str | None = None,
    ) -> None:
        self._client = Client(account_sid, auth_token, http_client=BorderClient(timeout, api_url))
        self._service = sender if sender.startswith("MG") else None
        self._number = number or (None if self._service else sender)
        self._public_url = public_url.rstrip("/")

    @property
    def can_ring(self) -> bool:
        """Whether there is a number to call from: without one danger rings nobody."""
        return self._number is not None

    def send(self, outgoing: Outgoing) -> str:
        """Hand one text or call over; returns Twilio's id. Raises SendError."""
        limits.check(outgoing, ("sms", "call"))
        made = _asked(lambda: self._call(outgoing) if outgoing.channel == "call" else self._text(outgoing))
        if not made.sid:
            raise errors.unreadable()
        return str(made.sid)

    def sent_since(self, to: str, since: datetime, *, channel: ChannelName = "sms") -> list[Accepted]:
        """What Twilio took for that number from the second of `since` on, newest first. Raises SendError.

        Asked by number and moment of creation, not of sending: a queued text has no sent date. A fresh one may take
        some seconds to be listed, and Twilio's clock is not ours: leave a margin and count without the known ids.
        """
        kind = self._client.calls if channel == "call" else self._client.messages
        edge = _whole_second(since)
        listed = _pages(lambda: kind.page(to=to, page_size=SENT_PAGE), edge)
        found = {item.sid: _accepted(item) for item in listed if _recent(item, edge) and not _inbound(item)}
        return sorted(found.values(), key=lambda taken: taken.at or datetime.max.replace(tzinfo=UTC), reverse=True)

    def received_since(self, since: datetime) -> list[Received]:
        """Every text for us from the second of `since` on, oldest first. Raises SendError.

        A service may have several numbers, so all of the account's are asked for; no filter by date, which would hide
        a text whose webhook never ran.
        """
        to = values.unset if self._service else self._number
        edge = _whole_second(since)
        listed = _pages(lambda: self._client.messages.page(to=to, page_size=RECEIVED_PAGE), edge)
        found = {item.sid: _received(item, edge) for item in listed if _recent(item, edge) and _inbound(item)}
        oldest_first = list(found.values())[::-1]  # whole seconds only: within one the list's own order must tell
        return sorted(oldest_first, key=lambda text: text.at)

    def _text(self, outgoing: Outgoing) -> Any:
        return self._client.messages.create(
            to=outgoing.to,
            body=outgoing.body,
            from_=values.unset if self._service else self._number,
            messaging_service_sid=self._service or values.unset,
            status_callback=self._url("/twilio/status", attempt=outgoing.attempt),
            validity_period=limits.validity(outgoing) or values.unset,
        )

    def _call(self, outgoing: Outgoing) -> Any:
        if self._number is None:
            raise SendError("no-number-to-ring-from", permanent=True)
        return self._client.calls.create(
            to=outgoing.to,
            from_=self._number,
            **self._what_it_says(outgoing),
            status_callback=self._url("/twilio/status", attempt=outgoing.attempt),
            status_callback_event=CALL_EVENTS,
        )

    def _what_it_says(self, outgoing: Outgoing) -> dict[str, str]:
        """With a notice our voice page speaks and listens for "1"; without one the call just says its words."""
        if outgoing.notice is not None:
            return {"url": self._url("/twilio/voice", notice=outgoing.notice)}
        spoken = VoiceResponse()
        spoken.say(outgoing.body, language="en-GB")
        return {"twiml": str(spoken)}

    def _url(self, path: str, **query: str) -> str:
        return f"{self._public_url}{path}?{urlencode(query)}"


def _asked(ask: Callable[[], T]) -> T:
    """Ask Twilio; an answer that its client cannot read is a SendError too, with nothing of the answer in it."""
    try:
        return ask()
    except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
        failure = errors.unreadable()
    raise failure


def _pages(first: Callable[[], Any], edge: datetime) -> Iterator[Any]:
    """The items of page after page, until a whole page is older than `edge`: within a page any order will do."""
    page = _asked(first)
    for _ in range(MOST_PAGES):
        items = _asked(lambda page=page: list(page))  # type: ignore[misc]
        yield from items
        if items and not any(_recent(item, edge) for item in items):
            return
        page = _asked(page.next_page)
        if page is None:
            return
    raise SendError("too-many-pages")


def _whole_second(since: datetime) -> datetime:
    """Twilio tells whole seconds: half a second would hide what was taken in the second itself."""
    return since.astimezone(UTC).replace(microsecond=0)


def _made_at(item: Any) -> datetime | None:
    return item.date_created or getattr(item, "date_sent", None) or getattr(item, "start_time", None)


def _recent(item: Any, edge: datetime) -> bool:
    at = _made_at(item)
    return at is None or at >= edge


def _inbound(item: Any) -> bool:
    return str(item.direction).startswith("inbound")


def _accepted(item: Any) -> Accepted:
    code = getattr(item, "error_code", None)
    return Accepted(
        sid=item.sid,
        to=item.to,
        body=getattr(item, "body", None) or "",
        status=str(item.status),
        at=_made_at(item),
        error_code=str(code) if code else None,
    )


def _received(item: Any, edge: datetime) -> Received:
    return Received(sid=item.sid, sender=item.from_, to=item.to, body=item.body or "", at=_made_at(item) or edge)
