"""The script interface of the demo: three addresses that answer in JSON (docs: the contract)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from bot.handlers.bot import Bot
from bot.web.simulator import threads
from bot.web.simulator.journey import FARTHEST, Journey
from bot.web.simulator.network import Network

PHONE = re.compile(r"\+447700900\d{3}")
LONGEST_TEXT = 1600
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DOORS = {"messages": "GET, POST", "clock": "POST"}


class Bad(ValueError):
    """A request that cannot be understood: its words are for whoever wrote the script."""


def blueprint(bot: Bot, network: Network, journey: Journey) -> Blueprint:
    """`POST messages`, `GET messages`, `POST clock` under /simulator/api; no CSRF token, for they serve scripts."""
    doors = Blueprint("simulator_api", __name__, url_prefix="/simulator/api")

    @doors.errorhandler(Bad)
    def bad(error: Bad) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @doors.post("/messages")
    def text_in() -> tuple[Response, int]:
        data = _json()
        sid, answer = network.text(_phone(data.get("from"), "from"), _body(data.get("body")))
        if answer.status != 200:
            return jsonify(error=f"the webhook answered {answer.status}", sid=sid), 502
        return jsonify(sid=sid), 200

    @doors.get("/messages")
    def thread() -> Response:
        phone = _phone(request.args.get("phone"), "phone")
        with bot.db.look() as work:
            return jsonify([bubble.as_data() for bubble in threads.of_phone(work, phone, 1000)])

    @doors.post("/clock")
    def clock() -> Response:
        journey.by(timedelta(seconds=_seconds(_json().get("advance_seconds"))))
        return jsonify(now=journey.now().isoformat())

    @doors.route("", defaults={"rest": ""}, methods=METHODS)
    @doors.route("/<path:rest>", methods=METHODS)
    def nowhere(rest: str) -> tuple[Response, int, dict[str, str]]:
        """Whatever no other address takes: a script reads JSON, not a page."""
        if allowed := DOORS.get(rest):
            return jsonify(error=f"{request.method} is none of what /{rest} takes: {allowed}"), 405, {"Allow": allowed}
        return jsonify(error="there is no such address: there are " + " and ".join(DOORS)), 404, {}

    return doors


def _json() -> dict[str, Any]:
    data = request.get_json(force=True, silent=True)
    if not isinstance(data, dict):
        raise Bad("the body must be a JSON object")
    return data


def _phone(value: Any, name: str) -> str:
    # In a query an unescaped "+" arrives as a space.
    number = "+" + value.strip().lstrip("+") if isinstance(value, str) else ""
    if not PHONE.fullmatch(number):
        raise Bad(f'"{name}" must be a demo number, +447700900000 to +447700900999')
    return number


def _body(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value or not 0 < len(value) <= LONGEST_TEXT:
        raise Bad(f'"body" must be a text of 1 to {LONGEST_TEXT} characters')
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= FARTHEST.total_seconds():
        raise Bad(f'"advance_seconds" must be a number from 0 to {FARTHEST.total_seconds():.0f}')
    return float(value)
