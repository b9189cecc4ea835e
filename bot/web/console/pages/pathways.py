"""Pathways of a person: one more, its start recorded, one closed while others go on, and a moved day of release."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.span import local
from bot.handlers import custody, enrolling
from bot.handlers.refusal import Refusal
from bot.store import enrolments
from bot.store import people as people_rows
from bot.store.enrolments import Enrolment
from bot.store.people import Person
from bot.web.console.pages.close import OUTCOMES
from bot.web.console.press import press, ticked, typed, typed_date, typed_time
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    at = "/people/<person_id>/pathways"
    doors.add_url_rule(f"{at}/new", "new_pathway", show)
    doors.add_url_rule(f"{at}/new", "add_pathway", begin, methods=["POST"])
    doors.add_url_rule(f"{at}/<enrolment_id>/started", "pathway_started", started, methods=["POST"])
    doors.add_url_rule(f"{at}/<enrolment_id>/close", "close_pathway", ask_why)
    doors.add_url_rule(f"{at}/<enrolment_id>/close", "do_close_pathway", close, methods=["POST"])
    doors.add_url_rule("/people/<person_id>/release", "new_release", show_release)
    doors.add_url_rule("/people/<person_id>/release", "move_release", move_release, methods=["POST"])


def show(person_id: str) -> str:
    return _new(person_id, {}, None)


def begin(person_id: str) -> ResponseReturnValue:
    """One more pathway, from the day that was typed."""
    try:
        name = typed("pathway", 60)
        enrolling.the_pathway(the_bot(), name)
        day = typed_date("anchor_date")
        clock = typed_time("anchor_time")
        moment = local(datetime.combine(day, clock), the_bot().rules.house_rules.zone) if clock else None
        enrolling.add_pathway(the_bot(), person_id, name, day, me().id, started=ticked("started"), at=moment)
    except Refusal as refusal:
        return _new(person_id, request.form.to_dict(), refusal), 422
    flash("Added. What is planned for them is on this page.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def started(person_id: str, enrolment_id: str) -> ResponseReturnValue:
    def act() -> str:
        enrolling.confirm_start(the_bot(), enrolment_id, me().id)
        return "The start is recorded. Texts start, outside quiet hours, where the number is theirs."

    return press(act, url_for("console.person", person_id=person_id))


def ask_why(person_id: str, enrolment_id: str) -> str:
    return _close(person_id, enrolment_id, None)


def close(person_id: str, enrolment_id: str) -> ResponseReturnValue:
    """Close one pathway; the last one closes the case."""
    try:
        if (outcome := typed("outcome", 60)) not in OUTCOMES:
            raise Refusal("outcome", "why it is closed is not chosen", "Choose one")
        last = enrolling.close_pathway(the_bot(), enrolment_id, me().id, outcome)
    except Refusal as refusal:
        return _close(person_id, enrolment_id, refusal), 422
    says = "The pathway is closed, and with it the case. No more texts go."
    flash(says if last else "The pathway is closed. The others go on.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def show_release(person_id: str) -> str:
    return _release(person_id, {}, None)


def move_release(person_id: str) -> ResponseReturnValue:
    """What became of the release: another day, put off, another prison, or back in custody with a new day."""
    what = typed("what", 20)
    try:
        if what == "moved":
            custody.move_release(the_bot(), person_id, typed_date("release_day"), me().id)
        elif what == "postponed":
            custody.postpone_release(the_bot(), person_id, me().id)
        elif what == "transferred":
            custody.transferred(the_bot(), person_id, typed("place", 100), me().id)
        elif what == "recalled":
            day = typed_date("release_day") if request.form.get("release_day-day") else None
            custody.set_custody(the_bot(), person_id, "in_prison", me().id, release_day=day)
        else:
            raise Refusal("what", "what has changed is not chosen", "Choose one")
    except Refusal as refusal:
        return _release(person_id, request.form.to_dict(), refusal), 422
    flash("Planned anew. What is planned now is on this page.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def _new(person_id: str, filled: dict[str, str], refusal: Refusal | None) -> str:
    who, on = _who(person_id)
    have = {one.pathway for one in on if one.state == "active"}
    free = [one for one in the_bot().rules.pathways.values() if one.name not in have]
    return render_template("console/new_pathway.html", who=who, pathways=free, filled=filled, refusal=refusal)


def _close(person_id: str, enrolment_id: str, refusal: Refusal | None) -> str:
    who, on = _who(person_id)
    one = next((each for each in on if each.id == enrolment_id), None)
    if one is None:
        raise LookupError("there is no such enrolment")
    others = [each for each in on if each.state == "active" and each.id != enrolment_id]
    return render_template(
        "console/close_pathway.html", who=who, one=one, others=others, outcomes=OUTCOMES, refusal=refusal
    )


def _release(person_id: str, filled: dict[str, str], refusal: Refusal | None) -> str:
    who, on = _who(person_id)
    return render_template("console/release.html", who=who, on=on, filled=filled, refusal=refusal)


def _who(person_id: str) -> tuple[Person, list[Enrolment]]:
    with the_bot().db.look() as work:
        who = people_rows.get(work, person_id)
        on = enrolments.of_person(work, person_id)
    if who is None:
        raise LookupError("there is no such person")
    return who, on
