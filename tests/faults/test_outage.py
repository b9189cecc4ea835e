"""`serve`, `clock` and `worker` side by side on PostgreSQL, and the database goes away under them.

`FAULT_OUTAGE` is for how many seconds: 3 in the test run, 60 in `make faults`.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.doubles.twilio_control import Control, logged, running
from tests.faults.service import Service, until
from tests.support.postgres import Server, postgres_programs, postgres_to_stop

OUTAGE = float(os.environ.get("FAULT_OUTAGE", "3"))
GRACE = 15
"""Seconds for a process to end by itself."""
DEAN, ASHA = "+447700900771", "+447700900772"


@contextmanager
def three_processes(service: Service) -> Iterator[list[subprocess.Popen[bytes]]]:
    service.command("migrate")
    service.command("demo", "--no-serve")
    service.start()
    assert service.process
    processes = [service.process, service.beside("clock"), service.beside("worker")]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()


def answers(log: Path, phone: str) -> list[str]:
    return [line["body"] for line in logged(log) if line["to"] == phone and line.get("body")]


def calls(log: Path) -> int:
    return sum(not line.get("body") for line in logged(log))


def test_the_database_goes_away_and_nobody_is_missed(tmp_path: Path) -> None:
    log = tmp_path / "accepted.jsonl"
    with postgres_to_stop(postgres_programs()) as server, running(log) as provider:
        service = Service(tmp_path, provider.url, f"{server.url}postgres")
        ours = f"{service.url}/twilio/inbound"
        with three_processes(service) as processes:
            _answered_before_and_after(server, provider, ours, log)
            assert [process.poll() for process in processes] == [None, None, None], "nobody fell with the database"
            for process in processes:
                process.terminate()
            assert [process.wait(GRACE) for process in processes] == [0, 0, 0]


def _answered_before_and_after(server: Server, provider: Control, ours: str, log: Path) -> None:
    provider.inbound(DEAN, "hes gone blue wont wake up", url=ours)
    until(lambda: "999" in "".join(answers(log, DEAN)), "danger is answered")
    until(lambda: calls(log) > 0, "somebody is rung")

    server.stop()
    try:
        refused = provider.inbound(ASHA, "shes not breathing", url=ours)
        time.sleep(OUTAGE)
    finally:
        server.start()
    assert refused["answers"] == [503], "then the provider's own fallback says 999"
    assert not answers(log, ASHA)

    until(lambda: "999" in "".join(answers(log, ASHA)), "what was missed is taken in and answered", 90)
    time.sleep(2)
    assert len(answers(log, DEAN)) == len(answers(log, ASHA)) == 1, "nobody is answered twice"
