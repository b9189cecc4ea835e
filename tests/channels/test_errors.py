"""What goes wrong below HTTP, or after it: only what certainly never left may be sent again without looking."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import urllib3

from bot.channels import errors
from bot.channels.provider import SendError
from bot.channels.twilio_provider import TwilioProvider
from tests.channels.roads import DEAN, PUBLIC_URL, text
from tests.channels.smtp_double import certificate
from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER

FRIDAY = datetime(2026, 10, 9, 10, 0, tzinfo=UTC)


@contextmanager
def answering(raw: bytes, *, then_hang: bool = False, tls: Path | None = None) -> Iterator[str]:
    """A server that answers any request with these bytes."""
    over = threading.Event()

    class Session(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(raw)
            over.wait(30 if then_hang else 0)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(str(tls))
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
        over.set()
        server.shutdown()


def failure(url: str) -> SendError:
    provider = TwilioProvider(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, PUBLIC_URL, url, 0.5)
    with pytest.raises(SendError) as caught:
        provider.send(text())
    assert caught.value.__context__ is None and not caught.value.permanent
    return caught.value


def said(body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (size, body)


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"", b"null", b"[]", b"{}", b'{"sid": null}'])
def test_a_good_answer_that_makes_no_sense_may_have_been_taken(body: bytes) -> None:
    with answering(said(body)) as url:
        error = failure(url)
    assert (error.code, error.unknown) == ("unreadable", True)


def test_half_an_answer_may_have_been_taken() -> None:
    with answering(said(b'{"sid"', 100)) as url:
        assert failure(url).unknown
    with answering(said(b'{"sid"', 100), then_hang=True) as url:
        error = failure(url)
    assert (error.code, error.unknown) == ("timeout", True)


def test_what_is_not_http_may_have_been_taken() -> None:
    with answering(b"220 this is a mail server\r\n") as url:
        assert failure(url).unknown


def test_a_machine_that_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    with answering(said(b"{}"), tls=certificate(tmp_path)) as url:
        error = failure(url)
    assert (error.code, error.unknown) == ("bad-certificate", False)


@pytest.mark.parametrize("body", [b"<html>", b"null", b"{}", b'{"messages": 1}', b'{"a": [], "b": []}'])
def test_a_list_that_makes_no_sense_is_never_an_empty_list(body: bytes) -> None:
    with answering(said(body).replace(b"201 Created", b"200 OK")) as url:
        provider = TwilioProvider(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, PUBLIC_URL, url, 0.5)
        with pytest.raises(SendError):
            provider.sent_since(DEAN, FRIDAY)


@pytest.mark.parametrize(
    ("error", "code", "unknown"),
    [
        (requests.exceptions.ConnectTimeout(), "connect-timeout", False),
        (requests.exceptions.ReadTimeout(), "timeout", True),
        (requests.exceptions.InvalidURL("http://+447700900001"), "bad-address", False),
        (requests.exceptions.ProxyError(), "unreachable", False),
        (requests.exceptions.SSLError("broken in the middle"), "reset", True),
        (requests.exceptions.ChunkedEncodingError(), "reset", True),
        (urllib3.exceptions.ProtocolError("Connection aborted."), "reset", True),
        (TimeoutError(), "timeout", True),
        (OSError("anything else"), "reset", True),
    ],
)
def test_only_what_never_left_is_known_not_to_be_taken(error: Exception, code: str, unknown: bool) -> None:
    told = errors.from_transport(error)
    assert (told.code, told.unknown, told.permanent) == (code, unknown, False)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        (None, None),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("1e9", None),
        ("Fri, 09 Oct", None),
    ],
)
def test_retry_after_is_seconds_or_nothing(header: str | None, seconds: float | None) -> None:
    told = errors.from_response(429, "{}", {"Retry-After": header} if header is not None else {})
    assert told.retry_after == seconds


@pytest.mark.parametrize("told", ["", "nonsense", "[]", '{"code": "+447700900001"}', '{"code": null}', '{"code": 7}'])
def test_a_code_that_is_none_is_left_out(told: str) -> None:
    assert errors.from_response(400, told, {}).code == "http-400"
