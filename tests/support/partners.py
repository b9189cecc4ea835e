"""Agencies beside the service's own, for stories: Northgate, which treats people in prison, and a probation office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.handlers import referrals
from bot.handlers.referrals import Referral
from bot.store import agencies, staff
from tests.support.world import World

NADIA, OWEN = "+447700900081", "+447700900082"


@dataclass(frozen=True)
class Partners:
    """Nadia is a nurse in prison, on duty there; Owen is a probation practitioner."""

    prison: str
    probation: str
    prison_team: str
    probation_team: str
    nadia: str
    owen: str


def partners(there: World) -> Partners:
    with there.bot.db.work() as work:
        prison = agencies.add(work, "Northgate healthcare", "prison_healthcare")
        probation = agencies.add(work, "Riverside Probation", "probation")
        teams = [
            staff.add_team(work, name, public_name=name, agency=kind, area="Birmingham", agency_id=agency_id)
            for name, kind, agency_id in (
                ("Acorn wing", "prison_healthcare", prison),
                ("Riverside", "probation", probation),
            )
        ]
        nadia = _worker(work, teams[0], "Nadia", NADIA)
        owen = _worker(work, teams[1], "Owen", OWEN)
    return Partners(prison, probation, teams[0], teams[1], nadia, owen)


def _worker(work: object, team_id: str, first: str, phone: str) -> str:
    row_id = staff.add(
        work, team_id=team_id, role="duty_worker", first_name=first, last_name="Worker",  # type: ignore[arg-type]
        email=f"{first.lower()}@example.org", phone=phone,
    )  # fmt: skip
    for weekday in range(7):
        staff.add_shift(work, team_id, "duty_worker", row_id, weekday, time(0), time(0))  # type: ignore[arg-type]
    return row_id


def referred(there: World, them: Partners, **changes: object) -> str:
    """Nadia refers Callum, who is released in a week, to the Bridge team; returns the referral's id."""
    return referrals.refer(there.bot, form(there, them, **changes), them.nadia)


def form(there: World, them: Partners, **changes: object) -> Referral:
    known: dict[str, object] = {
        "first_name": "Callum", "last_name": "Reid", "release_day": in_a_week(there), "from_team_id": them.prison_team,
        "to_team_id": there.team_id, "consent": "agreed", "needs": ("medication", "housing"), "medication": "methadone",
        "phone": "07700 900001", "reference": "N-1", "safe_contact": "Not after six, his brother reads it",
    }  # fmt: skip
    return Referral(**{**known, **changes})  # type: ignore[arg-type]


def in_a_week(there: World) -> date:
    return there.today + timedelta(days=7)
