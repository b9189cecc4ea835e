"""The card that somebody leaves prison with: who meets them, where and when; our number; how to stop."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from bot.store import appointments, people, staff
from bot.web.console.say import now
from bot.web.sign_in.who import the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/card", "card", show)


def show(person_id: str) -> str:
    with the_bot().db.look() as work:
        who = people.get(work, person_id)
        if who is None:
            abort(404)
        team, worker = staff.get_team(work, who.team_id), staff.get(work, who.keyworker_id)
        coming = [one for one in appointments.of_person(work, who.id) if one.status == "planned"]
    coming = sorted((one for one in coming if one.starts_at >= now()), key=lambda one: one.starts_at)
    return render_template("console/card.html", who=who, team=team, worker=worker, coming=coming,
                           number=the_bot().number)  # fmt: skip
