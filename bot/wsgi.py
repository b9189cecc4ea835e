"""For a server of your own: `gunicorn --workers 1 'bot.wsgi:application()'`; run `throughcare clock` beside it."""

from __future__ import annotations

from flask import Flask

from bot import settings as settings_room
from bot import wiring
from bot.clock.leap import kept_offset
from bot.clock.now import SystemClock
from bot.loading import nothing_to_collect
from bot.settings import SettingsError
from bot.web.app import create_app


def application() -> Flask:
    """The application without rounds; raises SettingsError and Refused, and SettingsError where live may not start."""
    settings = settings_room.load()
    if not settings.said_which:
        raise SettingsError(["BOT_MODE is missing: say live, or demo for a demo that anybody may read"])
    clock = SystemClock()
    with nothing_to_collect():
        bot = wiring.build(settings, clock)
    words, areas = bot.speeches.current.words, bot.rules.areas
    if found := wiring.refusals(settings, bot.db, words, areas, clock.now().date()):
        raise SettingsError(found)
    if not settings.live:
        clock.keep(kept_offset(bot))
    return create_app(bot, settings)
