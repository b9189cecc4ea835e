"""Referrals to us and from us, and the form that refers somebody to another team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.referral import CONSENTS, MEDICATION, NEEDS
from bot.handlers import referrals
from bot.handlers.bot import takes_people_on
from bot.handlers.referrals import Referral
from bot.handlers.refusal import Refusal
from bot.store import appointments, staff
from bot.store import referrals as rows
from bot.store.appointments import Appointment
from bot.store.database import Work
from bot.store.referrals import Stored
from bot.web.console.access import access
from bot.web.console.press import ticked, typed, typed_date
from bot.web.sign_in.who import me, the_bot

TONES = {"waiting": "govuk-tag--yellow", "accepted": "govuk-tag--green", "declined": "govuk-tag--red"}


@dataclass(frozen=True, slots=True)
class Line:
    """One referral of a list: the other team in words, and who meets them where that is agreed."""

    one: Stored
    other: str
    meets: Appointment | None

    @property
    def tone(self) -> str:
        return TONES.get(self.one.state, "govuk-tag--grey")


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/referrals", "referrals", show)
    doors.add_url_rule("/referrals/new", "new_referral", form)
    doors.add_url_rule("/referrals/new", "make_referral", refer, methods=["POST"])


def show() -> str:
    teams = access().teams
    with the_bot().db.look() as work:
        names = {str(team.id): str(team.name) for team in staff.teams(work)}
        found = rows.of_teams(work, teams)
        to_us = [_line(work, one, f"From {names[one.from_team_id]}") for one in found if one.to_team_id in teams]
        from_us = [_line(work, one, f"To {names[one.to_team_id]}") for one in found if one.from_team_id in teams]
    return render_template("console/referrals.html", to_us=to_us, from_us=from_us)


def _line(work: Work, one: Stored, other: str) -> Line:
    return Line(one, other, appointments.get(work, one.appointment_id) if one.appointment_id else None)


def form() -> str:
    again = request.args.get("again", "")
    with the_bot().db.look() as work:
        one = rows.get(work, again) if again else None
    return _page(_filled(one) if one and one.from_team_id in access().teams else {}, None)


def _filled(one: Stored) -> dict[str, Any]:
    """A referral that came back, to be sent to another team."""
    day = {"release_day-day": one.release_day.day, "release_day-month": one.release_day.month}
    kept = {name: getattr(one, name) for name in KEPT}
    return {**kept, **day, "release_day-year": one.release_day.year, **{f"need-{need}": "yes" for need in one.needs}}


KEPT = ("first_name", "last_name", "reference", "phone", "medication", "safe_contact", "consent")


def refer() -> ResponseReturnValue:
    try:
        row_id = referrals.refer(the_bot(), _typed(), me().id)
    except Refusal as refusal:
        return _page(request.form.to_dict(), refusal), 422
    flash("Referred. You are told if nobody accepts in time.", "done")
    return redirect(url_for("console.referral", referral_id=row_id), 303)


def _typed() -> Referral:
    return Referral(
        first_name=typed("first_name", 60),
        last_name=typed("last_name", 60),
        release_day=typed_date("release_day"),
        from_team_id=me().team_id,
        to_team_id=typed("to_team_id", 60),
        consent=typed("consent", 20),
        needs=tuple(need for need in NEEDS if ticked(f"need-{need}")),
        medication=typed("medication", 40),
        phone=typed("phone", 40) or None,
        safe_contact=typed("safe_contact", 300),
        reference=typed("reference", 60),
    )


def _page(filled: dict[str, Any], refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        teams = [team for team in staff.teams(work) if team.id != me().team_id and takes_people_on(work, team)]
    return render_template(
        "console/new_referral.html", filled=filled, refusal=refusal, teams=teams, needs=NEEDS, medication=MEDICATION,
        consents=CONSENTS,
    )  # fmt: skip
