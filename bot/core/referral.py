"""A referral: what a prison or custody team hands to a community team, and by when it must be accepted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

NEEDS: Mapping[str, str] = {
    "medication": "Medication must not stop",
    "naloxone": "Naloxone to take home",
    "housing": "Somewhere to stay",
    "mental_health": "Mental health",
    "physical_health": "Physical health",
    "alcohol": "Alcohol",
    "money_or_id": "Money or ID",
    "interpreter": "An interpreter, or help with reading",
    "mobility": "Mobility or another adjustment",
    "children": "Children to think of",
}
"""Flags, with their words for staff: that something is needed, never its history."""

MEDICATION: Mapping[str, str] = {
    "none": "None",
    "methadone": "Methadone",
    "buprenorphine": "Buprenorphine, daily",
    "long_acting_buprenorphine": "Buprenorphine, long-acting",
    "alcohol": "For alcohol",
    "other": "Something else",
}
"""The kind, never the dose: prescriber tells prescriber."""

CONSENTS: Mapping[str, str] = {"agreed": "They agreed to this", "direct_care": "They could not be asked: direct care"}

WAITING, ACCEPTED, DECLINED, WITHDRAWN = "waiting", "accepted", "declined", "withdrawn"

_DOSE = re.compile(r"\d\s*(mg|ml|mls|mcg|milligrams?|millilitres?)\b", re.IGNORECASE)


def tells_a_dose(text: str) -> bool:
    """Whether words hold what looks like a dose, which a referral must not carry."""
    return bool(_DOSE.search(text))


def accept_by(usual: datetime, eve: datetime, at_least: timedelta, now: datetime) -> datetime:
    """When a referral must be accepted: in the usual time, but by the eve of the release, and never at once."""
    return max(min(usual, eve), now + at_least)
