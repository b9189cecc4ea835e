"""Brings the database to the tables that this version of the bot knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_404_900_900
"""PostgreSQL's advisory lock: two processes that start together must not migrate at once."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`, as one transaction; nothing happens where it is there already."""
    from alembic import command  # a fifth of a second, which only a database that must be moved pays

    with database.engine.connect() as connection, connection.begin():
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current(database: Database) -> str | None:
    """The revision that the database stands at; None before the first migration."""
    with database.look() as work:
        if not inspect(work.connection).has_table("alembic_version"):
            return None
        found = work.connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def head() -> str:
    """The revision that this version of the bot needs: files are named by number, in their order."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
