"""The phone page: whole for a browser without script, in pieces for htmx."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from bot.channels.simulator import SimulatedProvider
from bot.web.simulator import words
from bot.web.simulator.api import PHONE
from bot.web.simulator.board import Reader
from bot.web.simulator.crew import Crew
from bot.web.simulator.journey import Journey
from bot.web.simulator.network import Network
from bot.web.simulator.news import news
from bot.web.simulator.rings import Switchboard

HTMX = Path(__file__).resolve().parents[3] / "node_modules" / "htmx.org" / "dist"
LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MINUTE = timedelta(minutes=1)
FORTNIGHT = 14 * 24 * 60
STRIDE = 6 * 60
"""Minutes. One step of a fortnight plays so many and is drawn: 56 steps, where little happens."""
PATIENCE = 0.7
"""Seconds after which a step ends wherever it is: in an open danger phones ring every five minutes, day and night."""


class Pages:
    """The page's addresses; each change answers with what changed, or leads back to the page."""

    def __init__(
        self,
        reader: Reader,
        network: Network,
        journey: Journey,
        switchboard: Switchboard,
        provider: SimulatedProvider,
        crew: Crew,
    ) -> None:
        self._reader = reader
        self._network = network
        self._journey = journey
        self._switchboard = switchboard
        self._provider = provider
        self._crew = crew

    def blueprint(self) -> Blueprint:
        doors = Blueprint(
            "simulator", __name__, url_prefix="/simulator", template_folder="templates", static_folder="static"
        )
        doors.add_url_rule("", "page", self.page)
        doors.add_url_rule("/", "page", self.page)
        doors.add_url_rule("/pulse", "pulse", self.pulse)
        doors.add_url_rule("/htmx.min.js", "htmx", htmx)
        for name in ("text", "phone", "clock", "play", "press"):
            doors.add_url_rule(f"/{name}", name, getattr(self, name), methods=["POST"])
        return doors

    def page(self) -> str:
        studio = any(rule.rule.rstrip("/") == "/studio" for rule in current_app.url_map.iter_rules())
        return render_template("simulator/page.html", **self._shown(), moving=HTMX.is_dir(), studio=studio)

    def pulse(self) -> ResponseReturnValue:
        """What is new since the page was drawn; 204 when nothing is, so that nothing moves under a reader's eyes."""
        shown = self._shown()
        if request.args.get("seen") == shown["board"].stamp:
            return "", 204
        return render_template("simulator/pulse.html", **shown)

    def text(self) -> ResponseReturnValue:
        """Somebody sends a text from their phone."""
        number, body = request.form.get("phone", ""), request.form.get("body", "").strip()
        if not PHONE.fullmatch(number) or "\0" in body or len(body) > 1600:
            return "That is no demo number, or the text is too long.", 400
        if body and self._network.text(number, body)[1].status != 200:
            return "Our own webhook refused the text.", 502
        return self._changed()

    def phone(self) -> ResponseReturnValue:
        """A phone is switched off, lost, or on again."""
        number, behaviour = request.form.get("phone", ""), request.form.get("behaviour", "")
        if not PHONE.fullmatch(number) or behaviour not in words.BEHAVIOUR:
            return "A phone can be on, off or gone.", 400
        self._provider.behave(number, behaviour)  # type: ignore[arg-type]
        return self._changed()

    def clock(self) -> ResponseReturnValue:
        """An hour, a day, or on to the next thing that happens."""
        by = request.form.get("by", "")
        if by == "next":
            return self._next()
        if length := LENGTHS.get(by):
            self._journey.by(length)
            return self._changed()
        return "The clock goes on by an hour, a day, or to what is next.", 400

    def _next(self) -> ResponseReturnValue:
        """On to what can be seen, and what it was: it may stand below the edge of a small screen."""
        before = self._reader.board()
        found = self._journey.to_next(lambda: self._reader.board().seen)
        return self._changed(said=news(before, self._reader.board()) if found else NOTHING)

    def play(self) -> ResponseReturnValue:
        """One stride of a fortnight; the page asks for the next itself until `done` is all. `crew`: staff answer.

        Without `done` only the bar is drawn, at once; a browser without script plays its stride all the same.
        """
        done = request.form.get("done", 0, type=int)
        if not 0 <= done < FORTNIGHT:
            return f"A fortnight has {FORTNIGHT} minutes.", 400
        if "done" not in request.form and request.headers.get("HX-Request"):
            return self._changed(played=0)
        at_stop = self._crew.answer if request.form.get("crew") else _nothing
        moved = self._journey.by(STRIDE * MINUTE, at_stop, PATIENCE)
        return self._changed(played=min(done + moved // MINUTE, FORTNIGHT))

    def press(self) -> ResponseReturnValue:
        """Somebody answers a ringing call and presses 1."""
        if self._switchboard.press(request.form.get("sid", "")) is None:
            return "That call rings no more.", 404
        return self._changed()

    def _shown(self, **more: Any) -> dict[str, Any]:
        board = self._reader.board()
        shown = {"board": board, "words": words, "fortnight": FORTNIGHT, "played": None, "said": ""}
        return {**shown, **words.FILTERS, **more}

    def _changed(self, *, played: int | None = None, said: str = "") -> ResponseReturnValue:
        """Whatever is done while a fortnight plays, it plays on."""
        played = request.form.get("played", type=int) if played is None else played
        if request.headers.get("HX-Request"):
            return render_template("simulator/pulse.html", **self._shown(played=played, said=said))
        return redirect(url_for("simulator.page"), 303)


NOTHING = "Nothing that these phones show is coming soon: what falls due is looked at and set back."


def _nothing() -> None:
    return None


def htmx() -> Response:
    return send_from_directory(HTMX, "htmx.min.js", max_age=3600)
