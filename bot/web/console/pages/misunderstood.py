"""One text that was received: what it was understood as and why, and what it meant where that was wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import lessons
from bot.handlers.refusal import Refusal
from bot.store import inbound
from bot.store.database import Work
from bot.web.console import say
from bot.web.console.press import typed
from bot.web.console.reading.why import explained
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    at = "/texts/<text_id>"
    doors.add_url_rule(at, "misunderstood", show)
    doors.add_url_rule(f"{at}/why", "why", why)
    doors.add_url_rule(f"{at}/misunderstood", "offer_lesson", offer, methods=["POST"])


def show(text_id: str) -> str:
    return _page(text_id, None)


def why(text_id: str) -> str:
    """The part that is asked for when somebody opens "Why"."""
    with the_bot().db.look() as work:
        text = _text(work, text_id)
    return render_template("console/why.html", text=text, why=_why(text))


def offer(text_id: str) -> ResponseReturnValue:
    try:
        lessons.offer(the_bot(), text_id, me().id, typed("text", lessons.LONGEST), typed("intent", 60))
    except Refusal as refusal:
        return _page(text_id, refusal), 422
    with the_bot().db.look() as work:
        person_id = _text(work, text_id)["person_id"]
    flash("Thank you. Somebody else looks it over, then it learns from it.", "done")
    return redirect(url_for("console.person", person_id=person_id) if person_id else url_for("console.home"), 303)


def _page(text_id: str, refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        text = _text(work, text_id)
        said = lessons.without_names(work, text, me().id, request.form.get("text"))
    chosen = request.form.get("intent", "")
    return render_template("console/misunderstood.html", text=text, why=_why(text), said=said, chosen=chosen,
                           meanings=say.meanings(), refusal=refusal)  # fmt: skip


def _text(work: Work, text_id: str) -> dict[str, Any]:
    text = inbound.get(work, text_id)
    if text is None:
        abort(404)
    return text


def _why(text: dict[str, Any]) -> Any:
    return explained(the_bot().speeches.current.understand, text)
