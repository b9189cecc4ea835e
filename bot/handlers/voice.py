"""A voice call: one that rings a worker and offers "press 1", or somebody who rings our number."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers import escalations
from bot.handlers.bot import Bot, first_team
from bot.store import escalations as rows
from bot.store import outbox, staff


@dataclass(frozen=True, slots=True)
class Spoken:
    """What to say aloud; `gather` when a pressed key is awaited."""

    words: str
    gather: bool = False


def answer(bot: Bot, notice: str | None, digits: str | None) -> Spoken:
    """What a call hears. `notice` is the row of a notice that rang a worker; `digits` what they pressed."""
    if notice is None:
        return _to_our_number(bot)
    with bot.db.work() as work:
        row = outbox.get(work, notice)
        if row is None or row["escalation_id"] is None or row["staff_id"] is None:
            return Spoken("This call is over.")
        if not digits:
            return Spoken(row["body"], gather=True)
        one = rows.get(work, row["escalation_id"], lock=True)
        words = bot.speeches.current.words
        if one is None or digits.strip() != "1":
            return Spoken(row["body"], gather=True)
        taken = escalations.take(bot, work, one, row["staff_id"], bot.clock.now())
        owner = staff.get(work, taken.owner_id)
        facts = {"code": " ".join(one.code), "who": owner.first_name if owner else "somebody"}
        return Spoken(words.render("staff-mine" if taken.won else "staff-taken", facts=facts).text)


def _to_our_number(bot: Bot) -> Spoken:
    with bot.db.look() as work:
        team = staff.get_team(work, first_team(work))
    facts = {"team_phone": " ".join(team.phone or "")}
    return Spoken(bot.speeches.current.words.render("voice-line", facts=facts).text)
