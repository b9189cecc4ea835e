"""Every table, gathered for migrations and for a database in memory."""

from __future__ import annotations

from bot.store import (  # noqa: F401  (importing a file adds its tables)
    agencies,
    appointments,
    conversations,
    disclosures,
    enrolments,
    escalations,
    imports,
    inbound,
    lessons,
    looks,
    numbers,
    outbox,
    people,
    person_trail,
    referrals,
    revisions,
    staff,
    state,
    tasks,
    timers,
    tokens,
)  # fmt: skip
from bot.store.base import metadata

__all__ = ["metadata"]
