"""Puts the demo's phones into the app: the one place where the simulated provider and our webhooks are joined."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from bot.channels.provider import Outgoing
from bot.channels.simulator import SimulatedProvider
from bot.handlers.bot import Bot
from bot.web.simulator import api
from bot.web.simulator.board import Reader
from bot.web.simulator.crew import Crew
from bot.web.simulator.journey import Journey
from bot.web.simulator.network import Network
from bot.web.simulator.pages import Pages
from bot.web.simulator.rings import Switchboard


def install(
    app: Flask, bot: Bot, advance: Callable[[float], None], *, token: str | None = None, signing: bool = True
) -> None:
    """Serve `/simulator` and its script interface; call it after CSRFProtect, and in demo mode only.

    `advance(seconds)` moves the demo's clock and runs what falls due. `token` is what the webhooks check signatures
    with (default: the app's TWILIO_AUTH_TOKEN). With any other provider than the simulated one nothing is installed,
    so that a live service has no such addresses. `signing=False` is for the test that a forger is refused.
    """
    provider = bot.provider
    if not isinstance(provider, SimulatedProvider):
        return
    key = (lambda: str(app.config["TWILIO_AUTH_TOKEN"])) if token is None else (lambda: token)
    network = Network(app, provider, bot.public_url, token=key, signing=signing)
    switchboard = Switchboard(network)
    journey = Journey(bot, advance, network.wait_for_receipts)

    def accepted(sid: str, outgoing: Outgoing) -> None:
        if outgoing.channel == "call":
            switchboard.ring(sid, outgoing, bot.clock.now())
        network.receipt(sid, outgoing)

    provider.on_accepted = accepted
    scripts = api.blueprint(bot, network, journey)
    if csrf := app.extensions.get("csrf"):
        csrf.exempt(scripts)
    app.register_blueprint(scripts)
    reader = Reader(bot, provider, switchboard, journey)
    app.register_blueprint(Pages(reader, network, journey, switchboard, provider, Crew(bot, network)).blueprint())
