"""Texts to learn from: what colleagues offered, looked over by somebody else before the bot learns it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.handlers import lessons
from bot.handlers.refusal import Refusal
from bot.store import lessons as store
from bot.store.database import Work
from bot.store.lessons import Lesson
from bot.web.console import say
from bot.web.console.press import typed
from bot.web.console.reading.alarms import name_of
from bot.web.sign_in.who import me, the_bot


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/lessons", "learning", show)
    doors.add_url_rule("/lessons/<lesson_id>", "lesson", look)
    doors.add_url_rule("/lessons/<lesson_id>", "decide_lesson", decide, methods=["POST"])


def show() -> str:
    known: dict[str, str] = {}
    with the_bot().db.look() as work:
        offered, accepted = store.in_state(work, store.OFFERED), store.in_state(work, store.ACCEPTED)
        names = {one.id: name_of(work, one.offered_by, known) for one in (*offered, *accepted)}
        names |= {f"{one.id} by": name_of(work, one.decided_by, known) for one in accepted}
    return render_template("console/lessons.html", offered=offered, accepted=accepted, names=names)


def look(lesson_id: str) -> str:
    return _page(lesson_id, None)


def decide(lesson_id: str) -> ResponseReturnValue:
    try:
        reason = typed("reason", 1000)
        if request.form.get("decision") == "accept":
            intent, text = typed("intent", 60), typed("text", lessons.LONGEST)
            lessons.accept(the_bot(), lesson_id, me().id, text, intent, reason)
            flash("Accepted. It is learned when the next examples are fitted.", "done")
        else:
            lessons.refuse(the_bot(), lesson_id, me().id, reason)
            flash("Refused, with the reason.", "done")
    except Refusal as refusal:
        return _page(lesson_id, refusal), 422
    return redirect(url_for("console.learning"), 303)


def _page(lesson_id: str, refusal: Refusal | None) -> str:
    with the_bot().db.look() as work:
        one = _lesson(work, lesson_id)
        values: dict[str, Any] = {
            "offered_by": name_of(work, one.offered_by, {}) or "Somebody",
            "decided_by": name_of(work, one.decided_by, {}) or "Somebody",
        }
    return render_template("console/lesson.html", one=one, mine=one.offered_by == me().id, refusal=refusal,
                           meanings=say.meanings(), **values)  # fmt: skip


def _lesson(work: Work, lesson_id: str) -> Lesson:
    one = store.get(work, lesson_id)
    if one is None:
        abort(404)
    return one
