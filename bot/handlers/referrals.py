"""Referrals: made with what is needed and no more, withdrawn, and told to both teams when nobody accepts in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.core import referral as core
from bot.core.ladder import ROLES
from bot.core.sharing import CARE, TAKERS
from bot.core.span import local
from bot.handlers import closing, escalations, letters, numbers
from bot.handlers.bot import Bot, Subject
from bot.handlers.phones import read_mobile
from bot.handlers.races import until_won
from bot.handlers.refusal import Refusal
from bot.store import agencies, staff, timers
from bot.store import escalations as escalation_rows
from bot.store import referrals as rows
from bot.store.database import Work
from bot.store.referrals import Stored

FURTHEST = timedelta(days=400)
WAITS = "referral_waiting"


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody for another team. `phone` as typed; `needs`, `medication` and `consent` by the names of core.referral.

    `safe_contact` is how they may be reached without harm; never a dose, never a history.
    """

    first_name: str
    last_name: str
    release_day: date
    from_team_id: str
    to_team_id: str
    consent: str
    needs: tuple[str, ...] = ()
    medication: str = "none"
    phone: str | None = None
    safe_contact: str = ""
    reference: str = ""


def refer(bot: Bot, new: Referral, by: str | None) -> str:
    """A referral that waits to be accepted by a deadline; returns its id. Raises Refusal. `by` is a member of staff."""
    _refuse(bot, new)
    made: list[str] = []
    until_won(lambda: made.append(_referred(bot, new, by)))
    return made[-1]


def _referred(bot: Bot, new: Referral, by: str | None) -> str:
    now = bot.clock.now()
    phone = read_mobile(new.phone) if new.phone and new.phone.strip() else ""
    private: dict[str, Any] = {
        "first_name": new.first_name.strip(), "last_name": new.last_name.strip(), "phone": phone, "reason": "",
        "reference": new.reference.strip(), "safe_contact": new.safe_contact.strip(), "medication": new.medication,
        "needs": sorted(new.needs),
    }  # fmt: skip
    with bot.db.work() as work:
        _teams(work, new)
        numbers.refuse_staffs(work, phone)
        reference = rows.hash_reference(work, private["reference"])
        if rows.waiting_for(work, new.to_team_id, reference):
            raise Refusal("reference", f"{new.reference} waits for that team already", "Open that referral instead")
        row_id = rows.add(
            work, private=private, from_team_id=new.from_team_id, to_team_id=new.to_team_id, reference_hash=reference,
            release_day=new.release_day, consent=new.consent, state=core.WAITING, referred_by=by, referred_at=now,
            accept_by=now,
        )  # fmt: skip
        due = set_deadline(bot, work, row_id, now)
        one = the_referral(work, row_id)
        by_when = f"{due.astimezone(bot.rules.house_rules.zone):%a %d %b %H:%M}"
        team = [one.id for one in staff.everybody(work) if one.team_id == new.to_team_id and one.role in ROLES]
        letters.write(bot, work, team, "notice-referral", "referrals", now, who=one.short_name, by=by_when)
    return row_id


def _refuse(bot: Bot, new: Referral) -> None:
    """Refuse what a referral may not be or hold."""
    today = bot.clock.now().astimezone(bot.rules.house_rules.zone).date()
    if not new.first_name.strip():
        raise Refusal("first_name", "the first name is missing", "Write the name they go by")
    if not today <= new.release_day <= today + FURTHEST:
        raise Refusal("release_day", "the release day is not ahead", "Give a day from today to a year ahead")
    if new.consent not in core.CONSENTS:
        raise Refusal("consent", "nothing says that they agreed", "Ask them first: without it nobody is referred")
    if unknown := [need for need in new.needs if need not in core.NEEDS]:
        raise Refusal("needs", f'"{unknown[0]}" is no need of the list', f"Use: {', '.join(core.NEEDS)}")
    if new.medication not in core.MEDICATION:
        raise Refusal("medication", "the kind of medication is not chosen", f"Use: {', '.join(core.MEDICATION)}")
    if core.tells_a_dose(new.safe_contact):
        raise Refusal("safe_contact", "it tells a dose", "Take the dose out: prescriber tells prescriber")


