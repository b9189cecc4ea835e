"""The demo's other agencies: a prison's healthcare with somebody referred to the team, and a probation practitioner."""

from __future__ import annotations

from datetime import time, timedelta

from bot.handlers import partners, referrals
from bot.handlers.bot import Bot
from bot.handlers.partners import Part
from bot.handlers.referrals import Referral
from bot.store import agencies, people, staff
from bot.store.database import Work

PARTNERS = (
    ("Northgate Prison healthcare", "prison_healthcare", "Northgate", ("Nadia", "Khalil", "+447700900111")),
    ("Riverside Probation", "probation", "Riverside", ("Owen", "Price", "+447700900112")),
)
"""Agency, kind, team, and who works there."""


def add(work: Work) -> None:
    """The agencies with their teams and staff, once; whoever has one's address already stays who they are."""
    known = {one.name for one in agencies.all_of(work)}
    taken = {value for one in staff.everybody(work) for value in (one.email, one.phone)}
    for name, kind, team, (first, last, phone) in PARTNERS:
        email = f"{first.lower()}@example.org"
        if name in known or {email, phone} & taken:
            continue
        agency_id = agencies.add(work, name, kind)
        team_id = staff.add_team(
            work, team, public_name=f"the {team} team", phone=None, agency=kind, area="Birmingham", agency_id=agency_id
        )
        worker = staff.add(
            work, team_id=team_id, role="duty_worker", first_name=first, last_name=last, email=email, phone=phone,
            demo=True,
        )  # fmt: skip
        for weekday in range(7):
            staff.add_shift(work, team_id, "duty_worker", worker, weekday, time(0), time(0))


def furnish(bot: Bot, team_id: str, by: str) -> None:
    """Callum waits to be accepted, and Tariq has an order of a court whose practitioner is Owen."""
    with bot.db.look() as work:
        workers = {one.first_name: one for one in staff.everybody(work)}
        theirs = {one.kind: one.id for one in agencies.all_of(work)}
        tariq = next((who.id for who in people.all_of(work) if who.first_name == "Tariq"), None)
    nadia, owen = workers.get("Nadia"), workers.get("Owen")
    if nadia and "prison_healthcare" in theirs:
        today = bot.clock.now().astimezone(bot.rules.house_rules.zone).date()
        referrals.refer(
            bot,
            Referral(
                first_name="Callum", last_name="Reid", release_day=today + timedelta(days=6),
                from_team_id=nadia.team_id, to_team_id=team_id, consent="agreed", needs=("medication", "housing"),
                medication="methadone", phone="07700 900006", reference="DEMO-CALLUM",
                safe_contact="Not after six: his brother reads the phone",
            ),
            nadia.id,
        )  # fmt: skip
    if owen and tariq and "probation" in theirs:
        part = Part(theirs["probation"], "share", "public_task", owen.id, "drr")
        partners.involve(bot, tariq, part, by)
