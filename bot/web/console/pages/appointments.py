"""Appointments: add one, move it, cancel it, and record whether they came."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.appointment import Kind
from bot.handlers import appointments
from bot.handlers.appointments import Details
from bot.handlers.refusal import Refusal
from bot.store import people
from bot.web.console.press import press, typed, typed_wall
from bot.web.sign_in.who import me, the_bot

KINDS: dict[Kind, str] = {
    "key_work": "Key work",
    "clinic": "Clinic",
    "prescriber": "Prescriber",
    "pick_up": "Prescription pick-up",
    "doctor": "Doctor or nurse",
    "probation": "Probation",
    "court_review": "Court review",
    "test": "Test",
    "treatment": "Treatment",
    "housing": "Housing",
    "jobcentre": "Jobcentre",
    "meeting": "Something else",
}
"""What a reminder calls them, and what the form does."""


def add(doors: Blueprint) -> None:
    at = "/people/<person_id>/appointments"
    doors.add_url_rule(f"{at}/new", "new_appointment", show)
    doors.add_url_rule(f"{at}/new", "add_appointment", agree, methods=["POST"])
    doors.add_url_rule(f"{at}/<appointment_id>/record", "record", record, methods=["POST"])
    doors.add_url_rule(f"{at}/<appointment_id>/cancel", "cancel", cancel, methods=["POST"])
    doors.add_url_rule(f"{at}/<appointment_id>/move", "move", move, methods=["POST"])


def show(person_id: str) -> str:
    return _page(person_id, {}, None)


def agree(person_id: str) -> ResponseReturnValue:
    try:
        details = Details(
            kind=_kind(),
            wall=typed_wall("at"),
            place=_needed("place", "where it is"),
            with_whom=typed("with_whom", 60),
        )
        appointments.add(the_bot(), person_id, details, me().id)
    except Refusal as refusal:
        return _page(person_id, request.form.to_dict(), refusal), 422
    return press(lambda: "The appointment is added, and so are its reminders.", _back(person_id))


def record(person_id: str, appointment_id: str) -> ResponseReturnValue:
    came = request.form.get("came")

    def act() -> str:
        if came not in ("attended", "missed"):
            raise Refusal("came", "nothing is recorded", "Press Came or Did not come")
        appointments.record(the_bot(), appointment_id, came, me().id)
        return "Recorded: they came." if came == "attended" else "Recorded: they did not come."

    return press(act, url_for("console.home") if request.form.get("from") == "home" else _back(person_id))


def cancel(person_id: str, appointment_id: str) -> ResponseReturnValue:
    def act() -> str:
        appointments.cancel(the_bot(), appointment_id, me().id)
        return "The appointment is cancelled and its reminders are dropped."

    return press(act, _back(person_id))


def move(person_id: str, appointment_id: str) -> ResponseReturnValue:
    def act() -> str:
        appointments.move(the_bot(), appointment_id, typed_wall("at"), me().id)
        return "The appointment is moved, and its reminders with it."

    return press(act, _back(person_id))


def _page(person_id: str, filled: dict[str, str], refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        who = people.get(work, person_id)
    if who is None:
        raise LookupError("there is no such person")
    return render_template("console/new_appointment.html", who=who, filled=filled, refusal=refusal, kinds=KINDS)


def _kind() -> str:
    chosen = typed("kind", 40)
    if chosen not in KINDS:
        raise Refusal("kind", "what it is for is not chosen", "Choose one")
    return chosen


def _needed(name: str, what: str) -> str:
    if text := typed(name, 120):
        return text
    raise Refusal(name, f"{what} is missing", "Write it in")


def _back(person_id: str) -> str:
    return url_for("console.person", person_id=person_id)
