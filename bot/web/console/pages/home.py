"""Needs you now: what is open, most urgent first; asked again every few seconds, answered only when it has changed."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from bot.web.console.reading.needs import needs_now
from bot.web.console.say import now
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/", "home", show)
    doors.add_url_rule("/now", "now", show_fragment)


def show() -> str:
    return render_template("console/home.html", **_needs())


def show_fragment() -> ResponseReturnValue:
    """The list alone; 304 when the browser has it already."""
    needs = _needs()
    response = Response(render_template("console/now.html", **needs))
    # The body is hashed without the form tokens: those differ each time and mean nothing.
    seen = render_template("console/now.html", **needs, without_forms=True)
    response.set_etag(hashlib.sha256(seen.encode()).hexdigest()[:32])
    return response.make_conditional(request)


def _needs() -> dict[str, object]:
    with the_bot().db.look() as work:
        return {"needs": needs_now(work, now(), me())}
