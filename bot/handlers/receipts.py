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
        row = _meant(bot, work, receipt)
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
        settled_at = now if state in FINAL else None
        if state == row["state"] or not outbox.move(work, row, state, reason=receipt.error_code, settled_at=settled_at):
            return
        if state == "undelivered":
            outcomes.not_delivered(bot, work, row, receipt.error_code, now)


def _meant(bot: Bot, work: Work, receipt: Receipt) -> dict[str, Any] | None:
    """The row of the attempt that it names, else the one with its id.

    An id that was found in the provider's list may be another's of the same words, or the same worker's other call:
    the attempt is the proof, and whichever row held the id gets the other's in exchange, or is looked for again.
    """
    holder = outbox.with_sid(work, receipt.sid)
    named = _by_attempt(work, receipt, holder)
    if holder is None or named is None:
        return holder or named
    if named["provider_sid"] is None:
        lost: dict[str, Any] = {"provider_sid": None, "sent_at": None, "lease_until": bot.clock.real()}
        return named if outbox.move(work, holder, "sending", **lost) else holder
    for row, sid in ((holder, None), (named, receipt.sid), (holder, named["provider_sid"])):
        outbox.change(work, row["id"], provider_sid=sid)
    return {**named, "provider_sid": receipt.sid}


def _by_attempt(work: Work, receipt: Receipt, holder: dict[str, Any] | None) -> dict[str, Any] | None:
    """The row of the attempt, where it is not the holder of the id; an attempt that is over takes nobody's id."""
    row_id, _, attempt = (receipt.attempt or "").rpartition(".")
    if not row_id or not attempt.isdigit() or (holder and (holder["id"] == row_id or holder["state"] in FINAL)):
        return None
    row = outbox.get(work, row_id, lock=True)
    if row is None or (holder is None and row["provider_sid"] not in (None, receipt.sid)):
        return None
    return row if holder is None or row["attempt"] == int(attempt) else None
