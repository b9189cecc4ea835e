"""What the Twilio double posts by itself, signed: receipts, texts that phones send, and visits to a call's page."""

from __future__ import annotations

import heapq
import itertools
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from twilio.request_validator import RequestValidator

from tests.doubles.twilio_account import AUTH_TOKEN, Account, Item
from tests.doubles.twilio_faults import Faults

LOOPBACK = ("127.0.0.1", "localhost", "::1")
CALL_ENDS_BADLY = {30003: "no-answer", 30005: "failed"}


class Posts:
    """Posts to loopback only; any other address is noted as not posted. Every post is kept, with what it got."""

    def __init__(self, account: Account, faults: Faults, account_sid: str, auth_token: str = AUTH_TOKEN) -> None:
        self.made: list[dict[str, Any]] = []
        self._account, self._faults, self._account_sid = account, faults, account_sid
        self._validator = RequestValidator(auth_token)
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="twilio-double-posts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join(timeout=5)

    def wake(self) -> None:
        """Look again what is due: the clock was moved."""
        with self._wake:
            self._wake.notify()

    def settle(self, item: Item) -> None:
        """Plan an accepted item's way to its end, and a receipt for each state."""
        rules = self._faults.receipts
        if rules.hold:
            return
        error_code = self._faults.bad.get(item.to)
        ways = [*_way(item, error_code)]
        for number, status in enumerate(reversed(ways) if rules.reverse else ways, 1):
            code = error_code if status == ways[-1] else None
            self._plan(rules.delay * number, lambda s=status, c=code: self._receipt(item, s, c, rules.copies))  # type: ignore[misc]

    def inbound(self, item: Item, url: str, times: int, together: bool) -> list[int | None]:
        """Post a phone's text to the webhook, `times` over, one after another or all at once; the answers' statuses."""
        form = {
            **dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), item.sid),
            **self._both(item),
        } | {"Body": item.body, "SmsStatus": "received", "NumMedia": "0", "NumSegments": "1", "ToCountry": "GB"}
        with ThreadPoolExecutor(max_workers=times if together else 1) as phones:
            return [answer[0] for answer in phones.map(lambda _: self.post(url, form), range(times))]

    def visit(self, item: Item, url: str, digits: str | None) -> tuple[int | None, str]:
        """Ask for a call's page as when the phone is answered, or after somebody pressed keys."""
        form = {"CallSid": item.sid, "CallStatus": "in-progress", "Direction": item.direction, **self._both(item)}
        return self.post(url, form | ({"Digits": digits} if digits else {}))

    def post(self, url: str, form: dict[str, str]) -> tuple[int | None, str]:
        """Post a signed form; its status (None: nobody answered, or not loopback) and text."""
        answer: tuple[int | None, str] = (None, "")
        if urllib.parse.urlsplit(url).hostname in LOOPBACK:
            request = urllib.request.Request(url, urllib.parse.urlencode(form).encode(), method="POST")
            request.add_header("X-Twilio-Signature", self._validator.compute_signature(url, form))
            answer = _answer(request)
        self.made.append({"url": url, "form": form, "status": answer[0]})
        return answer

    def _receipt(self, item: Item, status: str, error_code: int | None, copies: int) -> None:
        item.move(status, self._account.now(), error_code)
        if not item.callback:
            return
        kind = "Message" if item.kind == "message" else "Call"
        form = {f"{kind}Sid": item.sid, f"{kind}Status": status, **self._both(item)}
        if kind == "Message":
            form |= {"SmsSid": item.sid, "SmsStatus": status}
        if error_code and kind == "Message":
            form["ErrorCode"] = str(error_code)
        for _ in range(copies):
            self.post(item.callback, form)

    def _both(self, item: Item) -> dict[str, str]:
        return {"AccountSid": self._account_sid, "ApiVersion": "2010-04-01", "From": item.sender, "To": item.to}

    def _plan(self, after: float, act: Callable[[], None]) -> None:
        with self._wake:
            heapq.heappush(self._due, (self._account.now() + timedelta(seconds=after), next(self._order), act))
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._due)
                if self._stopped:
                    return
                pause = (self._due[0][0] - self._account.now()).total_seconds()
                if pause > 0:
                    self._wake.wait(pause)
                    continue
                act = heapq.heappop(self._due)[2]
            act()


def _way(item: Item, error_code: int | None) -> tuple[str, ...]:
    if item.kind == "message":
        return ("sent", "undelivered" if error_code else "delivered")
    if error_code:
        return ("initiated", CALL_ENDS_BADLY.get(error_code, "failed"))
    return ("initiated", "ringing", "in-progress", "completed")


def _answer(request: urllib.request.Request) -> tuple[int | None, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=15) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return None, ""
