"""Notices: what staff are sent of an escalation, and nothing more than they need."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.core.delivery import OPEN
from bot.core.ladder import Channel, Telling
from bot.handlers.bot import Bot
from bot.store import escalations, outbox, people, referrals, said, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.staff import Staff

MORE_EVERY = timedelta(minutes=1)
"""Ten texts in a row, or another bot that answers ours, are one notice: the page shows them all."""
WRITTEN_EVERY = timedelta(minutes=30)
"""Somebody who is rung every five minutes is written to about the same thing this often."""


def send(bot: Bot, work: Work, one: Escalation, telling: Telling, now: datetime) -> None:
    """Owe every person of a rung a notice by each channel that reaches them."""
    lately = said.written_since(work, one.id, telling.rung, now - WRITTEN_EVERY)
    facts = facts_of(bot, work, one)
    for staff_id in telling.staff:
        worker = staff.readable(work, staff_id)
        for channel in telling.channels:
            if worker and (staff_id, channel) not in lately:
                _owe(bot, work, one, worker, channel, now, due_at=telling.at, facts=facts)
        escalations.note(work, one.id, "told", now, staff_id=staff_id, rung=telling.rung)
    if not telling.staff:
        escalations.note(work, one.id, "nobody on duty", now, rung=telling.rung)


def to_owner(
    bot: Bot, work: Work, one: Escalation, now: datetime, *, message: str = "notice-more", rings: bool = False
) -> None:
    """Something that whoever said "mine" must hear: more of the same, or that their time is over."""
    if worker := staff.readable(work, one.owner_id):
        _owe(bot, work, one, worker, "sms", now, due_at=now, message=message)
        if rings:
            _owe(bot, work, one, worker, "call", now, due_at=now)


def more(bot: Bot, work: Work, one: Escalation, now: datetime) -> None:
    """Another text while danger is open: to its owner, else to whoever the rung was told to."""
    lately = said.told_of_more(work, one.id, now - MORE_EVERY)
    if one.state == "mine":
        return None if one.owner_id in lately else to_owner(bot, work, one, now)
    for staff_id in escalations.told_on(work, one.id, one.rung):
        if staff_id not in lately and (worker := staff.readable(work, staff_id)):
            _owe(bot, work, one, worker, "sms", now, due_at=now, message="notice-more")


def unheard(bot: Bot, work: Work, one: Escalation, now: datetime) -> None:
    """Our words did not reach them: to its owner, who is rung, else to whoever is being told."""
    if one.state == "mine":
        return to_owner(bot, work, one, now, message="notice-unheard", rings=True)
    for staff_id in escalations.told_on(work, one.id, one.rung):
        if worker := staff.readable(work, staff_id):
            _owe(bot, work, one, worker, "sms", now, due_at=now, message="notice-unheard")


def _address(worker: Staff, channel: Channel) -> str | None:
    """STOP blocks texts and not calls: a worker who stopped our texts is still rung."""
    if channel == "email":
        return worker.email
    return worker.phone if channel == "call" or worker.reachable else None


MESSAGES = {"sms": "notice-sms", "call": "notice-call", "email": "notice-email"}


def _owe(
    bot: Bot, work: Work, one: Escalation, worker: Staff, channel: Channel, now: datetime,
    *, due_at: datetime, message: str = "", facts: dict[str, str] | None = None,
) -> None:  # fmt: skip
    if not _address(worker, channel):
        return
    facts = facts or facts_of(bot, work, one)
    words = bot.speeches.current.words
    message = message or MESSAGES[channel]
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
    """URGENT NOW or the kind, the code, first name and initial, and a link: no more.

    Whoever is rung for a text that had no automatic answer must know that nobody has said 999 yet.
    """
    who = people.get(work, one.person_id) if one.person_id else None
    mark = "URGENT NOW" if one.urgency == "urgent" else bot.rules.house_rules.kind(one.kind).says
    if one.urgency == "urgent" and escalations.noted(work, one.id, escalations.UNANSWERED):
        mark = "URGENT NOW, came late, not answered"
    link = f"{bot.public_url.rstrip('/')}/e/{one.code}"
    return {"mark": mark, "code": one.code, "who": who.short_name if who else _named(work, one), "link": link}


def _named(work: Work, one: Escalation) -> str:
    """Of nobody we have as a person: whoever is referred, or a number."""
    referred = referrals.of_cause(work, one.cause)
    return referred.short_name if referred else "unknown number"


def stop(work: Work, escalation_id: str, now: datetime, *, reason: str = "taken") -> None:
    """Somebody has it, or it goes elsewhere: what has not gone out yet need not."""
    outbox.drop(work, reason, now, keep_danger=False, escalation_id=escalation_id)


def all_failed(work: Work, one: Escalation) -> bool:
    """Whether nothing of the rung arrived. An e-mail wakes nobody: what must ring counts by phone alone."""
    sent = said.on_rung(work, one.id, one.rung)
    if one.urgency == "urgent":
        sent = [row for row in sent if row.channel != "email"] or sent
    alive = (*OPEN, "sent", "delivered")
    return bool(sent) and not any(row.state in alive for row in sent)
