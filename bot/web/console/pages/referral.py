"""One referral: what is needed; the receiving team accepts or declines it, the team that referred may withdraw it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.referral import CONSENTS, MEDICATION, NEEDS
from bot.handlers import accepting, referrals
from bot.handlers.accepting import Acceptance
from bot.handlers.refusal import Refusal
from bot.store import appointments, people, staff
from bot.store import referrals as rows
from bot.store.database import Work
from bot.store.referrals import Stored
from bot.web.console.access import access
from bot.web.console.pages.referrals import TONES
from bot.web.console.press import typed, typed_wall
from bot.web.console.reading.alarms import name_of
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    at = "/referrals/<referral_id>"
    doors.add_url_rule(at, "referral", show)
    doors.add_url_rule(f"{at}/accept", "accept_referral", accept, methods=["POST"])
    doors.add_url_rule(f"{at}/decline", "decline_referral", decline, methods=["POST"])
    doors.add_url_rule(f"{at}/withdraw", "withdraw_referral", withdraw, methods=["POST"])


def show(referral_id: str) -> str:
    return _page(referral_id, None)


def accept(referral_id: str) -> ResponseReturnValue:
    def act() -> str:
        pathway = typed("pathway", 60)
        if pathway not in the_bot().rules.pathways:
            raise Refusal("pathway", "no pathway of the list is chosen", "Choose one")
        given = Acceptance(
            keyworker_id=typed("keyworker_id", 60), met_by=typed("met_by", 60), where=typed("where", 60),
            wall=typed_wall("at"), pathway=pathway,
        )  # fmt: skip
        accepting.accept(the_bot(), referral_id, given, me().id)
        return "Accepted. Everything is planned, and whoever referred them is told."

    return _done(referral_id, act)


def decline(referral_id: str) -> ResponseReturnValue:
    def act() -> str:
        accepting.decline(the_bot(), referral_id, me().id, typed("reason", 300))
        return "Declined. It goes back to whoever referred them."

    return _done(referral_id, act)


def withdraw(referral_id: str) -> ResponseReturnValue:
    def act() -> str:
        referrals.withdraw(the_bot(), referral_id, me().id, typed("why", 300))
        return "Withdrawn."

    return _done(referral_id, act)


def _done(referral_id: str, act: Callable[[], str]) -> ResponseReturnValue:
    with the_bot().db.look() as work:
        _theirs(work, referral_id)
    try:
        flash(act(), "done")
    except Refusal as refusal:
        return _page(referral_id, refusal), 422
    return redirect(url_for("console.referral", referral_id=referral_id), 303)


def _theirs(work: Work, referral_id: str) -> Stored:
    """The referral, where it is from or to a team of the agency of who is signed in; else it is not there."""
    one = rows.get(work, referral_id)
    if one is None or not {one.from_team_id, one.to_team_id} & access().teams:
        abort(404)
    return one


def _page(referral_id: str, refusal: Refusal | None) -> str:
    known: dict[str, str] = {}
    with the_bot().db.look() as work:
        one = _theirs(work, referral_id)
        meets = appointments.get(work, one.appointment_id) if one.appointment_id else None
        who = people.get(work, one.person_id) if one.person_id else None
        return render_template(
            "console/referral.html", one=one, refusal=refusal, filled=request.form.to_dict(), meets=meets,
            keyworker=name_of(work, who.keyworker_id if who else None, known) or "none",
            decided_by=name_of(work, one.decided_by, known), referred_by=name_of(work, one.referred_by, known),
            giver=staff.get_team(work, one.from_team_id), taker=staff.get_team(work, one.to_team_id),
            ours=one.to_team_id in access().teams, theirs=one.from_team_id in access().teams,
            tone=TONES.get(one.state, "govuk-tag--grey"), needs=[NEEDS[need] for need in one.needs],
            medication=MEDICATION[one.medication], consent=CONSENTS[one.consent],
            workers=[each for each in staff.everybody(work) if each.team_id in access().teams],
            pathways=list(the_bot().rules.pathways.values()),
        )  # fmt: skip
