"""What the Twilio double took and holds: its records, its log on disk, and how Twilio tells them."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal

ACCOUNT_SID = "AC" + "7" * 32
AUTH_TOKEN = "the-doubles-own-token"
OUR_NUMBER = "+447700900000"
MOVES = ("queued", "accepted", "initiated", "sending", "sent", "ringing", "in-progress")
"""States that are not final, in their order: a receipt that comes late moves nothing back."""


@dataclass
class Item:
    """One text or call."""

    sid: str
    kind: Literal["message", "call"]
    to: str
    sender: str
    body: str
    direction: str
    status: str
    created: datetime
    sent: datetime | None = None
    error_code: int | None = None
    callback: str | None = None
    url: str | None = None
    service: str | None = None

    def move(self, status: str, at: datetime, error_code: int | None) -> None:
        if self.status in MOVES and (status not in MOVES or MOVES.index(status) > MOVES.index(self.status)):
            self.status, self.error_code = status, error_code
            self.sent = self.sent or at

    def told(self, account: str) -> dict[str, Any]:
        return self._as_message(account) if self.kind == "message" else self._as_call(account)

    def _as_message(self, account: str) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{account}/Messages/{self.sid}"
        return {
            **self._as_both(account),
            "body": self.body,
            "date_sent": _rfc(self.sent),
            "error_code": self.error_code,
            "error_message": None,
            "messaging_service_sid": self.service,
            "num_media": "0",
            "num_segments": "1",
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "uri": f"{uri}.json",
        }

    def _as_call(self, account: str) -> dict[str, Any]:
        return {
            **self._as_both(account),
            "status": "queued" if self.status == "initiated" else self.status,
            "start_time": _rfc(self.sent),
            "end_time": None,
            "duration": None,
            "uri": f"/2010-04-01/Accounts/{account}/Calls/{self.sid}.json",
        }

    def _as_both(self, account: str) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "account_sid": account,
            "api_version": "2010-04-01",
            "to": self.to,
            "from": self.sender or None,
            "status": self.status,
            "direction": self.direction,
            "date_created": _rfc(self.created),
            "date_updated": _rfc(self.sent or self.created),
            "price": None,
            "price_unit": "GBP",
        }


class Account:
    """The double's records. Its clock is the real one plus what `advance` added."""

    def __init__(self, log: Path | None = None) -> None:
        self.items: list[Item] = []
        self._lock = threading.Lock()
        self._log = log
        self._ahead = timedelta()
        self._number = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)

    def add(self, **what: Any) -> Item:
        """Record one text or call; on disk before anybody hears of it, so that a kill test can count."""
        with self._lock:
            self._number += 1
            prefix = "SM" if what["kind"] == "message" else "CA"
            item = Item(sid=f"{prefix}{self._number:032x}", created=self.now(), **what)
            if self._log:
                _append(self._log, {name: getattr(item, name) for name in _LOGGED} | {"at": item.created.isoformat()})
            self.items.append(item)
            return item

    def find(self, sid: str) -> Item | None:
        return next((item for item in list(self.items) if item.sid == sid), None)

    def of(self, kind: str) -> list[Item]:
        """Texts or calls, newest first."""
        return [item for item in list(self.items) if item.kind == kind][::-1]


_LOGGED = ("sid", "kind", "direction", "to", "sender", "body", "callback", "url")


def _append(log: Path, record: dict[str, Any]) -> None:
    with log.open("a", encoding="utf-8") as book:
        book.write(json.dumps(record) + "\n")
        book.flush()
        os.fsync(book.fileno())


def _rfc(at: datetime | None) -> str | None:
    return format_datetime(at.replace(microsecond=0)) if at else None
