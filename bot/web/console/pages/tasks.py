"""A task is done."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import tasks
from bot.web.console.press import press
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/tasks/<task_id>/done", "task_done", done, methods=["POST"])


def done(person_id: str, task_id: str) -> ResponseReturnValue:
    def act() -> str:
        tasks.done(the_bot(), task_id, me().id)
        return "The task is done."

    home = request.form.get("from") == "home"
    return press(act, url_for("console.home") if home else url_for("console.person", person_id=person_id))
