"""Hand a person over to another keyworker, with everything that is open."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.core.ladder import ROLES
from bot.handlers import people
from bot.handlers.refusal import Refusal
from bot.store import people as people_rows
from bot.store import staff
from bot.store.people import Person
from bot.store.staff import Staff
from bot.web.console.access import access
from bot.web.console.press import typed
from bot.web.console.say import plain
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/hand-over", "hand_over", show)
    doors.add_url_rule("/people/<person_id>/hand-over", "do_hand_over", hand_over, methods=["POST"])


def show(person_id: str) -> str:
    return _page(person_id, None)


def hand_over(person_id: str) -> ResponseReturnValue:
    try:
        chosen = typed("keyworker", 60)
        if chosen not in dict(_others(_person(person_id))):
            raise Refusal("keyworker", "nobody of the list is chosen", "Choose one")
        people.hand_over(the_bot(), person_id, chosen, me().id)
    except Refusal as refusal:
        return _page(person_id, refusal), 422
    flash("Handed over, with everything that is open.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def _page(person_id: str, refusal: Refusal | None) -> str:
    who = _person(person_id)
    with the_bot().db.look() as work:
        keyworker = staff.get(work, who.keyworker_id)
    return render_template(
        "console/hand_over.html", who=who, keyworker=keyworker, workers=_others(who), refusal=refusal
    )


def _person(person_id: str) -> Person:
    with the_bot().db.look() as work:
        who = people_rows.get(work, person_id)
    if who is None:
        raise LookupError("there is no such person")
    return who


def _others(who: Person) -> list[tuple[str, str]]:
    """Who may be their keyworker next, those who are keyworkers first."""
    with the_bot().db.look() as work:
        others = [one for one in staff.everybody(work) if one.id != who.keyworker_id and one.team_id in access().teams]
    may_be = sorted((one for one in others if one.role in ROLES), key=lambda one: one.role != "keyworker")
    return [(one.id, _name(one)) for one in may_be]


def _name(worker: Staff) -> str:
    return worker.name if worker.role == "keyworker" else f"{worker.name}, {plain(worker.role).lower()}"
