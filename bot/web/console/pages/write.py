"""A worker writes to a person."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import writing
from bot.web.console.press import press, typed
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/write", "write", write, methods=["POST"])


def write(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        writing.write(the_bot(), person_id, me().id, typed("body", 1000))
        return "Your text is on its way."

    return press(act, url_for("console.person", person_id=person_id))
