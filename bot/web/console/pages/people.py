"""Everybody by name: whoever is in danger first, closed cases last."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bot.handlers import closing
from bot.store import escalations, people
from bot.store.database import Work
from bot.store.people import Person
from bot.web.console.access import access
from bot.web.console.reading.alarms import name_of
from bot.web.console.reading.shared import shared_people
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people", "people", show)


def show() -> str:
    if access().partner:
        return _shared()
    mine = request.args.get("whose") == "mine"
    wanted = request.args.get("name", "").strip().lower()
    known: dict[str, str] = {}
    with the_bot().db.look() as work:
        found = [who for who in people.all_of(work, status=None) if wanted in who.full_name.lower()]
        found = [who for who in found if who.team_id in access().teams]
        found = [who for who in found if who.keyworker_id == me().id] if mine else found
        danger = {one.person_id for one in escalations.all_open(work) if closing.is_danger(the_bot(), one)}
        names = {who.id: name_of(work, who.keyworker_id, known) for who in found}
        others = _of_others(work, wanted)

    def order(who: Person) -> tuple[bool, bool, str]:
        return who.id not in danger, who.status != "active", who.full_name.lower()

    found.sort(key=order)
    return render_template(
        "console/people.html", people=found, danger=danger, keyworkers=names, mine=mine, wanted=wanted, others=others
    )


def _shared() -> str:
    """For another agency: whom something is shared of, by name, and nothing else."""
    with the_bot().db.look() as work:
        found = _of_others(work, "")
    return render_template("console/people_shared.html", people=found, agency=access().agency)


def _of_others(work: Work, wanted: str) -> list[tuple[str, str]]:
    """Whom another service looks after, and something is shared of with ours."""
    agency = access().agency
    found = shared_people(work, the_bot(), agency.id, the_bot().clock.now()) if agency else []
    return [(person_id, name) for person_id, name in found if wanted in name.lower()]
