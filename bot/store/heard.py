"""What was heard from a number: its texts, the number itself, whose it is or was, and whether its phone is watched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.store import inbound as inbound_rows
from bot.store import numbers, people
from bot.store.database import Work
from bot.store.escalations import escalation
from bot.store.inbound import inbound
from bot.store.people import Person, person
from bot.store.whose import about


def between(
    work: Work, person_id: str | None, phone_hash: str | None, since: datetime, until: datetime | None, limit: int = 200
) -> list[dict[str, Any]]:
    """The texts of a person or number, newest first, each as `bot.store.inbound` gives it; until None: all since."""
    query = select(inbound.c.id).where(about(inbound, person_id, phone_hash), inbound.c.received_at >= since)
    if until:
        query = query.where(inbound.c.received_at <= until)
    newest = query.order_by(inbound.c.received_at.desc(), inbound.c.id.desc()).limit(limit)
    return [text for row_id in work.execute(newest).scalars() if (text := inbound_rows.get(work, row_id))]


def last_at(work: Work, phone_hash: str) -> datetime | None:
    """When the number last texted: the moment that the provider received it, which may be long before we did."""
    newest = select(inbound.c.received_at).where(inbound.c.phone_hash == phone_hash)
    return work.execute(newest.order_by(inbound.c.received_at.desc()).limit(1)).scalar()


def number(work: Work, phone_hash: str) -> str | None:
    """The number itself: as it was kept, else as it stands on its newest text."""
    if (row := numbers.number_row(work, phone_hash)) is not None:
        return str(work.open("number.phone", phone_hash, row.phone))
    newest = inbound_rows.of_number(work, phone_hash, limit=1)
    return str(newest[0]["from"]) if newest else None


def whose(work: Work, phone_hash: str) -> list[Person]:
    """Everybody who has or had the number: whose case is open first, then by name."""
    ids = work.execute(select(person.c.id).where(person.c.phone_hash == phone_hash)).scalars()
    return sorted(people.named(work, ids).values(), key=lambda who: (who.status != "active", who.full_name))


def open_kinds(work: Work, kinds: Collection[str]) -> frozenset[str]:
    """The person ids and number hashes about whom an escalation of one of these kinds is open."""
    query = select(escalation.c.person_id, escalation.c.phone_hash)
    rows = work.execute(query.where(escalation.c.state != "closed", escalation.c.kind.in_(kinds)))
    return frozenset(key for row in rows for key in row if key)
