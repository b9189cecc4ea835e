"""Who else has a part with a person, what each sees, and what is told to them because somebody recorded it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.span import local
from bot.handlers import disclosures, partners
from bot.handlers.disclosures import Report
from bot.handlers.partners import ORDERS, Part
from bot.handlers.refusal import Refusal
from bot.store import agencies, appointments, staff
from bot.store import people as people_rows
from bot.store.disclosures import STOPPED
from bot.web.console.access import access
from bot.web.console.press import press, typed, typed_wall
from bot.web.console.reading.partners import BASES, WISHES, partners_of
from bot.web.sign_in.who import me, the_bot

HOW = {"conversation": "I told them myself", "text": "Text them now: it is told once the text has arrived"}


def add(doors: Blueprint) -> None:
    at = "/people/<person_id>/sharing"
    doors.add_url_rule(at, "sharing", show)
    doors.add_url_rule(at, "involve", involve, methods=["POST"])
    doors.add_url_rule(f"{at}/end", "end_part", end, methods=["POST"])
    doors.add_url_rule(f"{at}/report", "report", report, methods=["POST"])
    doors.add_url_rule(f"{at}/harm", "harm", harm, methods=["POST"])


def show(person_id: str) -> str:
    return _page(person_id, None)


def involve(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        part = Part(
            agency_id=typed("agency_id", 60), wish=typed("wish", 20), basis=typed("basis", 20),
            practitioner_id=typed("practitioner_id", 60) or None, order=typed("order", 10) or None,
        )  # fmt: skip
        partners.involve(the_bot(), person_id, part, me().id)
        return "Recorded. What they see from now on is on this page."

    return _done(person_id, act)


def end(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        partners.end(the_bot(), person_id, typed("agency_id", 60), me().id)
        return "They have no part any more, and see nothing from now on."

    return _done(person_id, act)


def report(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        chosen = typed("appointment_id", 60)
        by_word = typed("explained", 20) == "conversation"
        new = Report(
            agency_id=typed("order_agency_id", 60), about="attendance" if chosen else "test",
            reason=typed("reason", 300), explained=typed("explained", 20), appointment_id=chosen or None,
            result=typed("result", 300), explained_at=_moment() if by_word else None, how=typed("how", 300),
        )  # fmt: skip
        disclosures.report(the_bot(), person_id, new, me().id)
        return "Recorded, and told." if by_word else "Recorded. It is told once the text has arrived."

    return _done(person_id, act)


def _moment() -> datetime:
    return local(typed_wall("explained_at"), the_bot().rules.house_rules.zone)


def harm(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        disclosures.harm(
            the_bot(), person_id, typed("harm_agency_id", 60), typed("what", 300), typed("why", 300), me().id
        )
        return "Your decision is recorded, and they are told."

    return _done(person_id, act)


def _done(person_id: str, act: Callable[[], str]) -> ResponseReturnValue:
    """Back to the page with what came of it, or the page again with what is wrong, and what was typed kept."""
    try:
        said = act()
    except Refusal as refusal:
        return _page(person_id, refusal), 422
    return press(lambda: said, url_for("console.sharing", person_id=person_id))


def _page(person_id: str, refusal: Refusal | None) -> str:
    bot = the_bot()
    with bot.db.look() as work:
        who = people_rows.get(work, person_id)
        if who is None:
            raise LookupError("there is no such person")
        others = [one for one in agencies.all_of(work) if one.id != access().agency_id]
        workers = [one for one in staff.everybody(work) if one.team_id not in access().teams]
        recorded = [one for one in appointments.of_person(work, who.id) if one.status in ("attended", "missed")]
        found = partners_of(work, bot, who)
    told = {one.row.appointment_id for one in found.told if one.row.state != STOPPED}
    return render_template(
        "console/sharing.html", who=who, partners=found, others=others, workers=workers, wishes=WISHES, bases=BASES,
        orders={"": "None", **ORDERS}, how=HOW, refusal=refusal, filled=request.form.to_dict(),
        unreported=[one for one in recorded if one.id not in told],
    )  # fmt: skip
