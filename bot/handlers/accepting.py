"""The receiving team accepts a referral (who meets them, where and when, and their keyworker), or declines it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core import referral as core
from bot.core.discreet import telling_words
from bot.core.sharing import CARE
from bot.handlers import appointments, custody, deaths, enrolling, escalations, letters, people, planning
from bot.handlers.appointments import Details
from bot.handlers.bot import Bot, Subject, the_person
from bot.handlers.people import Registration
from bot.handlers.referrals import decided, of_side, the_referral
from bot.handlers.refusal import Refusal
from bot.store import agencies, enrolments, staff, tasks, timers
from bot.store import people as people_rows
from bot.store import referrals as rows
from bot.store.database import Work
from bot.store.people import Person
from bot.store.referrals import Stored


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who takes them on. `wall` is the local time at which `met_by` meets them at `where`, on their first day."""

    keyworker_id: str
    met_by: str
    where: str
    wall: datetime
    pathway: str = "prison_release"


def accept(bot: Bot, referral_id: str, given: Acceptance, staff_id: str) -> str:
    """The person is ours from now on, with everything planned; returns their id. Raises Refusal.

    Of two who accept at once one wins; the other hears who did, and nothing of theirs is kept.
    """
    now = bot.clock.now()
    with bot.db.work() as work:
        one = the_referral(work, referral_id)
        of_side(work, staff_id, one.to_team_id)
        _refuse(bot, work, one, given)
        decided(bot, work, one, core.ACCEPTED, staff_id, "", now)
        person_id = _taken_on(bot, work, one, given, staff_id, now)
        details = Details("meeting", given.wall, given.where.strip(), given.met_by.strip())
        meeting = appointments.added(bot, work, person_id, details, now, reminded=False)
        people_rows.remember(work, the_person(work, person_id), {"meet_id": meeting})
        _who_meets_is_agreed(work, person_id, now)
        rows.change(work, one.id, person_id=person_id, appointment_id=meeting)
        _involve_giver(work, one, person_id, staff_id, now)
        _tell_giver(bot, work, one, "notice-accepted", now)
    return person_id


def _refuse(bot: Bot, work: Work, one: Stored, given: Acceptance) -> None:
    worker = staff.get(work, given.keyworker_id)
    if worker is None or not worker.active or _agency(work, worker.team_id) != _agency(work, one.to_team_id):
        raise Refusal("keyworker_id", "no keyworker of your agency is chosen", "Choose one")
    for field, what, text in (("met_by", "who meets them", given.met_by), ("where", "the place", given.where)):
        if not text.strip():
            raise Refusal(field, f"{what} is missing", "Write it in: they are told")
        if told := telling_words(text, bot.rules.house_rules.telling_words):
            raise Refusal(field, f'it says "{told[0]}", and somebody else may read their phone', "Say it without")


def _agency(work: Work, team_id: str) -> agencies.Agency | None:
    return agencies.of_team(work, team_id)


def _taken_on(bot: Bot, work: Work, one: Stored, given: Acceptance, by: str, now: datetime) -> str:
    """Whoever is known by that reference and still ours is that person; else somebody new."""
    known = people_rows.with_reference(work, one.reference) if one.reference else None
    if known and known.status == "active" and _agency(work, known.team_id) == _agency(work, one.to_team_id):
        return _known(bot, work, one, known, given, by, now)
    team = staff.get_team(work, one.to_team_id)
    person_id = people.registered(
        bot, work,
        Registration(
            first_name=one.first_name, last_name=one.last_name, phone=one.phone or None, pathway=given.pathway,
            anchor_date=one.release_day, area=team.area, agency=team.agency, team_id=one.to_team_id,
            keyworker_id=given.keyworker_id, reference="" if known else one.reference,
        ),
        by,
        now,
    )  # fmt: skip
    if one.safe_contact:
        people_rows.keep_private(work, the_person(work, person_id), safe_contact=one.safe_contact)
    return person_id


def _known(
    bot: Bot, work: Work, one: Stored, known: Person, given: Acceptance, by: str, now: datetime
) -> str:  # fmt: skip
    """Registered already: what is open goes to the keyworker chosen, and what the release needs is planned.

    Raises Refusal where the reference is somebody else's: whoever was referred would be registered nowhere.
    """
    deaths.refuse(known)
    named = (known.first_name, known.private["last_name"])
    if tuple(map(str.casefold, named)) != (one.first_name.casefold(), one.last_name.casefold()):
        raise Refusal(
            "reference", f"{one.reference} is {known.full_name} here", "Ask whoever referred for the right reference"
        )
    people.handed_over(bot, work, known.id, given.keyworker_id, by, now)
    if not any(each.pathway == given.pathway for each in enrolments.active_of(work, known.id)):
        pathway = enrolling.the_pathway(bot, given.pathway)
        if pathway.starts.inside and known.custody == "released":
            custody.freeze(bot, work, known, "in_prison", by, now)
        enrolling.enrol(bot, work, known.id, pathway, one.release_day, now, by=by)
        planning.sum_up(work, known.id)
    return known.id


def _who_meets_is_agreed(work: Work, person_id: str, now: datetime) -> None:
    """What the pathway would ask a keyworker for has come with the referral."""
    timers.drop(work, AGREED, now, person_id=person_id, kind="contact", name="who_meets")
    for kind in ("who_meets", "referral_accepted"):
        tasks.end(work, person_id, kind, now)
    for enrolment in enrolments.active_of(work, person_id):
        planning.count(work, enrolment)


AGREED = "agreed with the referral"


def _involve_giver(work: Work, one: Stored, person_id: str, staff_id: str, now: datetime) -> None:
    """Whoever referred them has a part from now on, on the ground on which they were referred."""
    giver = _agency(work, one.from_team_id)
    if giver is None or giver == _agency(work, one.to_team_id):
        return
    if agencies.part_of(work, person_id, giver.id):  # a "no" that they said, or an order, stands
        return
    wish = "share" if one.consent == "agreed" else "not_asked"
    basis = "direct_care" if giver.kind in CARE else "consent"
    agencies.involve(
        work, person_id, giver.id, now,
        practitioner_id=one.referred_by, wish=wish, basis=basis, order=None, recorded_by=staff_id,
    )  # fmt: skip


def decline(bot: Bot, referral_id: str, staff_id: str, reason: str) -> None:
    """Not this team: it goes back to whoever referred as an escalation on their ladder; raises Refusal."""
    now = bot.clock.now()
    if not reason.strip():
        raise Refusal("reason", "the reason is missing", "Write why, and who could take them")
    with bot.db.work() as work:
        one = the_referral(work, referral_id)
        of_side(work, staff_id, one.to_team_id)
        decided(bot, work, one, core.DECLINED, staff_id, reason.strip(), now)
        back = Subject(None, f"referral:{one.id}", one.from_team_id)
        escalations.raise_one(
            bot, work, back, "referral_declined", "today", now, cause=f"{rows.CAUSE}{one.id} {one.from_team_id}"
        )
        _tell_giver(bot, work, one, "notice-declined", now)


def _tell_giver(bot: Bot, work: Work, one: Stored, message: str, now: datetime) -> None:
    if one.referred_by:
        letters.write(bot, work, [one.referred_by], message, "referrals", now, who=one.short_name)
