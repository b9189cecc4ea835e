"""Hand a person over to another keyworker, with everything that is open."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import people
from bot.handlers.refusal import Refusal
from bot.store import people as people_store
from bot.store import staff
from bot.store.staff import Staff
from bot.web.console.press import typed
from bot.web.console.say import plain
from bot.web.sign_in.who import me, the_bot

NOT_WITH_PEOPLE = ("flow_editor",)


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/hand-over", "hand_over", show)
    doors.add_url_rule("/people/<person_id>/hand-over", "do_hand_over", hand_over, methods=["POST"])


def show(person_id: str) -> str:
    return _page(person_id, None)


def hand_over(person_id: str) -> ResponseReturnValue:
    try:
        people.hand_over(the_bot(), person_id, _chosen(person_id), me().id)
    except Refusal as refusal:
        return _page(person_id, refusal), 422
    flash("Handed over. Whatever is open was handed over with them.", "done")
    return redirect(url_for("console.person", person_id=person_id), 303)


def _chosen(person_id: str) -> str:
    chosen = typed("keyworker", 60)
    with the_bot().db.look() as work:
        who = people_store.get(work, person_id)
        if who is None:
            raise LookupError("there is no such person")
        if chosen not in {worker.id for worker in staff.everybody(work)}:
            raise Refusal("keyworker", "nobody of the list is chosen", "Choose one")
    if chosen == who.keyworker_id:
        raise Refusal("keyworker", "that is their keyworker already", "Choose somebody else")
    return chosen


def _page(person_id: str, refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        who = people_store.get(work, person_id)
        if who is None:
            raise LookupError("there is no such person")
        others = [one for one in staff.everybody(work) if one.id != who.keyworker_id]
        keyworker = staff.get(work, who.keyworker_id)
    workers = [(one.id, _name(one)) for one in sorted(others, key=_keyworkers_first) if one.role not in NOT_WITH_PEOPLE]
    return render_template("console/hand_over.html", who=who, keyworker=keyworker, workers=workers,
                           chosen=typed("keyworker", 60), refusal=refusal)  # fmt: skip


def _keyworkers_first(worker: Staff) -> tuple[bool, str]:
    return worker.role != "keyworker", worker.name


def _name(worker: Staff) -> str:
    return worker.name if worker.role == "keyworker" else f"{worker.name}, {plain(worker.role).lower()}"
