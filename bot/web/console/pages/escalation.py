"""One escalation: what happened, who was told, and whose it is. The link of a notice leads here and changes nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import closing, owning
from bot.handlers.refusal import Refusal
from bot.store import escalations as escalation_rows
from bot.store import said, staff
from bot.web.console.fresh import fresh
from bot.web.console.press import press, typed
from bot.web.console.reading.alarms import alarms
from bot.web.console.reading.causes import closed_by
from bot.web.console.reading.trail import trail
from bot.web.console.say import now
from bot.web.sign_in.who import me, the_bot
from bot.wording.when import say_when


def add(doors: Blueprint) -> None:
    at = "/escalations/<escalation_id>"
    doors.add_url_rule("/e/<code>", "short_link", follow)
    doors.add_url_rule(at, "escalation", show)
    doors.add_url_rule(f"{at}/now", "escalation_now", show_fragment)
    doors.add_url_rule(f"{at}/mine", "mine", mine, methods=["POST"])
    doors.add_url_rule(f"{at}/pass", "pass_on", pass_on, methods=["POST"])
    doors.add_url_rule(f"{at}/close", "close_escalation", close, methods=["POST"])


def follow(code: str) -> ResponseReturnValue:
    with the_bot().db.look() as work:
        one = escalation_rows.with_code(work, code)
    if one is None:
        flash(f"{code} is closed already, or there is no such code.", "problem")
        return redirect(url_for("console.home"))
    return redirect(url_for("console.escalation", escalation_id=one.id))


def show(escalation_id: str) -> str:
    return _page(escalation_id, None)


def show_fragment(escalation_id: str) -> ResponseReturnValue:
    """What may change while somebody fills in the form: everything but the form."""
    return fresh("console/escalation_now.html", **_seen(escalation_id))


def _page(escalation_id: str, refusal: Refusal | None) -> str:
    seen = _seen(escalation_id)
    return render_template("console/escalation.html", **seen, refusal=refusal,
                           outcomes=closing.outcomes_for(the_bot(), seen["one"]))  # fmt: skip


def _seen(escalation_id: str) -> dict[str, Any]:
    with the_bot().db.look() as work:
        one = escalation_rows.get(work, escalation_id)
        if one is None:
            abort(404)
        closer = staff.get(work, closed_by(work, one))
        return {
            "one": one,
            "alarm": alarms(work, the_bot(), [one], me())[0],
            "trail": trail(work, one, now()),
            "closer": closer.name if closer else "Somebody",
        }


def mine(escalation_id: str) -> ResponseReturnValue:
    def act() -> str:
        answer = owning.mine(the_bot(), escalation_id, me().id)
        if not answer.won:
            raise Refusal("mine", _whose(answer.owner_id), "Nothing was changed")
        return "It's yours. Say here what came of it."

    return press(act, url_for("console.escalation", escalation_id=escalation_id))


def pass_on(escalation_id: str) -> ResponseReturnValue:
    def act() -> str:
        answer = owning.pass_on(the_bot(), escalation_id, me().id)
        if not answer.won:
            raise Refusal("pass", _whose(answer.owner_id), "Nothing was changed")
        return f"Passed on. The next one is told {_told_when(escalation_id)}."

    return press(act, url_for("console.escalation", escalation_id=escalation_id))


def close(escalation_id: str) -> ResponseReturnValue:
    try:
        seen = typed("seen", 9)
        turn = int(seen) if seen.isdecimal() else None
        closing.close(the_bot(), escalation_id, me().id, typed("outcome", 60), typed("note", 2000), turn)
    except Refusal as refusal:
        return _page(escalation_id, refusal), 422
    flash("Closed, with its outcome.", "done")
    return redirect(url_for("console.home"), 303)


def _whose(owner_id: str | None) -> str:
    with the_bot().db.look() as work:
        owner = staff.get(work, owner_id)
    return f"{owner.first_name} already has it" if owner else "It is closed already"


def _told_when(escalation_id: str) -> str:
    """Now, or when the hours of such things begin: the notices that it is owed know."""
    with the_bot().db.look() as work:
        coming = [row["due_at"] for row in said.of_escalation(work, escalation_id) if row["state"] == "waiting"]
    return say_when(min(coming), now()) if coming and min(coming) > now() else "now"
