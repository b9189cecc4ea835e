"""kill -9 of the serving process, again and again: nothing lost, nothing said twice.

`FAULT_ROUNDS` is how often it is killed: 3 in the test run, 10 in `make faults`.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store import inbound, outbox
from bot.store.database import Database
from bot.store.vault import Vault
from tests.doubles.twilio_control import Control, logged, running
from tests.faults.service import SECRET, Service, until

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
SENDS, TEXTS = 400, 200


class Stage:
    """A service, its provider's double, and a look into its database."""

    def __init__(self, folder: Path, provider: Control) -> None:
        self.log = folder / "accepted.jsonl"
        self.provider = provider
        self.service = Service(folder, provider.url)
        self.service.command("migrate")
        self.service.command("demo", "--no-serve")
        self.db = Database(self.service.database, Vault([SECRET]))
        self.chance = random.Random(20261123)

    def accepted(self, start: str) -> Counter[str]:
        bodies = (line["body"] for line in logged(self.log))
        return Counter(body for body in bodies if body.startswith(start))

    def taken_in(self, phones: list[str]) -> int:
        """How many texts of these phones are stored."""
        hashes = [self.db.vault.hash("phone", phone) for phone in phones]
        with self.db.look() as work:
            query = select(func.count()).where(inbound.inbound.c.phone_hash.in_(hashes))
            return int(work.execute(query).scalar_one())

    def killed_often(self) -> None:
        """Start and kill, at moments that nobody chose, then leave it running."""
        for _ in range(ROUNDS):
            self.service.start()
            time.sleep(self.chance.uniform(0.05, 1.2))
            self.service.kill()
        self.service.start()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with running(tmp_path / "accepted.jsonl") as provider:
        made = Stage(tmp_path, provider)
        try:
            yield made
        finally:
            made.service.kill()
            made.db.engine.dispose()


def test_nothing_owed_is_lost_or_sent_twice(stage: Stage) -> None:
    now = datetime.now(UTC)
    with stage.db.work() as work:
        for n in range(SENDS):
            phone = f"+447700900{200 + n % 400}"
            outbox.add(work, to=phone, body=f"text number {n}", now=now, manner="reply", lane=outbox.REPLY)

    stage.killed_often()

    def all_sent() -> bool:
        with stage.db.look() as work:
            # The demo's own reminders wait for a polite hour: at night they are owed and not yet due.
            owed = outbox.outbox.c.state.in_(("waiting", "sending", "unsure")), outbox.outbox.c.manner == "reply"
            return work.execute(select(func.count()).where(*owed)).scalar_one() == 0

    until(all_sent, "everything owed is settled", 120)
    sent = stage.accepted("text number ")
    assert len(sent) == SENDS, "lost"
    assert set(sent.values()) == {1}, "repeated"


def test_no_text_received_is_lost_or_answered_twice(stage: Stage) -> None:
    """Each comes from a number of its own and is owed one safe reply; what met a dead service is found afterwards."""
    phones = [f"+447700900{200 + n}" for n in range(TEXTS)]
    where = f"{stage.service.url}/twilio/inbound"
    with ThreadPoolExecutor(2) as people:
        sending = [people.submit(stage.provider.inbound, phone, "hello is anyone there", url=where) for phone in phones]
        stage.killed_often()
        for one in sending:
            one.result()
    stage.service.kill()
    stage.service.start()

    until(lambda: stage.taken_in(phones) >= TEXTS, "every text is taken in", 120)
    until(lambda: len(_answered(stage, phones)) == TEXTS, "every text is answered", 120)
    time.sleep(2)
    answers = _answered(stage, phones)
    assert set(answers.values()) == {1}, "somebody was answered twice"
    assert stage.taken_in(phones) == TEXTS


def _answered(stage: Stage, phones: list[str]) -> Counter[str]:
    mine = set(phones)
    return Counter(line["to"] for line in logged(stage.log) if line["to"] in mine)
