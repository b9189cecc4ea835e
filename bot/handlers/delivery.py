"""Sending what is owed.

1. Claim a row with a lease, and commit.
2. Check that the lease is still held: a process that froze past it must not send.
3. Call the provider, outside any transaction.
4. Record what it said, over our own attempt only.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.channels.provider import Outgoing, SendError
from bot.handlers import conversations, outcomes
from bot.handlers.bot import Bot
from bot.handlers.senders import AGAIN_999
from bot.store import appointments, escalations, heard, outbox, people, state
from bot.store.database import Work

log = logging.getLogger(__name__)
BATCH = 50
TOO_LATE = "too late"
GIVEN_UP_AFTER: Mapping[str, timedelta] = {"danger": timedelta(minutes=10)}
A_DAY = timedelta(days=1)
"""How long passing errors are tried again: after ten minutes a person must act, not a stale answer (safety rule 10)."""


def send_urgent(bot: Bot, limit: int = BATCH) -> int:
    """Send only what answers danger or rings for it: it never waits behind a slow call for something else."""
    with bot.db.look() as work:
        due = outbox.due(work, bot.clock.now(), limit, lane=outbox.URGENT)
    return sum(_tried(bot, row_id) for row_id in due)


def send_due(bot: Bot, limit: int = BATCH) -> int:
    """Send what is due, urgent first; returns how many rows were worked on."""
    with bot.db.look() as work:
        due = outbox.due(work, bot.clock.now(), limit if bot.pace is None else min(limit, bot.pace))
    sent = sum(_tried(bot, row_id) for row_id in due)
    if sent and bot.pace is None and len(due) == limit:
        bot.wake()
    return sent


def _tried(bot: Bot, row_id: str) -> bool:
    """A row that cannot even be read keeps back no other: it is set aside, and a person is told."""
    try:
        return _send(bot, row_id)
    except DBAPIError:
        raise
    except Exception as error:
        log.error("the text %s cannot be sent: %s", row_id, type(error).__name__)
        with bot.db.work() as work:
            outcomes.set_aside(bot, work, row_id, type(error).__name__, bot.clock.now())
        return False


def _send(bot: Bot, row_id: str) -> bool:
    row = _claimed(bot, row_id)
    if row is None:
        return False
    with bot.db.look() as work:
        ours = outbox.lease_is_ours(work, row_id, owner=bot.owner, attempt=row["attempt"], at=bot.clock.real())
    if not ours:
        return False
    road = bot.mailer if row["channel"] == "email" else bot.provider
    try:
        sid = road.send(outgoing(bot, row))
    except SendError as error:
        _not_sent(bot, row, error)
    else:
        with bot.db.work() as work:
            sent(bot, work, row, sid)
    return True


def _claimed(bot: Bot, row_id: str) -> dict[str, Any] | None:
    """Claim the row, or drop what is no longer worth sending; None: nothing to send."""
    now, real = bot.clock.now(), bot.clock.real()
    with bot.db.work() as work:
        row = outbox.get(work, row_id, lock=True)
        if row is None or row["state"] != "waiting":
            return None
        if state.get(work, "paused") and row["manner"] != "danger":
            return None
        if reason := _no_longer(bot, work, row, now):
            outbox.change(work, row_id, state="dropped", reason=reason, settled_at=now)
            if reason == TOO_LATE:
                outcomes.not_said(bot, work, row, reason, now)
            return None
        if later := _rude_now(bot, work, row, now):
            outbox.change(work, row_id, due_at=later)
            return None
        if not outbox.claim(work, row, owner=bot.owner, at=now, until=real + bot.lease):
            return None
    return {**row, "owner": bot.owner, "attempt": row["attempt"] + 1, "state": "sending", "claimed_at": now}


def _no_longer(bot: Bot, work: Work, row: dict[str, Any], now: datetime) -> str | None:
    """Eligibility is looked at again at the moment of sending: STOP, a new number or a close may have come between."""
    if row["expires_at"] and row["expires_at"] <= now:
        return TOO_LATE
    if row["escalation_id"]:
        one = escalations.get(work, row["escalation_id"])
        return None if one and one.state != "closed" else "closed"
    if row["person_id"] is None or row["manner"] == "danger":
        return None
    if row["appointment_id"] and row["manner"] == "reminder":
        meeting = appointments.get(work, row["appointment_id"])
        if meeting is None or meeting.status != "planned":
            return "appointment no longer planned"
    person = people.get(work, row["person_id"])
    if person is None or person.phone_hash != row["to_hash"]:
        return "number changed"
    # The answer to STOP itself is owed after STOP; once tried, nothing is sent that may no longer be.
    asked = row["manner"] in ("routine", "reminder") or row["attempt"]
    return person.standing.refusal(row["manner"], introducing=True) if asked else None


def _rude_now(bot: Bot, work: Work, row: dict[str, Any], now: datetime) -> datetime | None:
    """At night only danger, what a worker wrote, and an answer to a text of these minutes go; the rest waits.

    Delivery may have stood still since the text was owed, or what it answers may have reached us hours late.
    """
    rules = bot.rules.house_rules
    polite = rules.quiet_hours.polite(now, rules.zone)
    if polite <= now or row["staff_id"] or row["manner"] == "danger":
        return None
    if row["manner"] in ("routine", "reminder"):
        return polite if row["person_id"] else None
    if row["conversation_id"] is None or row["message"] == AGAIN_999:
        return None
    asked = heard.last_at(work, row["to_hash"])
    lately = asked and rules.limits.automatic_answer_within.after(asked, rules.zone) >= now
    return None if lately else polite


def outgoing(bot: Bot, row: dict[str, Any]) -> Outgoing:
    """A row as the provider takes it; its attempt names itself in the status callback."""
    left = (row["expires_at"] - bot.clock.now()).total_seconds() if row["expires_at"] else None
    return Outgoing(
        attempt=f"{row['id']}.{row['attempt']}",
        channel=row["channel"],
        to=row["to"],
        body=row["body"],
        valid_for=max(1, int(left)) if left is not None else None,
        notice=row["id"] if row["channel"] == "call" and row["escalation_id"] else None,
        subject=row.get("subject"),
    )


def sent(bot: Bot, work: Work, row: dict[str, Any], sid: str, at: datetime | None = None) -> None:
    """The provider took it, at that moment where it is known: its id is kept, and the wait for the reply begins."""
    now = bot.clock.now()
    went = min(max(at, row["created_at"]), now) if at else now
    settled = outbox.record(
        work,
        row["id"],
        owner=row["owner"] or bot.owner,
        attempt=row["attempt"],
        state="sent",
        provider_sid=sid,
        sent_at=went,
    )
    if settled:
        conversations.count_from(bot, work, row, went)


def _not_sent(bot: Bot, row: dict[str, Any], error: SendError) -> None:
    """Permanent: failed, and somebody hears. Unknown: look before sending again. Passing: later, with jitter."""
    now, real = bot.clock.now(), bot.clock.real()
    mine: dict[str, Any] = {"owner": bot.owner, "attempt": row["attempt"]}
    with bot.db.work() as work:
        if error.unknown:
            outbox.record(work, row["id"], **mine, lease_until=real + timedelta(seconds=3), reason=error.code)
        elif error.permanent or now - row["created_at"] > GIVEN_UP_AFTER.get(row["manner"], A_DAY):
            if outbox.record(work, row["id"], **mine, state="failed", reason=error.code, settled_at=now):
                outcomes.not_delivered(bot, work, row, error.code, now)
        else:
            wait = error.retry_after or min(300.0, 2.0 ** row["attempt"]) * random.uniform(0.5, 1.5)
            if row["manner"] == "danger":
                wait = min(wait, 10.0)
            due = now + timedelta(seconds=wait)
            outbox.record(work, row["id"], **mine, state="waiting", due_at=due, reason=error.code)
