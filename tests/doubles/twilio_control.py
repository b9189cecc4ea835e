"""Speaks to a Twilio double's control door over HTTP: the same in a thread or in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Control:
    """Switches and questions for the double at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def fault(self, kind: str, **how: Any) -> None:
        """The next requests meet this fault, instead of any earlier one: see `twilio_faults.Fault`."""
        self.switch(faults=[{"kind": kind, **how}])

    def switch(self, **wanted: Any) -> None:
        """Any of `faults`, `receipts`, `lists`, `stop`, `bad`: see `twilio_faults.Faults`."""
        self._ask("faults", wanted)

    def reset(self) -> None:
        self._ask("reset", {})

    def advance(self, seconds: float) -> None:
        self._ask("clock", {"advance": seconds})

    def inbound(self, sender: str, body: str, **how: Any) -> dict[str, Any]:
        """A phone texts us: held, and with `url` posted to it, `times` over (`together`: all at once)."""
        return dict(self._ask("inbound", {"from": sender, "body": body, **how}))

    def visit(self, sid: str, digits: str | None = None, url: str | None = None) -> dict[str, Any]:
        """The called phone is answered (no digits), or its keys are pressed."""
        return dict(self._ask("visit", {"sid": sid, "digits": digits, "url": url}))

    def accepted(self) -> list[dict[str, Any]]:
        return list(self._ask("accepted"))

    def posts(self) -> list[dict[str, Any]]:
        return list(self._ask("posts"))

    def exchanges(self) -> list[dict[str, Any]]:
        return list(self._ask("exchanges"))

    def _ask(self, what: str, wanted: dict[str, Any] | None = None) -> Any:
        body = None if wanted is None else json.dumps(wanted).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.url}/_double/{what}", body, timeout=60) as answer:
            return json.load(answer)


@contextmanager
def running(log: Path, *more: str) -> Iterator[Control]:
    """A double as a process of its own, whose accepted texts and calls are lines of `log`."""
    command = [sys.executable, "-m", "tests.doubles.twilio_double", "--log", str(log), *more]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Control(process.stdout.readline().strip())
        finally:
            process.kill()


def logged(log: Path) -> list[dict[str, Any]]:
    """What a double accepted, as its log on disk has it."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
