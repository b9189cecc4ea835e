"""The flows and words that are shipped, and what each message may ask for: read once, shared by the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.core.library import Library
from bot.revisions import library, read_folder
from bot.wording.words import Words

ROOT = Path(__file__).parents[2]

PERSON = frozenset({"first_name", "keyworker", "team", "team_phone"})
APPOINTMENT = frozenset({"appointment_kind", "appointment_when", "appointment_place", "with_whom"})
ABOUT_APPOINTMENTS = frozenset({"reminder_day_before", "reminder_two_hours", "missed_appointment"})

NOTICE = frozenset({"mark", "code", "who", "link"})
SAID_BY_HANDLERS = {
    "notice-sms": NOTICE,
    "notice-email-subject": NOTICE,
    "notice-email": NOTICE,
    "notice-call": frozenset({"code"}),
    "voice-line": frozenset({"team_phone"}),
    "staff-mine": frozenset({"code"}),
    "staff-taken": frozenset({"code", "who"}),
    "staff-unknown-code": frozenset({"code"}),
    "staff-sign-in-to-close": frozenset({"code"}),
    "staff-passed": frozenset({"code"}),
    "staff-done": frozenset({"code"}),
    "staff-commands": frozenset[str](),
}

LONG = {
    "first_name": "Christopher",
    "keyworker": "Bartholomew",
    "team": "the Riverside team",
    "team_phone": "07700 900999",
    "appointment_kind": "a key work session",
    "appointment_when": "Wednesday 23 September at 10:30am",
    "appointment_place": "Hope House, 12 Station Road",
    "with_whom": "Bartholomew",
    "mark": "says things are not good",
    "code": "4821",
    "who": "Christopher S",
    "link": "https://texts.example.org/e/4821",
}

ASKED_ABOUT = ("overdose_now", "suicide_risk", "alcohol_withdrawal", "medical", "safeguarding")
BEGUN_BY_TRIAGE = frozenset(
    {
        *ASKED_ABOUT,
        *(f"{danger}_unsure" for danger in ASKED_ABOUT),
        *("danger", "phone_unsafe", "custody_hint", "wrong_person", "unknown_sender", "not_understood"),
    }
)
BEGUN_BY_HANDLERS = frozenset({"stopped", "welcome_back", "number_check", "missed_appointment"})


@cache
def files() -> dict[str, str]:
    return read_folder(ROOT)


@cache
def shelf() -> Library:
    return library(files())


@cache
def words() -> Words:
    return Words.load(
        {name.removeprefix("messages/"): text for name, text in files().items() if name.startswith("messages/")}
    )


@cache
def used() -> dict[str, frozenset[str]]:
    """Each message, and what every flow that says it can give."""
    gathered = dict(SAID_BY_HANDLERS)
    for flow in shelf().flows.values():
        known = PERSON | APPOINTMENT if flow.name in ABOUT_APPOINTMENTS else PERSON
        for message in flow.messages():
            gathered[message] = gathered.get(message, known) & known
    return gathered
