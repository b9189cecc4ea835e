"""Closing an escalation: signed in, with an outcome; what danger had interrupted goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.triage import REPORTED_DEATH
from bot.handlers import notices
from bot.handlers.bot import Bot, Subject, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import TASK_WITHIN, add_task
from bot.handlers.conversations import return_to
from bot.handlers.refusal import Refusal
from bot.store import escalations, people, timers
from bot.store import numbers as number_rows
from bot.store.database import Work
from bot.store.escalations import Escalation

OUTCOMES: dict[str, str] = {
    "reached": "Reached: spoke to them",
    "ambulance": "Ambulance called",
    "not_found": "Not found: next step in the note",
    "done": "Done, no contact needed",
    "false_alarm": "Not what it looked like",
}
DANGER_OUTCOMES = ("reached", "ambulance", "not_found", "false_alarm")


def is_danger(bot: Bot, one: Escalation) -> bool:
    """Danger stays danger for whoever closes it, also where a "no" has lowered its urgency (safety rule 4)."""
    return "urgent" in (one.urgency, bot.rules.house_rules.kind(one.kind).urgency)


def outcomes_for(bot: Bot, one: Escalation) -> dict[str, str]:
    """The outcomes that may close this escalation."""
    danger = is_danger(bot, one)
    return {key: says for key, says in OUTCOMES.items() if not danger or key in DANGER_OUTCOMES}


def close(bot: Bot, escalation_id: str, staff_id: str, outcome: str, note: str, seen: int | None = None) -> None:
    """Close it; raises Refusal for a missing outcome, or for "not found" without a next step.

    `seen` is the turn of the page that was read: danger texted since then is not closed unread with it.
    """
    now = bot.clock.now()
    with bot.db.work() as work:
        subject = _locked(work, escalation_id)
        one = escalations.get(work, escalation_id, lock=True)
        if one is None or one.state == "closed":
            raise Refusal("escalation", "somebody has closed it already", "Look at the person's page")
        if seen is not None and seen != one.turn and is_danger(bot, one):
            raise Refusal("outcome", "something happened while you wrote", "Read the page again, then close it")
        if to_be_verified(one, subject):
            raise Refusal("outcome", "nobody has verified yet whether it is true", "Say so on the person's page")
        if outcome not in outcomes_for(bot, one):
            raise Refusal("outcome", "no outcome was chosen", "Choose what happened")
        if outcome == "not_found" and not note.strip():
            raise Refusal("note", "nobody has been reached and no next step is written", "Write what happens next")
        end(bot, work, one, subject, now, staff_id=staff_id, outcome=outcome, note=note.strip(), detail=outcome)


def to_be_verified(one: Escalation, subject: Subject | None) -> bool:
    """A reported death is over when somebody has said whether it is true, not before (safety rule 16)."""
    person = subject.person if subject else None
    return one.kind == REPORTED_DEATH and bool(person and person.status == "active" and person.death_reported_at)


def end(
    bot: Bot, work: Work, one: Escalation, subject: Subject | None, now: datetime,
    *, staff_id: str, outcome: str, note: str, detail: str,
) -> None:  # fmt: skip
    """It is over: its ladder stops, notices still owed are dropped, and what danger held goes on."""
    if not escalations.close(work, one, outcome, note, now):
        raise Refusal("escalation", "somebody was faster", "Look at it again")
    escalations.note(work, one.id, "closed", now, staff_id=staff_id, detail=detail)
    timers.clear_ladder(work, one.id)
    notices.stop(work, one.id, now)
    if is_danger(bot, one) and subject and subject.person and subject.person.status == "active":
        _afterwards(bot, work, subject.person, staff_id, outcome, now)
    if subject and not escalations.open_about(work, one.person_id, subject.phone_hash, danger=True):
        return_to(bot, work, subject, now)
    if subject:
        keep_in_hand(bot, work, subject, now)


LOOK_AGAIN_WITHIN = timedelta(hours=2)


def _afterwards(bot: Bot, work: Work, person: people.Person, staff_id: str, outcome: str, now: datetime) -> None:
    """Whoever was not found is looked for again; the keyworker hears of the night in the morning."""
    if outcome == "not_found":
        add_task(work, person.id, "find_them", "not_found", now, now + LOOK_AGAIN_WITHIN, "urgent")
    if outcome != "false_alarm" and staff_id != person.keyworker_id:
        rules = bot.rules.house_rules
        due = rules.working_time.after(TASK_WITHIN, now, rules.zone, bot.holiday)
        add_task(work, person.id, "after_danger", "task_overdue", now, due)


def _locked(work: Work, escalation_id: str) -> Subject | None:
    """Whom it is about, locked before the escalation is: a text that comes in takes them in that order too."""
    one = escalations.get(work, escalation_id)
    return subject_of(work, one) if one else None


def subject_of(work: Work, one: Escalation) -> Subject | None:
    if one.person_id:
        return about(work, the_person(work, one.person_id))
    if one.phone_hash and (row := number_rows.number_row(work, one.phone_hash)):
        return Subject(work.open("number.phone", one.phone_hash, row.phone), one.phone_hash, one.team_id)
    return None
