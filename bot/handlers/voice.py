"""A voice call: one that rings a worker and offers "press 1", or somebody who rings our number."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers import owning
from bot.handlers.bot import Bot, about, first_team, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import TASK_WITHIN, add_task
from bot.store import escalations as escalation_rows
from bot.store import outbox, people, staff, tasks


@dataclass(frozen=True, slots=True)
class Spoken:
    """What to say aloud; `gather` when a pressed key is awaited."""

    words: str
    gather: bool = False


def answer(bot: Bot, notice: str | None, digits: str | None, caller: str | None = None) -> Spoken:
    """What a call hears. `notice` is the row of a notice that rang a worker; `digits` what they pressed.

    A call to our number by somebody we know (`caller`, E.164) is contact: no credit is normal (safety rule 18).
    """
    if notice is None:
        _they_rang(bot, caller)
        return _to_our_number(bot)
    with bot.db.work() as work:
        row = outbox.get(work, notice)
        if row is None or row["escalation_id"] is None or row["staff_id"] is None:
            return Spoken("This call is over.")
        if not digits:
            return Spoken(row["body"], gather=True)
        one = escalation_rows.get(work, row["escalation_id"], lock=True)
        words = bot.speeches.current.words
        if one is None or digits.strip() != "1":
            return Spoken(row["body"], gather=True)
        taken = owning.take(bot, work, one, row["staff_id"], bot.clock.now())
        owner = staff.get(work, taken.owner_id)
        who = owner.first_name if owner else "somebody"
        facts = {**owning.said_of_mine(bot, work, one.id), "code": " ".join(one.code), "who": who}
        return Spoken(words.render("staff-mine-aloud" if taken.won else "staff-taken", facts=facts).text)


def _they_rang(bot: Bot, caller: str | None) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        theirs = people.with_phone(work, work.vault.hash("phone", caller)) if caller else []
        for person in theirs:
            subject = about(work, the_person(work, person.id))
            if not any(task.kind == "call_back" for task in tasks.open_of(work, person.id)):
                rules = bot.rules.house_rules
                due = rules.working_time.after(TASK_WITHIN, now, rules.zone, bot.holiday)
                add_task(work, person.id, "call_back", "task_overdue", now, due)
            keep_in_hand(bot, work, subject, now, last_heard_at=now)


def _to_our_number(bot: Bot) -> Spoken:
    with bot.db.look() as work:
        team = staff.get_team(work, first_team(work))
    facts = {"team_phone": " ".join(team.phone or "")}
    return Spoken(bot.speeches.current.words.render("voice-line", facts=facts).text)
