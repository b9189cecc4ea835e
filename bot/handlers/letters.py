"""Letters: what staff are e-mailed where nothing is an escalation: a name and initial, and where to sign in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.handlers.bot import Bot
from bot.store import outbox, staff
from bot.store.database import Work


def write(bot: Bot, work: Work, staff_ids: Iterable[str], message: str, page: str, now: datetime, **facts: str) -> None:
    """Owe each of them the letter `message`, with the message `message-subject` above it; `page` is where to look."""
    words = bot.speeches.current.words
    known = {**facts, "link": f"{bot.public_url.rstrip('/')}/{page}"}
    for staff_id in dict.fromkeys(staff_ids):
        worker = staff.readable(work, staff_id)
        if worker is None or not worker.active or not worker.email:
            continue
        subject = words.render(f"{message}-subject", facts=known).text
        outbox.add(
            work, to=worker.email, body=words.render(message, facts=known).text, now=now, channel="email",
            staff_id=worker.id, message=message, manner="reminder", lane=outbox.REPLY, subject=subject,
        )  # fmt: skip
        work.after.append(bot.wake)
