"""Notices: what staff are sent of an escalation, and nothing more than they need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.core.delivery import OPEN
from bot.core.ladder import Channel, Telling
from bot.handlers.bot import Bot
from bot.store import escalations, outbox, people, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.staff import Staff


def send(bot: Bot, work: Work, one: Escalation, telling: Telling, now: datetime) -> None:
    """Owe every person of a rung a notice by each channel that reaches them."""
    for staff_id in telling.staff:
        worker = staff.get(work, staff_id)
        for channel in telling.channels:
            if worker and _address(worker, channel):
                _owe(bot, work, one, worker, channel, now, due_at=telling.at)
        escalations.note(work, one.id, "told", now, staff_id=staff_id, rung=telling.rung)
    if not telling.staff:
        escalations.note(work, one.id, "nobody on duty", now, rung=telling.rung)


def to_owner(bot: Bot, work: Work, one: Escalation, now: datetime) -> None:
    """It has happened again to somebody whose escalation is owned."""
    if (worker := staff.get(work, one.owner_id)) and worker.phone:
        _owe(bot, work, one, worker, "sms", now, due_at=now)


def _address(worker: Staff, channel: Channel) -> str | None:
    return worker.email if channel == "email" else worker.phone if worker.reachable else None


def _owe(
    bot: Bot, work: Work, one: Escalation, worker: Staff, channel: Channel, now: datetime, *, due_at: datetime
) -> None:
    facts = facts_of(bot, work, one)
    words = bot.speeches.current.words
    message = {"sms": "notice-sms", "call": "notice-call", "email": "notice-email"}[channel]
    rendered = words.render(message, facts=facts)
    extra: dict[str, Any] = {}
    if channel == "email":
        extra["subject"] = words.render("notice-email-subject", facts=facts).text
    outbox.add(
        work,
        to=_address(worker, channel) or "",
        body=rendered.text,
        now=now,
        due_at=due_at,
        channel=channel,
        staff_id=worker.id,
        escalation_id=one.id,
        rung=one.rung,
        message=message,
        manner="danger" if one.urgency == "urgent" else "reminder",
        parts=rendered.parts,
        lane=outbox.URGENT if one.urgency == "urgent" else outbox.REPLY,
        **extra,
    )
    work.after.append(bot.wake)


def facts_of(bot: Bot, work: Work, one: Escalation) -> dict[str, str]:
    """URGENT NOW or the kind, the code, first name and initial, and a link: no more."""
    who = people.get(work, one.person_id) if one.person_id else None
    mark = "URGENT NOW" if one.urgency == "urgent" else bot.rules.house_rules.kind(one.kind).says
    link = f"{bot.public_url.rstrip('/')}/e/{one.code}"
    return {"mark": mark, "code": one.code, "who": who.short_name if who else "unknown number", "link": link}


def stop(work: Work, escalation_id: str, now: datetime) -> None:
    """Somebody has it: what has not gone out yet need not."""
    outbox.drop(work, "taken", now, keep_danger=False, escalation_id=escalation_id)


def all_failed(work: Work, escalation_id: str, rung: int) -> bool:
    sent = [row for row in outbox.of_escalation(work, escalation_id) if row["rung"] == rung]
    alive = (*OPEN, "sent", "delivered")
    return bool(sent) and not any(row["state"] in alive for row in sent)
