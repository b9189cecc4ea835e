"""The fields of messages: which each of them may use, and the longest likely words for each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.library import Library
from bot.core.nearest import FIELDS as SERVICE
from bot.core.steps.find import FindStep

PERSON = frozenset({"first_name", "keyworker", "team", "team_phone"})
APPOINTMENT = frozenset({"appointment_kind", "appointment_when", "appointment_place", "with_whom"})
MET = frozenset({"met_by", "meet_when", "meet_where"})
SEEN = frozenset(f"{name}_{number}" for name in ("sharer", "sees", "also") for number in (1, 2, 3)) | {"order_to"}
KNOWN = {"welcome": PERSON | MET, "who_can_see": PERSON | SEEN}
"""Flows that know more than others."""
NOTICE = frozenset({"mark", "code", "who", "link"})
LETTER = frozenset({"who", "link"})
BY_HANDLERS: Mapping[str, frozenset[str]] = {
    "notice-sms": NOTICE,
    "notice-email-subject": NOTICE,
    "notice-email": NOTICE,
    "notice-more": NOTICE,
    "notice-unheard": NOTICE,
    "notice-outcome-missed": NOTICE,
    "notice-call": frozenset({"code"}),
    "voice-line": frozenset({"team_phone"}),
    "told-attendance": PERSON | APPOINTMENT,
    "told-test": PERSON,
    "notice-referral-subject": LETTER,
    "notice-referral": LETTER | {"by"},
    **{f"notice-{what}{part}": LETTER for what in ("accepted", "declined", "told") for part in ("", "-subject")},
    "staff-mine": frozenset({"code", "link", "by"}),
    "staff-mine-aloud": frozenset({"code", "by"}),
    "staff-not-yours": frozenset({"code", "who"}),
    "staff-taken": frozenset({"code", "who"}),
    "staff-unknown-code": frozenset({"code"}),
    "staff-sign-in-to-close": frozenset({"code"}),
    "staff-somebody-else": frozenset(),
    "staff-passed": frozenset({"code"}),
    "staff-passed-later": frozenset({"code"}),
    "staff-done": frozenset({"code"}),
    "staff-commands": frozenset(),
}
"""What handlers say themselves, and the fields that they give."""
LONGEST = {
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
    "by": "03:22",
    "service_name": "the Example Centre",
    "service_address": "112 Example Street",
    "service_phone": "0121 496 0001",
    "service_for": "women and families",
    "service_until": "10:30am",
    "service_reach": "both",
    "service_who": "some",
    "service_open": "later",
    "service_opens": "Wednesday 23 September at 10:30am",
    "met_by": "Bartholomew",
    "meet_when": "Wednesday 23 September at 10:30am",
    "meet_where": "Hope House, 12 Station Road",
    **{f"sharer_{number}": "Riverside Housing" for number in (1, 2, 3)},
    **{f"sees_{number}": "your name, who helps you, your number" for number in (1, 2, 3)},
    **{f"also_{number}": ", when you meet us, if you come" for number in (1, 2, 3)},
    "order_to": "Riverside Probation",
}
"""The longest likely words for each field."""


def used(shelf: Library) -> dict[str, frozenset[str]]:
    """Each message, and the fields that every flow which says it can give."""
    about_appointments = {reminder.flow for reminder in shelf.house_rules.reminders} | {"missed_appointment"}
    gathered = dict(BY_HANDLERS)
    for flow in shelf.flows.values():
        known = PERSON | APPOINTMENT if flow.name in about_appointments else KNOWN.get(flow.name, PERSON)
        for step in flow.steps.values():
            fields = known.union(SERVICE) if isinstance(step, FindStep) else known
            for message in step.messages():
                gathered[message] = gathered.get(message, fields) & fields
    return gathered
