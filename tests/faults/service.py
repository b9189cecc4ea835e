"""The real service as processes that can be killed, texting a Twilio double that writes down what it accepted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for the fault tests which is long enough to be one"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something that must come true; a bounded wait, not a measurement."""
    for _ in range(int(seconds * 10)):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(f"this never came true: {what}")


class Service:
    """`throughcare serve`, its database by default under `folder`, started and killed as often as one likes."""

    def __init__(self, folder: Path, provider_url: str, database: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database or f"sqlite:///{folder}/service.db"
        self.environment = {
            **os.environ,
            "BOT_MODE": "demo",
            "DATABASE_URL": self.database,
            "SECRET_KEY": SECRET,
            "DATA_KEYS": SECRET,
            "PUBLIC_URL": self.url,
            "TWILIO_API_URL": provider_url,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_NUMBER": OUR_NUMBER,
            "LEASE_SECONDS": "3",
            "LOOK_AGAIN_SECONDS": "1",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "bot", *words], cwd=ROOT, env=self.environment, check=True, timeout=60)

    def start(self) -> None:
        """Start, in a group of its own, and wait until it answers."""
        self.process = self.beside("serve", "--port", str(self.port))
        until(self.alive, "the service answers")

    def beside(self, *words: str) -> subprocess.Popen[bytes]:
        """Any command of ours as a process of its own, which says what it says in the service's log."""
        command = [sys.executable, "-m", "bot", *words]
        with (self.folder / "service.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def alive(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}/health/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9 to the whole group: nothing is said, nothing is saved."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None
