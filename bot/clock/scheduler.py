"""Turns the rounds: APScheduler ticks from its memory store, a thread of its own sends, and all of it is watched."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from prometheus_client import Counter, Histogram

from bot.clock.heartbeat import heartbeat
from bot.clock.leap import Watch, leap
from bot.clock.rounds import ROUNDS, WOKEN, Round
from bot.handlers.bot import Bot

log = logging.getLogger(__name__)

TURNS = Counter("throughcare_round_turns", "Turns of a round", ["round"])
FAILURES = Counter("throughcare_round_failures", "Turns of a round that raised", ["round"])
SECONDS = Histogram("throughcare_round_seconds", "Seconds that a turn of a round took", ["round"])


class Rounds:
    """The rounds of one process. A round never overlaps with itself; delivery has a thread that a commit wakes."""

    def __init__(self, bot: Bot, table: tuple[Round, ...] = ROUNDS, *, heartbeat_url: str = "") -> None:
        self.bot = bot
        self.table = (*table, heartbeat(heartbeat_url, self)) if heartbeat_url else table
        self._gate = _Gate()
        self._watch = Watch()
        self._turned_at: dict[str, float] = {}
        self._failing: set[str] = set()
        self._bells = {each.name: threading.Event() for each in self.table if each.name in WOKEN}
        self._over = threading.Event()
        self._senders: list[threading.Thread] = []
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Start ticking, and let commits wake the delivery."""
        self._over.clear()
        self._turned_at = {each.name: monotonic() for each in self.table}
        self._scheduler = self._made()
        woken = [each for each in self.table if each.name in self._bells]
        self._senders = [threading.Thread(target=self._send, args=(one,), name=one.name, daemon=True) for one in woken]
        self.bot.wake = self.wake
        for sender in self._senders:
            sender.start()
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking, and wait for the turns in hand."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        self._over.set()
        self.wake()
        for sender in self._senders:
            sender.join(timeout=30)
        self._senders = []

    def wake(self) -> None:
        """Turn the rounds that send at once, each in its own thread."""
        for bell in self._bells.values():
            bell.set()

    def health(self) -> list[str]:
        """The names of the rounds that have not turned for three times their interval and ten seconds."""
        moment = monotonic()
        since = {each: moment - self._turned_at.get(each.name, moment) for each in self.table}
        return [each.name for each, seconds in since.items() if seconds > each.late_after]

    def failing(self) -> list[str]:
        """The names of the rounds whose last turn raised."""
        return sorted(self._failing)

    def advance(self, seconds: float, on_step: Callable[[datetime], None] | None = None) -> None:
        """Jump the demo's clock, the rounds pausing meanwhile."""
        with self.paused():
            leap(self.bot, seconds, on_step, self._watch)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """No round turns within: waits for those in hand; a paused round counts as turning."""
        with self._gate.shut():
            yield
        self.wake()

    def _made(self) -> BackgroundScheduler:
        defaults = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        pool = ThreadPoolExecutor(max_workers=len(self.table) + 1)
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": pool}, job_defaults=defaults, timezone="UTC"
        )
        for each in self.table:
            tick = self._bells[each.name].set if each.name in self._bells else self._turner(each)
            scheduler.add_job(tick, "interval", seconds=each.every, id=each.name)
            if each.at_start:
                scheduler.add_job(tick, id=f"{each.name} at start")
        return scheduler

    def _turner(self, one: Round) -> Callable[[], None]:
        lock = threading.Lock()

        def tick() -> None:
            with lock:
                self.turn(one)

        return tick

    def _send(self, one: Round) -> None:
        """A sending round's own thread: the tick and the wake-up both only ring its bell."""
        bell = self._bells[one.name]
        while not self._over.is_set():
            bell.wait()
            bell.clear()
            if not self._over.is_set():
                self.turn(one)

    def turn(self, one: Round) -> None:
        """One turn of a round, here and now: what it raises is logged by its type alone and counted."""
        with self._gate.entered() as free:
            if free:
                self._run(one)
        self._turned_at[one.name] = monotonic()

    def _run(self, one: Round) -> None:
        TURNS.labels(one.name).inc()
        try:
            with SECONDS.labels(one.name).time():
                one.run(self.bot)
        except Exception as error:  # whatever it is, the next turn must come; its words may hold somebody's number
            FAILURES.labels(one.name).inc()
            self._failing.add(one.name)
            log.error("the round %s failed: %s", one.name, type(error).__name__)
        else:
            self._failing.discard(one.name)


class _Gate:
    """Many may be inside at once; whoever shuts it waits until all are out, and keeps others from entering."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._shut = False

    @contextmanager
    def entered(self) -> Iterator[bool]:
        with self._changed:
            free = not self._shut
            self._inside += free
        try:
            yield free
        finally:
            with self._changed:
                self._inside -= free
                self._changed.notify_all()

    @contextmanager
    def shut(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._shut = True
            self._changed.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()
