"""Receipts: in any order, repeated, before our own commit even; a final state never goes back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from bot.core.delivery import FINAL, OPEN, after_receipt
from bot.handlers import conversations, delivery, outcomes
from bot.handlers.bot import Bot
from bot.handlers.races import until_won
from bot.store import outbox
from bot.store.database import Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider says of a text or call: its id, its word, its error code, and our attempt."""

    sid: str
    status: str
    error_code: str | None = None
    attempt: str | None = None


def receive(bot: Bot, receipt: Receipt) -> None:
    """Apply a receipt. One that names our attempt proves that the provider took it, and brings its id.

    Of receipts at the same moment one is first; raises what the database raises, with nothing half-done.
    """
    until_won(lambda: _apply(bot, receipt))


def _apply(bot: Bot, receipt: Receipt) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        row = outbox.with_sid(work, receipt.sid) or _by_attempt(work, receipt)
        if row is None:
            log.warning("receipt for an unknown text", extra={"sid": receipt.sid, "status": receipt.status})
            return
        if row["provider_sid"] is None and row["state"] == "sending":
            delivery.sent(bot, work, row, receipt.sid)
            row = outbox.get(work, row["id"]) or row
        elif row["provider_sid"] is None and row["state"] in OPEN:
            outbox.change(work, row["id"], provider_sid=receipt.sid, sent_at=now)
            conversations.count_from(bot, work, row, now)
        state = after_receipt(row["state"], receipt.status)
        if state == row["state"] or not outbox.move(work, row, state, reason=receipt.error_code):
            return
        if state in FINAL:
            outbox.change(work, row["id"], settled_at=now)
        if state == "undelivered":
            outcomes.not_delivered(bot, work, row, receipt.error_code, now)


def _by_attempt(work: Work, receipt: Receipt) -> dict[str, Any] | None:
    """The row of an attempt; only while that attempt is the latest can its receipt settle it."""
    if not receipt.attempt or "." not in receipt.attempt:
        return None
    row_id, _, attempt = receipt.attempt.rpartition(".")
    row = outbox.get(work, row_id, lock=True)
    return row if row and attempt.isdigit() and row["provider_sid"] in (None, receipt.sid) else None
