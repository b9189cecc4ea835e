"""Needs you now: what is open, most urgent first; asked again every few seconds, answered only when it has changed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from bot.web.console.access import access
from bot.web.console.fresh import fresh
from bot.web.console.reading.needs import needs_now
from bot.web.console.say import now
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/", "home", show)
    doors.add_url_rule("/now", "now", show_fragment)


def show() -> str:
    return render_template("console/home.html", **_needs())


def show_fragment() -> ResponseReturnValue:
    return fresh("console/now.html", **_needs())


def _needs() -> dict[str, object]:
    with the_bot().db.look() as work:
        return {"needs": needs_now(work, the_bot(), now(), me(), access().teams)}
