"""Texts posted over HTTP: ours, signed, beside the bare application; same server, same settings, same client."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from math import ceil
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlencode

from bot.bench.bare import DATABASE
from bot.bench.figures import Figure
from bot.bench.place import begin, new_sid, phone
from bot.channels.signature import sign
from bot.handlers.bot import Bot
from bot.settings import Settings
from bot.web.server import THREADS
from bot.wiring import ROOT

CLIENTS = 2
DOOR = "/twilio/inbound"
Post = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Web:
    """Requests a second as a part of the bare application's, the slowest in a hundred at half load, and the start."""

    ratio: Figure
    p99_ms: Figure
    start_s: Figure
    ours: Figure
    bare: Figure


def web(bot: Bot, people: Sequence[str], settings: Settings, folder: Path, runs: int) -> Web:
    """Both applications serve at once, and are asked in turn; every text answers a check-in that waits."""
    ours, bare, p99, starts = [], [], [], []
    with _served("bot.wsgi:application()", _environment(settings), folder) as (our_port, our_start):
        bare_url = {DATABASE: f"sqlite:///{folder / 'bare.db'}"}
        with _served("bot.bench.bare:application()", bare_url, folder) as (bare_port, _):
            # Warm-up. Asked first: an answer to nothing would open an escalation for everybody.
            _ask(bot, people)
            _burst(our_port, _posts(settings, len(people)))
            _burst(bare_port, _posts(settings, len(people)))
            starts.append(our_start)
            for _ in range(runs):
                _ask(bot, people)
                ours.append(_burst(our_port, _posts(settings, len(people))))
                bare.append(_burst(bare_port, _posts(settings, len(people))))
                _ask(bot, people)
                p99.append(_paced(our_port, _posts(settings, len(people)), ours[-1] / 2))
    for _ in range(runs - 1):
        with _served("bot.wsgi:application()", _environment(settings), folder) as (_, start):
            starts.append(start)
    ratios = [a / b for a, b in zip(ours, bare, strict=True)]
    return Web(Figure.of(ratios), Figure.of(p99), Figure.of(starts), Figure.of(ours), Figure.of(bare))


def _ask(bot: Bot, people: Sequence[str]) -> None:
    for person_id in people:
        begin(bot, person_id)


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "BOT_MODE": "demo",
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "DATA_KEYS": ",".join(settings.data_keys),
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "PUBLIC_URL": settings.public_url,
    }


def _posts(settings: Settings, many: int) -> list[Post]:
    found = []
    for number in range(many):
        form = {"MessageSid": new_sid(), "From": phone(number), "To": "+447700900000", "Body": "good thanks"}
        signature = sign(settings.twilio_auth_token, f"{settings.public_url}{DOOR}", form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        found.append((urlencode(form).encode(), headers))
    return found


@contextmanager
def _served(application: str, extra: dict[str, str], folder: Path) -> Iterator[tuple[int, float]]:
    """The application under gunicorn on a free port; the port, and the seconds until it first answered."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--worker-class", "gthread", "--threads"]
    command += [str(THREADS), "--bind", f"127.0.0.1:{port}", "--log-level", "error", application]
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    began = perf_counter()
    process = subprocess.Popen(command, cwd=folder, env={**kept, "PYTHONPATH": str(ROOT), **extra})
    try:
        _until_live(port, process)
        yield port, perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _until_live(port: int, process: subprocess.Popen[bytes], within: float = 60) -> None:
    last = perf_counter() + within
    while perf_counter() < last and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        except OSError:
            sleep(0.02)
    raise RuntimeError("the application did not start")


def _burst(port: int, posts: Sequence[Post]) -> float:
    """Requests a second, as fast as two clients can ask."""
    began = perf_counter()
    _in_threads(port, posts, None)
    return len(posts) / (perf_counter() - began)


def _paced(port: int, posts: Sequence[Post], rate: float) -> float:
    """The p99 in milliseconds at so many a second, counted from when each was to be asked."""
    waits = sorted(_in_threads(port, posts, rate))
    return 1000 * waits[ceil(len(waits) * 0.99) - 1]


def _in_threads(port: int, posts: Sequence[Post], rate: float | None) -> list[float]:
    waits: list[float] = []
    faults: list[BaseException] = []
    began = perf_counter()

    def client(which: int) -> None:
        try:
            _asks(port, posts[which::CLIENTS], [began + (which + CLIENTS * n) / rate for n in range(len(posts))]
                  if rate else None, waits)  # fmt: skip
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(which,)) for which in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return waits


def _asks(port: int, posts: Sequence[Post], moments: list[float] | None, waits: list[float]) -> None:
    """One client on one kept connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for number, (body, headers) in enumerate(posts):
        asked = perf_counter()
        if moments:
            sleep(max(0.0, moments[number] - asked))
            asked = moments[number]
        connection.request("POST", DOOR, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the door answered {answer.status}")
        waits.append(perf_counter() - asked)
    connection.close()
