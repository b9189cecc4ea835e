"""Everybody by name: whoever is in danger first, closed cases last."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bot.handlers import closing
from bot.store import escalations, people
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
        danger = {one.person_id for one in escalations.all_open(work) if closing.is_danger(the_bot(), one)}
        names = {who.id: name_of(work, who.keyworker_id, known) for who in found}

    def order(who: Person) -> tuple[bool, bool, str]:
        return who.id not in danger, who.status != "active", who.full_name.lower()

    found.sort(key=order)
    return render_template(
        "console/people.html", people=found, danger=danger, keyworkers=names, mine=mine, wanted=wanted
    )
