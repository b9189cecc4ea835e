"""A shared record: first why somebody needs it, once for a while, then what is shared and nothing else."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import partners
from bot.handlers.refusal import Refusal
from bot.store import people
from bot.store.people import Person
from bot.web.console.access import access
from bot.web.console.press import typed
from bot.web.console.reading.shared import shared
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/look", "look", look, methods=["POST"])


def look(person_id: str) -> ResponseReturnValue:
    with the_bot().db.look() as work:
        who = people.get(work, person_id)
    if who is None or not may(who):
        abort(404)
    try:
        partners.look(the_bot(), person_id, me(), typed("reason", 300))
    except Refusal as refusal:
        return asked(who, refusal), 422
    return redirect(url_for("console.person", person_id=person_id), 303)


def may(who: Person) -> bool:
    """Whether anything of the person is shared with the agency of who is signed in."""
    agency = access().agency
    with the_bot().db.look() as work:
        return agency is not None and shared(work, the_bot(), who, agency, the_bot().clock.now()) is not None


def asked(who: Person, refusal: Refusal | None) -> str:
    """Why do you need to look?"""
    hours = the_bot().rules.house_rules.limits.look_for.seconds // 3600
    return render_template("console/look.html", who=who.full_name, person_id=who.id, hours=hours, refusal=refusal)


def shown(who: Person) -> str:
    """What is shared of them."""
    agency = access().agency
    assert agency is not None
    with the_bot().db.look() as work:
        found = shared(work, the_bot(), who, agency, the_bot().clock.now())
    return render_template("console/person_shared.html", shared=found, agency=agency)
