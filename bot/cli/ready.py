"""The database, once it may be used."""

from __future__ import annotations

import click

from bot import wiring
from bot.settings import Settings
from bot.store import migrate
from bot.store.database import Database


def ready(settings: Settings) -> Database:
    """The database that the settings name; refuses one that does not stand at this version's tables."""
    db = wiring.database(settings)
    if migrate.current(db) != migrate.head():
        raise click.ClickException("the database is not at this version's tables: run throughcare migrate")
    return db
