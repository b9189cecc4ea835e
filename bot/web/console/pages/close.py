"""Close a person's case, or freeze everything because somebody says that they have died."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import deaths, endings
from bot.handlers.refusal import Refusal
from bot.store import people as people_rows
from bot.web.console.press import press, typed
from bot.web.sign_in.who import me, the_bot

OUTCOMES = {
    "finished": "The pathway is finished",
    "passed_to_another_service": "Another service has taken over",
    "back_in_custody": "Back in custody",
    "declined": "They do not want this any more",
    "moved_away": "They have moved away",
}


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/close", "close_person", show)
    doors.add_url_rule("/people/<person_id>/close", "do_close_person", close, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/died", "died", died, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/died/verified", "died_verified", verified, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/died/untrue", "died_untrue", untrue, methods=["POST"])


def show(person_id: str) -> str:
    return _page(person_id, None)


def close(person_id: str) -> ResponseReturnValue:
    try:
        if (outcome := typed("outcome", 60)) not in OUTCOMES:
            raise Refusal("outcome", "why it is closed is not chosen", "Choose one")
        endings.close(the_bot(), person_id, me().id, outcome)
    except Refusal as refusal:
        return _page(person_id, refusal), 422
    return press(lambda: "The case is closed. No more texts go.", url_for("console.person", person_id=person_id))


def died(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        if request.form.get("sure") != "yes":
            raise Refusal("sure", "nothing was changed", "Tick the box if you are told that they have died")
        deaths.told(the_bot(), person_id, me().id)
        return "Texts and plans are frozen. Please verify what you were told."

    return press(act, url_for("console.person", person_id=person_id))


def verified(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        if request.form.get("sure") != "yes":
            raise Refusal("sure", "nothing was changed", "Tick the box if you have found out that they have died")
        endings.died(the_bot(), person_id, me().id)
        return "Recorded. No text goes to their phone any more, and nothing more is planned."

    return press(act, url_for("console.person", person_id=person_id))


def untrue(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        deaths.untrue(the_bot(), person_id, me().id)
        return "It was not true. What was planned goes on. Check whose number it is."

    return press(act, url_for("console.person", person_id=person_id))


def _page(person_id: str, refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        who = people_rows.get(work, person_id)
    if who is None:
        raise LookupError("there is no such person")
    return render_template("console/close.html", who=who, outcomes=OUTCOMES, refusal=refusal)
