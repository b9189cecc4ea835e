"""Texts that somebody has read."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import reading
from bot.web.console.press import press
from bot.web.sign_in.who import the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/people/<person_id>/read", "read", read, methods=["POST"])
    doors.add_url_rule("/texts/<text_id>/read", "read_text", read_text, methods=["POST"])


def read(person_id: str) -> ResponseReturnValue:
    def act() -> str:
        reading.read(the_bot(), person_id)
        return "Their texts are marked as read."

    return press(act, url_for("console.person", person_id=person_id))


def read_text(text_id: str) -> ResponseReturnValue:
    def act() -> str:
        reading.read_text(the_bot(), text_id)
        return "The text is marked as read."

    return press(act, url_for("console.home"))
