"""What a flow may know of a person, and a text may say."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from bot.core.nearest import Finder, Found, nearest
from bot.core.steps.find import FINDER
from bot.handlers.bot import Bot, Subject
from bot.store import appointments, staff
from bot.store.appointments import Appointment
from bot.store.database import Work


def facts_of(
    bot: Bot, work: Work, subject: Subject, now: datetime, meeting: Appointment | None = None
) -> dict[str, Any]:
    """Facts by name; `days_out` counts from the anchor day in the person's zone, `early_days` is by the house rules."""
    zone = bot.rules.house_rules.zone
    team = work.brief.of(("team", subject.team_id), lambda: staff.get_team(work, subject.team_id))
    known: dict[str, Any] = {
        "team": team.public_name,
        "team_phone": team.phone or bot.number,
        "keyworker": team.public_name,
    }
    if person := subject.person:
        worker = work.brief.of(("staff", person.keyworker_id), lambda: staff.get(work, person.keyworker_id))
        known |= dict(person.facts)
        days_out = (now.astimezone(zone).date() - person.anchor_date).days
        known |= {
            "first_name": person.first_name,
            "keyworker": worker.first_name if worker else team.public_name,
            "days_out": days_out,
            "early_days": "yes" if days_out <= bot.rules.house_rules.limits.early_days else "no",
            "number": person.number,
            "discreet": "yes" if person.discreet else "no",
            FINDER: finder(bot, person.area, now),
        }
        if meet_id := person.facts.get("meet_id"):
            known |= _met(work, str(meet_id), now, zone)
    if meeting:
        known |= {
            "appointment_kind": meeting.kind.replace("_", " "),
            "appointment_when": meeting.starts_at.astimezone(zone),
            "appointment_place": meeting.place,
            "with_whom": meeting.with_whom,
        }
    return known


def finder(bot: Bot, area: str, now: datetime) -> Finder:
    """Finds services in an area now, by the current files: frozen hours would be doors that are shut."""
    return partial(_find, bot, area, now)


def _find(bot: Bot, area: str, now: datetime, kind: str) -> Found | None:
    return nearest(bot.rules.areas, kind, area, now, bot.rules.house_rules.zone, bot.holiday)


def _met(work: Work, appointment_id: str, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """Who meets them, where and when, as it stands now: moved, cancelled or over since it was agreed."""
    one = appointments.get(work, appointment_id)
    if one is None or one.status != "planned" or one.starts_at <= now:
        return {}
    return {"met_by": one.with_whom, "meet_where": one.place, "meet_when": one.starts_at.astimezone(zone)}
