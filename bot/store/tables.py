"""Every table, gathered for migrations and for a database in memory."""

from __future__ import annotations

from bot.store import (  # noqa: F401  (importing a file adds its tables)
    agencies,
    appointments,
    conversations,
    disclosures,
    escalations,
    inbound,
    lessons,
    looks,
    numbers,
    outbox,
    people,
    referrals,
    revisions,
    staff,
    state,
    tasks,
    timers,
)  # fmt: skip
from bot.store.base import metadata

__all__ = ["metadata"]
