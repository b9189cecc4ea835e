"""One person: what to do now, what is planned, and everything that happened; to another agency what is shared alone."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from bot.handlers import partners
from bot.store import people
from bot.web.console.access import access
from bot.web.console.pages import looking
from bot.web.console.reading.partners import partners_of
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
        if who.team_id in access().teams:
            return render_template(
                "console/person.html", who=who, story=story(work, the_bot(), who, me(), now()),
                partners=partners_of(work, the_bot(), who),
            )  # fmt: skip
    # Counted before anything is shown, and in a work of its own: a look that is not written down did not happen.
    if not looking.may(who):
        abort(404)
    return looking.shown(who) if partners.looked(the_bot(), who.id, me()) else looking.asked(who, None)
