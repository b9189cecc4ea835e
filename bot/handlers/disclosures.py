"""What is told to another agency: what an order of a court requires, and what a human decided because of serious harm.

A named worker records it with the reason; the person is told first (a text that arrived, or a recorded conversation);
only then does the agency see it. Nothing here is begun by a text, a timer of a flow or a recorded attendance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.handlers import letters
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.contacts import TASK_WITHIN, add_task
from bot.handlers.facts import facts_of
from bot.handlers.refusal import Refusal
from bot.store import agencies, appointments, escalations, outbox, timers
from bot.store import disclosures as rows
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.disclosures import Disclosure
from bot.store.people import Person

LOOKS_AFTER, GIVES_UP_AFTER = timedelta(minutes=10), timedelta(hours=24)
"""When we first look whether the explaining text arrived, and when a worker is asked to explain it in person."""
LONGEST = 300
CAME = {"attended": "Came", "missed": "Did not come"}
COURT, HARM = "court_order", "serious_harm"


@dataclass(frozen=True, slots=True)
class Report:
    """What an order requires. `about`: attendance (of the appointment) or test (`result` says it).

    `explained`: "text" sends one now; "conversation" was at `explained_at`, and `how` says with whom and where.
    """

    agency_id: str
    about: str
    reason: str
    explained: str
    appointment_id: str | None = None
    result: str = ""
    explained_at: datetime | None = None
    how: str = ""


def report(bot: Bot, person_id: str, new: Report, staff_id: str) -> str:
    """Record what probation must be told; returns its id. It is told once the person knows. Raises Refusal."""
    now = bot.clock.now()
    with bot.db.work() as work:
        person = the_person(work, person_id)
        part = agencies.part_of(work, person_id, new.agency_id)
        if part is None or not part.order:
            raise Refusal("agency_id", "no order of a court is recorded for that agency", "Record the order first")
        meeting = _meeting(work, person, new) if new.about == "attendance" else None
        what = _what(bot, new, meeting)
        _refuse(new, now)
        columns: dict[str, Any] = {"explained": new.explained, "explained_at": new.explained_at}
        row_id = rows.add(
            work, what=what, reason=new.reason.strip(), how=new.how.strip(), person_id=person_id,
            agency_id=new.agency_id, appointment_id=meeting.id if meeting else None, ground=COURT, about=new.about,
            recorded_by=staff_id, recorded_at=now, state=rows.EXPLAINING, **columns,
        )  # fmt: skip
        if new.explained == "text":
            _explain(bot, work, person, row_id, new.about, meeting, now)
        else:
            _tell(bot, work, person, _the(work, row_id), now)
    return row_id


def _meeting(work: Work, person: Person, new: Report) -> Appointment:
    one = appointments.get(work, new.appointment_id or "")
    if one is None or one.person_id != person.id or one.status not in ("attended", "missed"):
        raise Refusal("appointment_id", "no recorded appointment is chosen", "Record first whether they came")
    if one.status == "missed" and not new.reason.strip():
        raise Refusal("reason", "an absence needs its reason", "Write the reason, or that none was given")
    # What was told and has been corrected since is told anew.
    if (told := rows.of_appointment(work, one.id, new.agency_id)) and told.what.startswith(CAME[one.status]):
        raise Refusal("appointment_id", "this appointment was recorded for them already", "Choose another one")
    return one


def _what(bot: Bot, new: Report, meeting: Appointment | None) -> str:
    if meeting:
        day = meeting.starts_at.astimezone(bot.rules.house_rules.zone)
        return f"{CAME[meeting.status]}: {day:%A %d %B %Y, %H:%M}"
    if new.about != "test" or not new.result.strip() or len(new.result) > LONGEST:
        raise Refusal("result", "the result is missing or too long", "Write the result in a few words")
    return f"Test: {new.result.strip()}"


def _refuse(new: Report, now: datetime) -> None:
    if new.explained not in ("text", "conversation"):
        raise Refusal("explained", "they were not told first", "Choose a text, or say when you told them")
    if new.explained == "conversation" and (new.explained_at is None or new.explained_at > now):
        raise Refusal("explained_at", "when they were told is missing or lies ahead", "Write when you told them")
    if new.explained == "conversation" and not new.how.strip():
        raise Refusal("how", "how they were told is missing", "Write where, or on the phone, and what they said")


MESSAGES = {"attendance": "told-attendance", "test": "told-test"}


def _explain(
    bot: Bot, work: Work, person: Person, row_id: str, matter: str, meeting: Appointment | None, now: datetime
) -> None:
    """Text the person what will be told; the agency sees nothing before it arrived."""
    if refusal := person.standing.refusal("reminder"):
        raise Refusal("explained", f"{person.first_name} cannot be texted: {refusal}", "Tell them yourself first")
    subject = about(work, person)
    if escalations.open_about(work, person.id, subject.phone_hash, danger=True):
        raise Refusal("explained", "danger is open", "Tell them yourself, or once it is closed")
    words, zone = bot.speeches.current.words, bot.rules.house_rules.zone
    rendered = words.render(
        MESSAGES[matter], language=person.language, discreet=person.discreet,
        facts=facts_of(bot, work, subject, now, meeting), now=now.astimezone(zone),
    )  # fmt: skip
    text_id = outbox.add(
        work, to=person.phone or "", body=rendered.text, now=now, person_id=person.id, message=MESSAGES[matter],
        manner="reminder", parts=rendered.parts, lane=outbox.ROUTINE,
    )  # fmt: skip
    # Nobody's timer: a person's own would count as a contact that is planned for them.
    timer_id = timers.add(work, "disclosure", now + LOOKS_AFTER, name=row_id)
    rows.change(work, row_id, text_id=text_id, timer_id=timer_id)
    work.after.append(bot.wake)


def explained(bot: Bot, work: Work, timer: Any, now: datetime) -> None:
    """Has the text arrived? Then it is told; not within a day, or never: the keyworker explains it in person."""
    found = rows.get(work, timer.name)
    if found is None or found.state != rows.EXPLAINING:
        return
    person = the_person(work, found.person_id)
    text = outbox.get(work, found.text_id or "")
    stands = _stands(work, found)
    if stands and person.status == "active" and text and text["state"] == "delivered":
        rows.change(work, found.id, explained_at=text["settled_at"] or now)
        return _tell(bot, work, person, _the(work, found.id), now)
    on_its_way = text is not None and text["state"] in ("waiting", "sending", "sent")
    if stands and person.status == "active" and on_its_way and now - found.recorded_at < GIVES_UP_AFTER:
        return timers.postpone(work, timer.id, now + LOOKS_AFTER)
    rows.move(work, found.id, rows.EXPLAINING, rows.STOPPED)
    if person.status == "active":
        rules = bot.rules.house_rules
        due = rules.working_time.after(TASK_WITHIN, now, rules.zone, bot.holiday)
        add_task(work, person.id, "explain_first", "task_overdue", now, due)
        keep_in_hand(bot, work, about(work, person), now)


def _stands(work: Work, found: Disclosure) -> bool:
    """Whether it is still so, and still required: an absence that was corrected since, or an order that ended, is not
    told. It is a breach for somebody."""
    part = agencies.part_of(work, found.person_id, found.agency_id)
    meeting = appointments.get(work, found.appointment_id) if found.appointment_id else None
    if meeting is not None and not found.what.startswith(CAME.get(meeting.status, "?")):
        return False
    return part is not None and part.order is not None


def harm(bot: Bot, person_id: str, agency_id: str, what: str, reason: str, staff_id: str) -> str:
    """A human decided to tell an agency because of serious harm; no agreement or wish stands against it."""
    now = bot.clock.now()
    for field, words, text in (("what", "what is told", what), ("reason", "why", reason)):
        if not text.strip():
            raise Refusal(field, f"{words} is missing", "Write it: it is a decision of yours that others will read")
    with bot.db.work() as work:
        person, agency = the_person(work, person_id), agencies.get(work, agency_id)
        if agency is None:
            raise Refusal("agency_id", "no agency is chosen", "Choose one")
        row_id = rows.add(
            work, what=what.strip()[:LONGEST], reason=reason.strip()[:LONGEST], how="", person_id=person_id,
            agency_id=agency_id, ground=HARM, about="harm", explained="not_first", recorded_by=staff_id,
            recorded_at=now, state=rows.EXPLAINING,
        )  # fmt: skip
        _tell(bot, work, person, _the(work, row_id), now)
    return row_id


def _tell(bot: Bot, work: Work, person: Person, one: Disclosure, now: datetime) -> None:
    """From now on the agency sees it; whoever works with the person there is written to."""
    if not rows.move(work, one.id, rows.EXPLAINING, rows.TOLD, told_at=now):
        return
    part = agencies.part_of(work, person.id, one.agency_id)
    named = [part.practitioner_id] if part and part.practitioner_id else agencies.staff_of(work, one.agency_id)
    letters.write(bot, work, named, "notice-told", "people", now, who=person.short_name)


def _the(work: Work, row_id: str) -> Disclosure:
    found = rows.get(work, row_id)
    if found is None:
        raise LookupError("there is nothing recorded")
    return found
