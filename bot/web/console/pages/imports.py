"""Imports: bring a file, see what it would do, say yes, and watch it being taken over; and what was brought before."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.core.imports import Flaw, Unreadable
from bot.handlers.imports import runs
from bot.handlers.imports.kinds import KINDS
from bot.handlers.imports.looking import Source
from bot.handlers.refusal import Refusal
from bot.store import imports, staff
from bot.store.imports import APPLYING, Run
from bot.web.console.files import most_mb
from bot.web.console.press import press, typed
from bot.web.sign_in.who import me, the_bot

WHAT = {"people": "People (CSV)", "appointments": "Appointments (CSV, or a calendar as .ics)"}
SHOWN = 100
LOOK_AGAIN = "2"
"""Seconds after which a page of something that is under way is asked for again."""


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/imports", "imports", show)
    doors.add_url_rule("/imports", "bring_import", bring, methods=["POST"])
    doors.add_url_rule("/imports/<run_id>", "import_run", look)
    doors.add_url_rule("/imports/<run_id>/apply", "apply_import", apply, methods=["POST"])
    doors.add_url_rule("/imports/<run_id>/drop", "drop_import", drop, methods=["POST"])


def show() -> str:
    return _page(None)


def bring() -> ResponseReturnValue:
    try:
        run_id = runs.bring(the_bot(), _source(), me().team_id, me().id)
    except Unreadable as wrong:
        return _page(Refusal("file", f"line {wrong.line}: {wrong.what}", wrong.do)), 422
    except Refusal as refusal:
        return _page(refusal), 422
    return redirect(url_for("console.import_run", run_id=run_id), 303)


def _source() -> Source:
    kind, file = typed("kind", 40), request.files.get("file")
    if kind not in KINDS:
        raise Refusal("kind", "what the file holds is not chosen", "Choose one")
    if file is None or not file.filename:
        raise Refusal("file", "no file is chosen", "Choose one")
    stream = cast(BinaryIO, file.stream)
    begins = stream.read(64).lstrip(b"\xef\xbb\xbf\r\n ").upper()
    stream.seek(0)
    calendar = begins.startswith(b"BEGIN:VCALENDAR")
    if calendar and kind != "appointments":
        raise Refusal("kind", "a calendar holds appointments", "Choose appointments")
    return Source(kind, file.filename[-120:], stream, most_mb(), calendar, typed("person", 60))


def look(run_id: str) -> Response:
    run = _run(run_id)
    with the_bot().db.look() as work:
        worker = staff.get(work, run.brought_by)
    found: dict[str, Any] = {
        name: [Flaw(**each) for each in run.found.get(name, ())][:SHOWN] for name in ("bad", "notes")
    }
    page = make_response(
        render_template(
            "console/import_run.html",
            run=run,
            what=WHAT[run.kind],
            by=worker.name if worker else "",
            changes=run.found.get("changes", ())[:SHOWN],
            shown=SHOWN,
            **found,
        )  # fmt: skip
    )
    if run.state == APPLYING:
        page.headers["Refresh"] = LOOK_AGAIN
    return page


def apply(run_id: str) -> ResponseReturnValue:
    def act() -> str:
        run = _run(run_id)
        runs.start(the_bot(), run.id, me().id, skip_bad=bool(request.form.get("skip_bad")))
        return "It is being taken over. This page says how far it is."

    return press(act, url_for("console.import_run", run_id=run_id))


def drop(run_id: str) -> ResponseReturnValue:
    runs.drop(the_bot(), _run(run_id).id)
    flash("Dropped. Nothing was changed.", "done")
    return redirect(url_for("console.imports"), 303)


def _page(refusal: Refusal | None) -> str:
    names: dict[str, str] = {}
    with the_bot().db.look() as work:
        found = imports.latest(work, me().team_id)
        for run in found:
            if run.brought_by and run.brought_by not in names:
                worker = staff.get(work, run.brought_by)
                names[run.brought_by] = worker.name if worker else "somebody"
    return render_template(
        "console/imports.html", runs=found, names=names, refusal=refusal, kinds=WHAT.items(), most=most_mb(),
        filled=request.form, columns={name: ",".join(kind.columns.known) for name, kind in KINDS.items()},
    )  # fmt: skip


def _run(run_id: str) -> Run:
    """An import of one's own team; raises LookupError."""
    with the_bot().db.look() as work:
        run = imports.get(work, run_id)
    if run is None or run.team_id not in (None, me().team_id):
        raise LookupError("there is no such import")
    return run
