"""Many people at once, for imports: looked up without opening anything, locked, and added together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import case, insert, select

from bot.store.database import Work
from bot.store.people import person
from bot.store.prepared import Prepared

DEATH_REPORTED = "death reported"
"""How somebody stands of whom a death is reported and not verified yet."""


def with_references(work: Work, hashes: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Of those whose reference has one of these keyed hashes: id, team and how they stand; nothing sealed is opened."""
    stands = case((person.c.death_reported_at.is_not(None), DEATH_REPORTED), else_=person.c.status).label("stands")
    columns = (person.c.reference_hash, person.c.id, person.c.team_id, stands)
    rows = work.execute(select(*columns).where(person.c.reference_hash.in_(hashes))) if hashes else ()
    return {row.reference_hash: (row.id, row.team_id, row.stands) for row in rows}


def having_phones(work: Work, hashes: Collection[str]) -> dict[str, str]:
    """Active people by the keyed hashes of these numbers: one id for each number that is somebody's."""
    query = select(person.c.phone_hash, person.c.id).where(person.c.phone_hash.in_(hashes), person.c.status == "active")
    return {row.phone_hash: row.id for row in work.execute(query)} if hashes else {}


def lock(work: Work, ids: Sequence[str]) -> None:
    """Nobody else works on these people until this work ends."""
    work.execute(select(person.c.id).where(person.c.id.in_(ids)).order_by(person.c.id).with_for_update(key_share=True))


_INSERT = Prepared(insert(person))


def add_all(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each made by `row_of`."""
    _INSERT.run_all(work.connection, rows)
