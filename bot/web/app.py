"""The web application: every door, listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from flask import Flask, Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.handlers.bot import Bot
from bot.settings import Settings
from bot.web import api, console, health, simulator, webhooks
from bot.web.sign_in import setup as sign_in

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_REQUEST = 256 * 1024
"""Bytes: a text of 10,000 emoji takes half of it."""


class TurnsRounds(Protocol):
    """The rounds of this process, as the web sees them."""

    def health(self) -> list[str]:
        """The names of the rounds that stopped turning."""

    def advance(self, seconds: float, on_step: Callable[[datetime], None] | None = None) -> None:
        """Move the demo's clock on."""


def create_app(bot: Bot, settings: Settings, rounds: TurnsRounds | None = None) -> Flask:
    """The application over this bot. Without `rounds`, another process turns them and nothing here moves the clock."""
    app, provider = Flask("bot.web"), webhooks.application(bot, settings)
    others = api.application(bot, settings.api_calls_a_minute)
    for each in (app, provider, others):
        _bounded(each)
    app.config["TWILIO_AUTH_TOKEN"] = settings.twilio_auth_token
    console.take_files(app, settings.import_max_mb)
    sign_in.install(app, bot, settings)
    health.install(app, bot, rounds)
    console.install(app, bot)
    if not settings.live and rounds is not None:
        simulator.install(app, bot, rounds.advance)
    doors = {webhooks.ADDRESS: provider.wsgi_app, api.ADDRESS: others.wsgi_app}
    app.wsgi_app = _either(doors, app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def _bounded(app: Flask) -> None:
    """No request is longer than a long text, and a database that is away is no fault of whoever asked."""
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LONGEST_REQUEST
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(away, _database_away)


def _either(doors: Mapping[str, WSGIApplication], pages: WSGIApplication) -> WSGIApplication:
    """The provider's doors and the API's for their addresses, the pages for every other."""
    below = {f"{address}/": application for address, application in doors.items()}

    def choose(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        found = next((each for address, each in below.items() if asked.startswith(address)), pages)
        return found(environ, start)

    return choose


def _database_away(_error: Exception) -> Response:
    """Nothing is half-written: whoever asked may ask again."""
    answer = Response("The database is away for a moment: try again.\n", 503, mimetype="text/plain")
    answer.headers["Retry-After"] = "5"
    return answer
