"""Files that staff bring: one door takes more than a text's length, and only from whoever is signed in."""

from __future__ import annotations

from flask import Flask, current_app, request

from bot.importers.text import MB
from bot.web.sign_in.who import signed_in

DOOR = "console.bring_import"
SETTING = "IMPORT_MAX_MB"
MOST_MB = 50
ROOM = 100_000
"""Bytes for what stands in the form beside the file."""


def take_files(app: Flask, most_mb: int) -> None:
    """Before anything reads a form: ask for it before sign-in and form tokens are installed."""
    app.config[SETTING] = most_mb
    app.before_request(_make_room)


def most_mb() -> int:
    """The largest file that may be brought, in MB."""
    return int(current_app.config.get(SETTING, MOST_MB))


def _make_room() -> None:
    if request.endpoint == DOOR and request.method == "POST" and signed_in():
        # One byte more than is taken: what is too large is then said by the page, and not by a bare 413.
        request.max_content_length = (most_mb() + 1) * MB + ROOM
