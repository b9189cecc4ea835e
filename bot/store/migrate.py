"""Brings the database to the tables that this version of the bot knows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.store.database import Database

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_404_900_900
"""PostgreSQL's advisory lock: two processes that start together must not migrate at once."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`, as one transaction; nothing happens where it is there already."""
    with database.engine.connect() as connection, connection.begin():
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current(database: Database) -> str | None:
    """The revision that the database stands at; None before the first migration."""
    with database.look() as work:
        return MigrationContext.configure(work.connection).get_current_revision()


def head() -> str | None:
    """The revision that this version of the bot needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
