"""The database and the one way to work in it: a piece of work is one transaction."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.store.brief import Brief
from bot.store.prepared import Prepared, Rows
from bot.store.vault import Vault


@dataclass
class Work:
    """A transaction in hand. `after` holds what to do once it is committed."""

    connection: Connection
    vault: Vault
    brief: Brief
    after: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.execute = self.connection.execute
        self.seal = self.vault.seal
        self.open = self.vault.open

    def run(self, statement: Prepared, given: Mapping[str, Any]) -> Rows:
        """Run a prepared statement: the short way for what every turn does."""
        return statement.run(self.connection, given)


class Crash:
    """Kills the process at the n-th commit boundary (`CRASH_AT=n`): what the fault tests count by."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            os._exit(137)


class Database:
    """One database, SQLite or PostgreSQL; nothing is opened before the first work."""

    def __init__(self, url: str, vault: Vault, *, crash_at: int = 0) -> None:
        self.url = url
        self.vault = vault
        self.brief = Brief()
        self.engine = _engine(url)
        self._crash = Crash(crash_at) if crash_at else None
        # SQLite has one writer, and whoever finds it busy sleeps: threads of one process wait in line instead.
        self._turn = threading.RLock() if self.sqlite else nullcontext()

    @property
    def sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction that may write: committed as a whole at the end, or not at all."""
        with self._turn, self.engine.connect() as connection, connection.begin():
            work = Work(connection, self.vault, self.brief)
            yield work
            if self._crash:
                self._crash()
        if self._crash:
            self._crash()
        for act in work.after:
            act()

    @contextmanager
    def look(self) -> Iterator[Work]:
        """Reading only: takes no lock that a writer waits for."""
        with self.engine.connect() as connection:
            _BEGINS.immediate = False
            try:
                connection.begin()
            finally:
                _BEGINS.immediate = True
            yield Work(connection, self.vault, self.brief)


PATIENCE = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
"""PostgreSQL: a process that froze with a person's row in hand must not hold up everybody's ladders."""


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=12, hide_parameters=True, connect_args={"options": PATIENCE}
        )
    memory = ":memory:" in url or url in ("sqlite://", "sqlite:///")
    # The last connection first: what one connection has read, another would read again.
    extra: dict[str, Any] = {"poolclass": StaticPool} if memory else {"pool_size": 12, "pool_use_lifo": True}
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True, **extra)
    event.listen(engine, "connect", _sqlite_connect)
    # Set here, not listened for: a listener makes SQLAlchemy announce every statement as well.
    engine.dialect.do_begin = _sqlite_begin  # type: ignore[method-assign]
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:
    """FULL: a text answered 200 must survive a power cut."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "cache_size=-65536",
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


class _Begins(threading.local):
    """How this thread begins its next transaction."""

    immediate = True


_BEGINS = _Begins()


def _sqlite_begin(dbapi_connection: Any) -> None:
    """IMMEDIATE: two writers that both read first would deadlock on the upgrade."""
    dbapi_connection.dbapi_connection.execute("BEGIN IMMEDIATE" if _BEGINS.immediate else "BEGIN")
