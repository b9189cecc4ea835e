"""What staff text back: MINE, PASS and DONE with the code of an escalation, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime

from bot.handlers import closing, owning
from bot.handlers.bot import Bot
from bot.store import escalations as escalation_rows
from bot.store import outbox, staff
from bot.store.database import Work
from bot.store.escalations import Escalation
from bot.store.staff import Staff

_COMMAND = re.compile(r"^\s*(mine|pass|done)\W*(\d{4,6})\b\s*(.*)$", re.IGNORECASE | re.DOTALL)


def meant(work: Work, worker: Staff, body: str) -> bool:
    """Whether a staff text is a command about an escalation that is open, whatever else it says."""
    found = _COMMAND.match(body)
    one = escalation_rows.with_code(work, found[2]) if found else None
    return one is not None and one.team_id == worker.team_id


def obey(bot: Bot, work: Work, worker: Staff, body: str, now: datetime, *, in_danger: bool = False) -> None:
    """Carry out a staff text and owe the worker one line that says what came of it.

    `in_danger`: the words beside it tell of danger, which may be about this very escalation, or not: 999 is said.
    """
    _answer(bot, work, worker, *_done_to(bot, work, worker, body, now), now)
    if in_danger:
        _answer(bot, work, worker, "staff-somebody-else", {}, now)


def _answer(bot: Bot, work: Work, worker: Staff, message: str, facts: dict[str, str], now: datetime) -> None:
    rendered = bot.speeches.current.words.render(message, facts=facts)
    outbox.add(
        work, to=worker.phone or "", body=rendered.text, now=now, staff_id=worker.id, message=message,
        manner="reply", parts=rendered.parts, lane=outbox.REPLY,
    )  # fmt: skip
    work.after.append(bot.wake)


def _done_to(bot: Bot, work: Work, worker: Staff, body: str, now: datetime) -> tuple[str, dict[str, str]]:
    found = _COMMAND.match(body)
    if found is None:
        return "staff-commands", {}
    word, code, note = found[1].lower(), found[2], found[3].strip()
    one = escalation_rows.with_code(work, code, lock=True)
    if one is None or one.team_id != worker.team_id:
        return "staff-unknown-code", {"code": code}
    return {"mine": _mine, "pass": _pass, "done": _done}[word](bot, work, one, worker, note, now)


def _mine(bot: Bot, work: Work, one: Escalation, worker: Staff, note: str, now: datetime) -> tuple[str, dict[str, str]]:
    answer = owning.take(bot, work, one, worker.id, now)
    if answer.won:
        return "staff-mine", owning.said_of_mine(bot, work, one.id)
    owner = staff.get(work, answer.owner_id)
    return "staff-taken", {"code": one.code, "who": owner.first_name if owner else "somebody"}


def _anothers(work: Work, one: Escalation, worker: Staff) -> Staff | None:
    """Whoever else has it: what is somebody's stays theirs."""
    return staff.get(work, one.owner_id) if one.state == "mine" and one.owner_id != worker.id else None


def _pass(bot: Bot, work: Work, one: Escalation, worker: Staff, note: str, now: datetime) -> tuple[str, dict[str, str]]:
    if owner := _anothers(work, one, worker):
        return "staff-not-yours", {"code": one.code, "who": owner.first_name}
    owning.on(bot, work, one, worker.id, now)
    return "staff-passed" if one.urgency == "urgent" else "staff-passed-later", {"code": one.code}


def _done(bot: Bot, work: Work, one: Escalation, worker: Staff, note: str, now: datetime) -> tuple[str, dict[str, str]]:
    """Danger, and a death that nobody has verified, are closed only signed in (safety rules 3 and 16)."""
    subject = closing.subject_of(work, one)
    if closing.is_danger(bot, one) or closing.to_be_verified(one, subject):
        return "staff-sign-in-to-close", {"code": one.code}
    if owner := _anothers(work, one, worker):
        return "staff-not-yours", {"code": one.code, "who": owner.first_name}
    closing.end(bot, work, one, subject, now, staff_id=worker.id, outcome="done", note=note, detail="done")
    return "staff-done", {"code": one.code}