def _teams(work: Work, new: Referral) -> None:
    """The receiving team takes people on; who was not asked goes from care to care only."""
    giver, taker = staff.get_team(work, new.from_team_id), staff.get_team(work, new.to_team_id)
    if giver is None or taker is None:
        field = "to_team_id" if giver else "from_team_id"
        raise Refusal(field, "there is no such team", "Choose one of the list")
    if giver.id == taker.id:
        raise Refusal("to_team_id", "a team cannot refer to itself", "Choose another team")
    kinds = [found.kind if found else "treatment_provider" for found in (_agency(work, giver), _agency(work, taker))]
    if kinds[1] not in TAKERS:
        raise Refusal("to_team_id", f"{taker.name} takes nobody on by referral", "Choose a community team")
    if new.consent == "direct_care" and kinds[0] not in CARE:
        raise Refusal("consent", "it is no direct care", "Ask them first: without their yes nobody is referred")


def _agency(work: Work, team: Any) -> agencies.Agency | None:
    return agencies.get(work, team.agency_id)


def set_deadline(bot: Bot, work: Work, row_id: str, now: datetime, *, again: bool = False) -> datetime:
    """The moment by which it must be accepted, and the timer that rings then; `again`: that moment has passed once."""
    one = the_referral(work, row_id)
    rules = bot.rules.house_rules
    usual = rules.working_time.after(rules.limits.referral_accept_within, now, rules.zone, bot.holiday)
    # The evening before, while somebody may still be told: at midnight nobody is, and the gate opens at nine.
    eve = local(datetime.combine(one.release_day - timedelta(days=1), rules.working_time.ends), rules.zone)
    due = core.accept_by(usual, eve, timedelta(seconds=rules.limits.referral_at_least.seconds), now)
    # Nobody's timer: a person's own would count as a contact that is planned for them.
    timer_id = timers.add(work, "referral", max(usual, due) if again else due, name=row_id)
    rows.change(work, row_id, timer_id=timer_id, **({} if again else {"accept_by": due}))
    return due


def overdue(bot: Bot, work: Work, row_id: str, now: datetime) -> None:
    """The deadline has passed: an escalation on each side's ladder, and another deadline, until somebody decides."""
    one = rows.get(work, row_id, lock=True)
    if one is None or one.state != core.WAITING:
        return
    for team_id in (one.to_team_id, one.from_team_id):
        raised = Subject(None, _key(one), team_id)
        escalations.raise_one(bot, work, raised, WAITS, "today", now, cause=_cause(one, team_id))
    set_deadline(bot, work, row_id, now, again=True)


def subject(work: Work, row_id: str) -> Subject:
    """Whom an escalation about a referral is with: the team that should accept."""
    one = the_referral(work, row_id)
    return Subject(None, _key(one), one.to_team_id)


def withdraw(bot: Bot, row_id: str, staff_id: str, reason: str) -> None:
    """The team that referred takes it back; raises Refusal: decided already, or not theirs."""
    now = bot.clock.now()
    with bot.db.work() as work:
        one = the_referral(work, row_id)
        of_side(work, staff_id, one.from_team_id)
        decided(bot, work, one, core.WITHDRAWN, staff_id, reason, now)


def decided(bot: Bot, work: Work, one: Stored, state: str, staff_id: str, reason: str, now: datetime) -> None:
    """One decision wins; whoever comes second is told whose. Its deadline and what was raised about it end."""
    if not rows.decide(work, one.id, state, by=staff_id, now=now):
        raise _too_late(work, the_referral(work, one.id))
    if reason:
        rows.give_reason(work, one, reason)
    timers.drop(work, state, now, kind="referral", name=one.id)
    for team_id in (one.to_team_id, one.from_team_id):
        cause = f"{WAITS}:{_cause(one, team_id)}"
        found = escalation_rows.open_for(work, cause)
        open_one = escalation_rows.get(work, found.id, lock=True) if found else None
        if open_one and open_one.state != "closed":
            closing.end(
                bot, work, open_one, None, now,
                staff_id=staff_id, outcome="done", note=f"The referral was {state}.", detail=state,
            )  # fmt: skip


def _too_late(work: Work, one: Stored) -> Refusal:
    who = staff.get(work, one.decided_by)
    return Refusal("referral", f"{who.name if who else 'somebody'} has {one.state} it already", "Nothing was changed")


def _key(one: Stored) -> str:
    return f"referral:{one.id}"


def _cause(one: Stored, team_id: str) -> str:
    return f"{rows.CAUSE}{one.id} {team_id}"


def of_side(work: Work, staff_id: str, team_id: str) -> None:
    """Only staff of the agency whose team it is; raises Refusal."""
    worker = staff.get(work, staff_id)
    if worker is None or agencies.of_team(work, worker.team_id) != agencies.of_team(work, team_id):
        raise Refusal("referral", "it is another agency's to decide", "Ask them to do it")


def the_referral(work: Work, row_id: str) -> Stored:
    """Raises LookupError."""
    found = rows.get(work, row_id)
    if found is None:
        raise LookupError("there is no such referral")
    return found
