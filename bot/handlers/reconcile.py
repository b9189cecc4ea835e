"""Asking the provider: what became of a text whose sender died, and which texts never reached us."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.channels.provider import Accepted, Received, SendError
from bot.handlers import delivery, inbound, outcomes
from bot.handlers.bot import Bot
from bot.handlers.inbound import Incoming
from bot.store import inbound as inbound_rows
from bot.store import outbox, state

log = logging.getLogger(__name__)
SKEW = timedelta(minutes=2)
OVERLAP = timedelta(minutes=15)
LOOKS = 8
"""How often a text that the provider does not have is owed again, before nobody can tell."""


def settle_stranded(bot: Bot, limit: int = 100) -> int:
    """Rows claimed by a process that has not come back: found at the provider and recorded, or owed again."""
    with bot.db.look() as work:
        rows = outbox.stranded(work, bot.clock.real(), limit)
    return sum(_settle(bot, row) for row in rows)


def _settle(bot: Bot, row: dict[str, Any]) -> bool:
    real = bot.clock.real()
    with bot.db.work() as work:
        ours = outbox.claim_again(work, row, owner=bot.owner, until=real + timedelta(seconds=20))
    if not ours:
        return False
    row = {**row, "owner": bot.owner}
    if row["channel"] == "email":
        return _owe_again(bot, row)
    try:
        taken = _found(bot, row)
    except SendError:
        return False
    if taken:
        with bot.db.work() as work:
            delivery.sent(bot, work, row, taken.sid, taken.at)
        return True
    settled_enough = row["lease_until"] is None or real - row["lease_until"] > bot.look_again
    return _owe_again(bot, row) if settled_enough else _look_later(bot, row)


def _found(bot: Bot, row: dict[str, Any]) -> Accepted | None:
    """This very text at the provider: same body to the same number since the claim, not known as another's.

    A call has no body: while one of another escalation to the same worker is unsettled too, only the count tells, and
    where fewer calls were taken than were tried, nobody knows whose they were: each is rung again, rather than neither.
    """
    since = (row["claimed_at"] or row["created_at"]) - SKEW
    theirs = [one for one in bot.provider.sent_since(row["to"], since, channel=row["channel"]) if _same(one.body, row)]
    with bot.db.look() as work:
        # In this order: what is recorded between the two questions is counted by both, and not by neither.
        others = outbox.unproven_calls(work, row, since) if row["channel"] == "call" else 0
        known = outbox.known_sids(work, [one.sid for one in theirs])
    unknown = [one for one in reversed(theirs) if one.sid not in known]
    if others and len(unknown) < others + row["attempt"]:
        return None
    return next(iter(unknown), None)


def _same(body: str, row: dict[str, Any]) -> bool:
    return bool(row["channel"] == "call" or body == row["body"])


def _owe_again(bot: Bot, row: dict[str, Any]) -> bool:
    now = bot.clock.now()
    with bot.db.work() as work:
        mine: dict[str, Any] = {"owner": bot.owner, "attempt": row["attempt"]}
        if row["attempt"] < LOOKS:
            return outbox.record(
                work, row["id"], **mine, state="waiting", due_at=now, reason="not found at the provider"
            )
        unsure = outbox.record(work, row["id"], **mine, state="unsure", reason="cannot be settled")
        if unsure:
            outcomes.not_delivered(bot, work, row, None, now)
        return unsure


def _look_later(bot: Bot, row: dict[str, Any]) -> bool:
    """Absent, but too soon to believe it: the old lease end is kept, so that the age goes on counting."""
    with bot.db.work() as work:
        outbox.change(work, row["id"], lease_until=row["lease_until"])
    return False


def take_in_missed(bot: Bot) -> int:
    """Texts that the provider has and we have not, through the same handler; returns how many were new."""
    began: datetime = bot.clock.now()
    with bot.db.look() as work:
        mark = state.get(work, "received_until")
    # A clock that ran ahead and was put right must not hide what came since.
    since = min(datetime.fromisoformat(mark), began) - OVERLAP if mark else began - timedelta(days=1) - OVERLAP
    taken = [_take_in(bot, text) for text in bot.provider.received_since(since)]
    if None not in taken:
        with bot.db.work() as work:
            state.put(work, "received_until", began.isoformat())
    return sum(new is True for new in taken)


def _take_in(bot: Bot, text: Received) -> bool | None:
    """None: it cannot be taken in now, which keeps out no other text, and the watermark where it is."""
    with bot.db.look() as work:
        if inbound_rows.seen(work, text.sid):
            return False
    try:
        return inbound.receive(bot, Incoming(text.sid, text.sender, text.body, text.at, text.to))
    except Exception as error:
        log.error("a missed text cannot be taken in", extra={"sid": text.sid, "error": type(error).__name__})
        return None
