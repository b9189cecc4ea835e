"""What was said to whom, and when: the outbox looked back at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.store.database import Work
from bot.store.outbox import ROUTINE, opened, outbox
from bot.store.prepared import Prepared


def of_person(work: Work, person_id: str, limit: int = 200) -> list[dict[str, Any]]:
    query = select(outbox).where(outbox.c.person_id == person_id).order_by(outbox.c.created_at.desc()).limit(limit)
    return [opened(work, row) for row in work.execute(query)]


def of_escalation(work: Work, escalation_id: str) -> list[dict[str, Any]]:
    query = select(outbox).where(outbox.c.escalation_id == escalation_id, outbox.c.staff_id.is_not(None))
    return [opened(work, row) for row in work.execute(query.order_by(outbox.c.created_at))]


def on_rung(work: Work, escalation_id: str, rung: int) -> list[Any]:
    """The channel and state of every notice of a rung, nothing opened: an alarm that rang for days has thousands."""
    query = select(outbox.c.channel, outbox.c.state).where(outbox.c.escalation_id == escalation_id)
    return list(work.execute(query.where(outbox.c.staff_id.is_not(None), outbox.c.rung == rung)))


def last_told(work: Work, escalation_id: str) -> list[str]:
    """The staff whom a notice of it reached, whoever was told last first."""
    reached = (outbox.c.escalation_id == escalation_id, outbox.c.state.in_(("sent", "delivered")))
    query = select(outbox.c.staff_id).where(*reached, outbox.c.staff_id.is_not(None)).group_by(outbox.c.staff_id)
    return list(
        work.execute(query.order_by(func.max(outbox.c.created_at).desc(), func.max(outbox.c.id).desc())).scalars()
    )


def undelivered(work: Work, since: datetime, limit: int = 100) -> list[dict[str, Any]]:
    bad = outbox.c.state.in_(("undelivered", "failed", "unsure"))
    query = select(outbox).where(bad, outbox.c.created_at >= since, outbox.c.person_id.is_not(None))
    return [opened(work, row) for row in work.execute(query.order_by(outbox.c.created_at.desc()).limit(limit))]


_ROUTINE = Prepared(
    select(outbox.c.created_at).where(
        outbox.c.person_id == bindparam("who"), outbox.c.created_at >= bindparam("since"),
        outbox.c.manner == "routine", outbox.c.state != "dropped", outbox.c.lane == ROUTINE,
    )
)  # fmt: skip


def routine_since(work: Work, person_id: str, since: datetime) -> list[datetime]:
    """When the routine texts were owed that the person was sent, or is owed, since the moment."""
    return list(work.run(_ROUTINE, {"who": person_id, "since": since}).scalars())


def written_since(work: Work, escalation_id: str, rung: int, since: datetime) -> set[tuple[str, str]]:
    """Who was written to about an urgent escalation on this rung since the moment, and how; calls ring again."""
    rows = work.execute(
        select(outbox.c.staff_id, outbox.c.channel).where(
            outbox.c.escalation_id == escalation_id, outbox.c.created_at > since, outbox.c.channel != "call",
            outbox.c.rung == rung, outbox.c.manner == "danger", outbox.c.message.in_(("notice-sms", "notice-email")),
        )
    )  # fmt: skip
    return {(row.staff_id, row.channel) for row in rows}


def told_of_more(work: Work, escalation_id: str, since: datetime) -> set[str]:
    """Who was told of another text since the moment."""
    rows = select(outbox.c.staff_id).where(
        outbox.c.escalation_id == escalation_id, outbox.c.message == "notice-more", outbox.c.created_at > since
    )
    return set(work.execute(rows).scalars())


def said_since(work: Work, phone_hash: str, message: str, since: datetime) -> bool:
    """Whether this message was owed to the number since the moment."""
    said = (outbox.c.to_hash == phone_hash, outbox.c.message == message, outbox.c.created_at >= since)
    return work.execute(select(outbox.c.id).where(*said, outbox.c.state != "dropped").limit(1)).first() is not None
