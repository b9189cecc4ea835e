"""A Twilio double over real HTTP, with faults: in a thread (`TwilioDouble`) or as a process of its own.

    python -m tests.doubles.twilio_double --port 0 --log accepted.jsonl

The process prints its URL first. Each accepted text or call is a line of the log, synced before it is answered.
Control (no sign-in, loopback only), what `Control` in twilio_control.py speaks:

    POST /_double/faults    {"faults": [...], "receipts": {...}, "lists": {...}, "stop": [...], "bad": {number: code}}
    POST /_double/reset     everything right again
    POST /_double/clock     {"advance": seconds}: receipts that are due by then come now
    POST /_double/inbound   {"from", "body", "to"?, "url"?, "times"?, "together"?} -> {"sid", "answers"}
    POST /_double/visit     {"sid", "digits"?, "url"?} -> {"status", "text"}: the phone is answered, keys are pressed
    GET  /_double/accepted · /_double/posts · /_double/exchanges
"""

from __future__ import annotations

import argparse
import base64
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from bot.channels.simulator import START_WORDS, STOP_WORDS
from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, Account
from tests.doubles.twilio_answers import API, Api, Refused
from tests.doubles.twilio_faults import Fault, Faults
from tests.doubles.twilio_posts import Posts

RESET = struct.pack("ii", 1, 0)  # linger on, for no time: closing sends RST


class TwilioDouble(ThreadingHTTPServer):
    """The double in this process: `with TwilioDouble() as double: ... double.url`. Port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, port: int = 0, log: Path | None = None, *, account_sid: str = ACCOUNT_SID, auth_token: str = AUTH_TOKEN
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.account, self.faults = Account(log), Faults()
        self.posts = Posts(self.account, self.faults, account_sid, auth_token)
        self.api = Api(self.account, self.faults, self.posts, account_sid)
        self.exchanges: deque[dict[str, Any]] = deque(maxlen=5000)
        self.closing = threading.Event()
        self.password = "Basic " + base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> TwilioDouble:
        threading.Thread(target=self.serve_forever, args=(0.05,), name="twilio-double", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self.shutdown()
        self.posts.stop()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up early is what the faults are for."""

    def control(self, what: str, wanted: dict[str, Any]) -> Any:
        """What `/_double/<what>` does; raises KeyError for anything else."""
        doors: dict[str, Callable[[], Any]] = {
            "faults": lambda: self.faults.switch(wanted),
            "reset": self.faults.reset,
            "clock": lambda: self._advance(wanted["advance"]),
            "inbound": lambda: self._inbound(wanted),
            "visit": lambda: self._visit(wanted),
            "accepted": lambda: [vars(item) for item in self.account.items if item.direction != "inbound"],
            "posts": lambda: list(self.posts.made),
            "exchanges": lambda: list(self.exchanges),
        }
        return doors[what]()

    def _advance(self, seconds: float) -> None:
        self.account.advance(seconds)
        self.posts.wake()

    def _inbound(self, wanted: dict[str, Any]) -> dict[str, Any]:
        sender, body = wanted["from"], wanted["body"]
        if body.strip().upper() in STOP_WORDS:
            self.faults.stop.add(sender)
        elif body.strip().upper() in START_WORDS:
            self.faults.stop.discard(sender)
        item = self.account.add(
            kind="message", to=wanted.get("to", OUR_NUMBER), sender=sender, body=body, direction="inbound",
            status="received", sent=self.account.now(),
        )  # fmt: skip
        url, times = wanted.get("url"), wanted.get("times", 1)
        answers = self.posts.inbound(item, url, times, wanted.get("together", False)) if url else []
        return {"sid": item.sid, "answers": answers}

    def _visit(self, wanted: dict[str, Any]) -> dict[str, Any]:
        call = self.api.fetch(wanted["sid"])
        status, text = self.posts.visit(call, wanted.get("url") or call.url or "", wanted.get("digits"))
        return {"status": status, "text": text}


class _Handler(BaseHTTPRequestHandler):
    server: TwilioDouble
    asked: dict[str, Any]
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: else Nagle's algorithm waits 40 ms for each answer

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if url.path.startswith("/_double/"):
            self._control(url.path.removeprefix("/_double/"), body)
        else:
            self._api(url.path, url.query, body)

    do_POST = do_GET

    def _control(self, what: str, body: str) -> None:
        try:
            self._answer(200, self.server.control(what, json.loads(body or "{}")))
        except (KeyError, TypeError, ValueError) as error:
            self._answer(400, {"error": repr(error)})

    def _api(self, path: str, query: str, body: str) -> None:
        found = API.fullmatch(path)
        kind = self.headers.get("Content-Type")
        self.asked = {"method": self.command, "path": path, "query": query, "type": kind, "body": body}
        self.server.exchanges.append(self.asked)
        if self.headers.get("Authorization") != self.server.password:
            return self._tell(401, Refused(401, 20003, "Authenticate").told())
        if not found or found["account"] != self.server.api.sid:
            return self._tell(404, Refused(404, 20404, f"The resource {path} was not found").told())
        doing = "create" if self.command == "POST" else "fetch" if found["sid"] else "list"
        fault = self.server.faults.next(doing)
        if fault and not fault.accepted:
            return self._fail(fault)
        try:
            status, told = self._done(doing, found["kind"], found["sid"], query, body)
        except Refused as refused:
            status, told = refused.status, refused.told()
        return self._fail(fault) if fault else self._tell(status, told)

    def _done(self, doing: str, kind: str, sid: str | None, query: str, body: str) -> tuple[int, dict[str, Any]]:
        api = self.server.api
        if doing == "create":
            item = api.create(kind, body)
            told = item.told(api.sid)  # as it stands now: its receipts may overtake this answer
            self.server.posts.settle(item)
            return 201, told
        return 200, api.fetch(sid).told(api.sid) if sid else api.list(kind, query)

    def _fail(self, fault: Fault) -> None:
        if fault.kind == "status":
            code = fault.code or (20429 if fault.status == 429 else 20500)
            self._tell(fault.status, Refused(fault.status, code, "A fault").told(), fault.retry_after)
            return
        if fault.kind == "hang":
            self.server.closing.wait(fault.seconds)
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.connection.close()

    def _tell(self, status: int, told: Any, retry_after: float | None = None) -> None:
        self.asked |= {"status": status, "answer": told}
        self._answer(status, told, retry_after)

    def _answer(self, status: int, told: Any, retry_after: float | None = None) -> None:
        text = json.dumps(told, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if retry_after is not None:
            self.send_header("Retry-After", f"{retry_after:g}")
        self.end_headers()
        self.wfile.write(text)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: a test's output is its own."""


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="A Twilio double on loopback, with faults.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--account", default=ACCOUNT_SID)
    parser.add_argument("--token", default=AUTH_TOKEN)
    asked = parser.parse_args()
    double = TwilioDouble(asked.port, asked.log, account_sid=asked.account, auth_token=asked.token)
    print(double.url, flush=True)
    double.serve_forever()


if __name__ == "__main__":
    main()
