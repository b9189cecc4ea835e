"""The demo's mobile network: whatever a phone does reaches us as the provider's own signed requests would."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.test import Client

from bot.channels.provider import Outgoing, Received
from bot.channels.signature import sign
from bot.channels.simulator import SimulatedProvider

PATIENCE = 15
"""Seconds the provider waits for a webhook before it gives up."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook said: the HTTP status and its words (TwiML or nothing)."""

    status: int
    body: str


class Network:
    """Signs and posts to our own webhooks through the app's front door; there is no second way in.

    Every post runs on a thread of its own, so that no page's request and no sender's transaction is inside it.
    `token` gives the key to sign with; with `signing` off the signature header is missing, as from a forger.
    """

    def __init__(
        self,
        app: Flask,
        provider: SimulatedProvider,
        public_url: str,
        *,
        token: Callable[[], str],
        signing: bool = True,
    ) -> None:
        self._client = Client(app)
        self._provider = provider
        self._public_url = public_url.rstrip("/")
        self._token = token
        self._signing = signing
        self._calls = ThreadPoolExecutor(4, thread_name_prefix="network")
        self._receipts = ThreadPoolExecutor(1, thread_name_prefix="receipts")
        self._under_way: set[Future[Answer]] = set()

    def text(self, sender: str, body: str) -> tuple[str, Answer]:
        """A phone texts us: the provider's id for it, and what our webhook answered."""
        text = self._provider.text_in(sender, body)
        return text.sid, self.post("/twilio/inbound", _inbound_form(text))

    def receipt(self, sid: str, outgoing: Outgoing) -> None:
        """Post how it ended, once the sender has let go: the receipts' own thread does it, in order."""
        path = f"/twilio/status?{urlencode({'attempt': outgoing.attempt})}"
        form = self._provider.receipt(sid, outgoing)
        job = self._receipts.submit(self._post, path, form)
        self._under_way.add(job)
        job.add_done_callback(self._under_way.discard)

    def pick_up(self, sid: str, outgoing: Outgoing, digits: str | None = None) -> Answer:
        """The called phone is answered, or a key is pressed on it."""
        path = f"/twilio/voice?{urlencode({'notice': outgoing.notice or ''})}"
        form = {"CallSid": sid, "From": self._provider.number, "To": outgoing.to, "CallStatus": "in-progress"}
        return self.post(path, form | ({"Digits": digits} if digits is not None else {}))

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Post a form as the provider; raises TimeoutError when our webhook is too slow for it."""
        return self._calls.submit(self._post, path, dict(form)).result(timeout=PATIENCE)

    def wait_for_receipts(self) -> None:
        """Wait until no receipt is under way any more (never call it from a webhook)."""
        while left := set(self._under_way):
            if wait(left, timeout=PATIENCE).not_done:
                log.warning("receipts are still under way after %s seconds", PATIENCE)
                return

    def _post(self, path: str, form: Mapping[str, str]) -> Answer:
        url = self._public_url + path
        headers: dict[str, str] = {"X-Twilio-Signature": sign(self._token(), url, form)} if self._signing else {}
        parts = urlsplit(self._public_url)
        options: dict[str, Any] = {"base_url": f"{parts.scheme}://{parts.netloc}", "headers": headers, "data": form}
        response = self._client.post(path, **options)
        if response.status_code >= 400:
            log.warning("the webhook %s answered %s", path.partition("?")[0], response.status_code)
        return Answer(response.status_code, response.get_data(as_text=True))


def _inbound_form(text: Received) -> dict[str, str]:
    """The fields of https://www.twilio.com/docs/messaging/guides/webhook-request that our webhook may read."""
    ids = {"MessageSid": text.sid, "SmsMessageSid": text.sid, "SmsSid": text.sid, "AccountSid": "AC" + "0" * 32}
    said = {"From": text.sender, "To": text.to, "Body": text.body, "NumMedia": "0", "NumSegments": "1"}
    return ids | said | {"SmsStatus": "received", "ApiVersion": "2010-04-01"}
