"""Everybody on release, whose next contact is soonest first."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bot.store import people
from bot.store.people import Person
from bot.web.console.reading.alarms import name_of
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people", "people", show)


def show() -> str:
    mine = request.args.get("whose") == "mine"
    wanted = request.args.get("name", "").strip().lower()
    known: dict[str, str] = {}
    with the_bot().db.look() as work:
        found = [who for who in people.all_of(work, status=None) if wanted in who.full_name.lower()]
        found = [who for who in found if who.keyworker_id == me().id] if mine else found
        names = {who.id: name_of(work, who.keyworker_id, known) for who in found}
    found.sort(key=_active_first)
    return render_template("console/people.html", people=found, keyworkers=names, mine=mine, wanted=wanted)


def _active_first(who: Person) -> tuple[bool, str]:
    return who.status != "active", who.full_name.lower()
