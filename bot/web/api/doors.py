"""Every door of the API, listed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from bot.handlers import case_systems
from bot.handlers.bot import Bot
from bot.handlers.case_systems import Done
from bot.store.database import Work
from bot.store.tokens import Token
from bot.web.api import problems
from bot.web.api.bodies import AppointmentBody, AttendanceBody, Body, PersonBody
from bot.web.api.guard import Guard
from bot.web.api.once import answer, write
from bot.web.api.problems import Told

ADDRESS = "/api/v1"
DESCRIPTION = Path(__file__).with_name("openapi.json")
REFERENCE = re.compile(r"[A-Za-z0-9._:-]{1,60}")

B = TypeVar("B", bound=Body)


def application(bot: Bot, calls_a_minute: int) -> Flask:
    """The API as an application of its own; a token alone opens it."""
    app = Flask("bot.web.api", static_folder=None)
    guard = Guard(bot, calls_a_minute)
    doors = Blueprint("api", __name__, url_prefix=ADDRESS)
    _people(doors, bot, guard)
    _appointments(doors, bot, guard)

    @doors.get("/openapi.json")
    def openapi() -> Response:
        return Response(DESCRIPTION.read_text("utf-8"), mimetype="application/json")

    app.register_blueprint(doors)
    problems.install(app)
    return app


def _people(doors: Blueprint, bot: Bot, guard: Guard) -> None:
    @doors.get("/people/<reference>")
    def get_person(reference: str) -> Response:
        token = guard.token("people:read")
        with bot.db.look() as work:
            return answer(200, _person(bot, work, token, _named(reference)))

    @doors.put("/people/<reference>")
    def put_person(reference: str) -> Response:
        token = guard.token("people:write")
        body = _body(PersonBody)

        def act(work: Work) -> tuple[int, dict[str, Any]]:
            done = case_systems.put_person(bot, work, token, _named(reference), body.cells())
            return _made(done, person=_person(bot, work, token, reference))

        return write(bot, token, act)


def _appointments(doors: Blueprint, bot: Bot, guard: Guard) -> None:
    at = "/appointments/<reference>"

    @doors.get(at)
    def get_appointment(reference: str) -> Response:
        token = guard.token("appointments:read")
        with bot.db.look() as work:
            return answer(200, _appointment(work, token, _named(reference)))

    @doors.put(at)
    def put_appointment(reference: str) -> Response:
        token = guard.token("appointments:write")
        body = _body(AppointmentBody)

        def act(work: Work) -> tuple[int, dict[str, Any]]:
            done = case_systems.put_appointment(bot, work, token, _named(reference), body.cells())
            return _made(done, appointment=_appointment(work, token, reference))

        return write(bot, token, act)

    @doors.delete(at)
    def cancel_appointment(reference: str) -> Response:
        token = guard.token("appointments:write")

        def act(work: Work) -> tuple[int, dict[str, Any]]:
            done = case_systems.cancel(bot, work, token, _named(reference))
            return _made(done, appointment=_appointment(work, token, reference))

        return write(bot, token, act)

    @doors.put(f"{at}/attendance")
    def put_attendance(reference: str) -> Response:
        token = guard.token("attendance:write")
        body = _body(AttendanceBody)

        def act(work: Work) -> tuple[int, dict[str, Any]]:
            done = case_systems.record(bot, work, token, _named(reference), body.status, body.recorded_by)
            return _made(done, appointment=_appointment(work, token, reference))

        return write(bot, token, act)


def _named(reference: str) -> str:
    if REFERENCE.fullmatch(reference):
        return reference
    error = {"field": "reference", "what": "it is no reference", "do": "Use 1 to 60 letters, figures and . _ : -"}
    raise Told(422, "It cannot be taken as it is", [error])


def _body(model: type[B]) -> B:
    """The body as JSON of that shape; raises what `problems` turns into 400, 415 or 422."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    raw = request.get_data()
    try:
        return TypeAdapter(model).validate_json(raw)
    except ValidationError as error:
        if any(each["type"] == "json_invalid" for each in error.errors()):
            raise BadRequest from None
        raise


def _person(bot: Bot, work: Work, token: Token, reference: str) -> dict[str, Any]:
    return case_systems.said_of_person(bot, work, case_systems.person_of(work, token, reference))


def _appointment(work: Work, token: Token, reference: str) -> dict[str, Any]:
    return case_systems.said_of_appointment(*case_systems.appointment_of(work, token, reference))


def _made(done: Done, **what: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 201 if done.result == "new" else 200, {"result": done.result, "notes": problems.fields(done.notes), **what}
