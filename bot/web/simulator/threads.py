"""What stands on a demo phone, read from our own rows: a restart forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from bot.core import parts
from bot.store import inbound
from bot.store import outbox as outbox_rows
from bot.store.database import Work

UNSENT = ("waiting", "sending", "dropped")
Direction = Literal["inbound", "outbound"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text, call or e-mail. `direction` is seen from the service; `parts` is what the network counts."""

    id: str
    direction: Direction
    channel: str
    body: str
    subject: str
    at: datetime
    status: str
    parts: int

    def as_data(self) -> dict[str, str]:
        """As the script interface gives it: the moment is UTC in ISO 8601."""
        return {"direction": self.direction, "body": self.body, "at": self.at.isoformat(), "status": self.status}


def of_phone(work: Work, phone: str, limit: int = 200) -> list[Bubble]:
    """The texts to and from a number (E.164), oldest first."""
    phone_hash = work.vault.hash("phone", phone)
    heard = [_heard(row) for row in inbound.of_number(work, phone_hash, limit)]
    told = [one for one in _told(work, phone_hash, limit) if one.channel == "sms"]
    return sorted(heard + told, key=lambda one: (one.at, one.id))[-limit:]


def of_staff(work: Work, phone: str | None, email: str, limit: int = 8) -> list[Bubble]:
    """The newest texts, calls and e-mails of a member of staff, newest first."""
    hashes = [work.vault.hash("phone", address) for address in (phone, email) if address]
    found = [bubble for one in hashes for bubble in _told(work, one, limit)]
    if phone:
        found += [_heard(row) for row in inbound.of_number(work, hashes[0], limit)]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:limit]


def _told(work: Work, to_hash: str, limit: int) -> list[Bubble]:
    mine = (outbox_rows.outbox.c.to_hash == to_hash, outbox_rows.outbox.c.state.not_in(UNSENT))
    query = select(outbox_rows.outbox).where(*mine).order_by(outbox_rows.outbox.c.created_at.desc()).limit(limit)
    return [_sent(outbox_rows.opened(work, row)) for row in work.execute(query)]


def _sent(row: dict[str, Any]) -> Bubble:
    at = row["sent_at"] or row["settled_at"] or row["created_at"]
    subject = row.get("subject") or ""
    return Bubble(row["id"], "outbound", row["channel"], row["body"], subject, at, row["state"], row["parts"])


def _heard(row: dict[str, Any]) -> Bubble:
    count = parts.count(row["body"]).parts
    return Bubble(row["id"], "inbound", "sms", row["body"], "", row["received_at"], "received", count)
