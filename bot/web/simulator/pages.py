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
from bot.web.simulator.rings import Switchboard

HTMX = Path(__file__).resolve().parents[3] / "node_modules" / "htmx.org" / "dist"
LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
FORTNIGHT = 14 * 24
STRIDE = 6
"""Hours of a fortnight that one step plays: 56 steps, each drawn."""


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
            self._journey.to_next()
        elif length := LENGTHS.get(by):
            self._journey.by(length)
        else:
            return "The clock goes on by an hour, a day, or to what is next.", 400
        return self._changed()

    def play(self) -> ResponseReturnValue:
        """One stride of a fortnight; the page asks for the next itself until `done` is all. `crew`: staff answer."""
        done = request.form.get("done", 0, type=int)
        if not 0 <= done < FORTNIGHT:
            return "A fortnight has 336 hours.", 400
        if request.form.get("crew"):
            self._journey.by(timedelta(hours=STRIDE), self._crew.answer)
        else:
            self._journey.by(timedelta(hours=STRIDE))
        return self._changed(played=done + STRIDE)

    def press(self) -> ResponseReturnValue:
        """Somebody answers a ringing call and presses 1."""
        if self._switchboard.press(request.form.get("sid", "")) is None:
            return "That call rings no more.", 404
        return self._changed()

    def _shown(self, **more: Any) -> dict[str, Any]:
        board = self._reader.board()
        return {"board": board, "words": words, "fortnight": FORTNIGHT, "played": None, **words.FILTERS, **more}

    def _changed(self, **more: int) -> ResponseReturnValue:
        """Whatever is done while a fortnight plays, it plays on."""
        played = more.get("played", request.form.get("played", type=int))
        if request.headers.get("HX-Request"):
            return render_template("simulator/pulse.html", **self._shown(played=played))
        return redirect(url_for("simulator.page"), 303)


def htmx() -> Response:
    return send_from_directory(HTMX, "htmx.min.js", max_age=3600)
