"""One person: what to do now, what is planned, and everything that happened on one timeline."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from bot.store import people
from bot.web.console.reading.story import story
from bot.web.console.say import now
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>", "person", show)


def show(person_id: str) -> str:
    with the_bot().db.look() as work:
        who = people.get(work, person_id)
        if who is None:
            abort(404)
        return render_template("console/person.html", who=who, story=story(work, the_bot(), who, me(), now()))
