"""What the simulated provider remembers: a protocol, and the one that keeps it in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Protocol

from bot.channels.provider import Accepted, ChannelName, Outgoing, Received


class Ledger(Protocol):
    """Where a simulated provider keeps what it took and what it holds. Several threads use it at once."""

    def next_number(self) -> int:
        """A number never given before, by this ledger or after a restart: ids are made of it."""

    def append(self, outgoing: Outgoing, accepted: Accepted) -> None:
        """Keep one accepted text or call."""

    def sent_to(self, to: str, channel: ChannelName) -> Iterable[Accepted]:
        """What was taken for that number, oldest first."""

    def hold(self, received: Received) -> None:
        """Keep one text that a phone sent us."""

    def received(self) -> Iterable[Received]:
        """Every text that phones sent us, oldest first."""


class MemoryLedger:
    """A ledger for as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._taken: dict[tuple[str, ChannelName], list[Accepted]] = {}
        self._received: list[Received] = []

    def next_number(self) -> int:
        with self._lock:
            self._number += 1
            return self._number

    def append(self, outgoing: Outgoing, accepted: Accepted) -> None:
        with self._lock:
            self._taken.setdefault((outgoing.to, outgoing.channel), []).append(accepted)

    def sent_to(self, to: str, channel: ChannelName) -> tuple[Accepted, ...]:
        with self._lock:
            return tuple(self._taken.get((to, channel), ()))

    def hold(self, received: Received) -> None:
        with self._lock:
            self._received.append(received)

    def received(self) -> tuple[Received, ...]:
        with self._lock:
            return tuple(self._received)
