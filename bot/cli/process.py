"""The commands that run: serve, clock, worker, migrate, demo."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable

import click

from bot import settings as settings_room
from bot import wiring
from bot.cli.ready import ready
from bot.clock.leap import kept_offset
from bot.clock.now import SystemClock
from bot.clock.rounds import ROUNDS, TURNED, Round
from bot.clock.scheduler import Rounds
from bot.handlers import demo as demo_handler
from bot.handlers.bot import Bot
from bot.loading import nothing_to_collect
from bot.settings import Settings
from bot.store import migrate as migrations
from bot.web.app import create_app
from bot.web.server import Server
from bot.web.sign_in.passwords import add_account

WHERE = (
    click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
    click.option("--port", default=8000, show_default=True, envvar="PORT", help="The port to listen on."),
)


A_MINUTE = 60


def where(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --host and --port."""
    for option in WHERE:
        command = option(command)
    return command


def _said() -> Settings:
    """The settings of a service; ends where nobody said live or demo: the demo shows every thread to whoever asks."""
    settings = settings_room.load()
    if not settings.said_which:
        raise click.ClickException("BOT_MODE is missing: say live, or demo for a demo that anybody may read")
    return settings


def begun(settings: Settings | None = None) -> tuple[Settings, Bot]:
    """The settings and the bot, ready to run; ends with every refusal where live may not start."""
    settings = settings or settings_room.load()
    _say_less()
    clock = SystemClock()
    with nothing_to_collect():
        bot = wiring.build(settings, clock, db=ready(settings))
    words, areas = bot.speeches.current.words, bot.rules.areas
    if found := wiring.refusals(settings, bot.db, words, areas, clock.now().date()):
        raise click.ClickException("live mode may not start:\n- " + "\n- ".join(found))
    if not settings.live:
        clock.keep(kept_offset(bot))
    return settings, bot


def _say_less() -> None:
    """What others log may hold a number or an address; what they warn of we want to know."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("apscheduler", "alembic", "twilio", "urllib3", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)


def migrated(settings: Settings) -> None:
    """Bring the database up to date, and let go of it."""
    db = wiring.database(settings)
    migrations.upgrade(db)
    db.engine.dispose()


@click.command()
@where
@click.option("--rounds/--no-rounds", default=None, help="Turn the rounds here too (default: only with SQLite).")
def serve(host: str, port: int, rounds: bool | None) -> None:
    """Serve the webhooks, the console and the health pages."""
    settings, bot = begun(_said().found_at(_address(host, port)))
    _serve(settings, bot, host, port, turning=settings.sqlite if rounds is None else rounds)


def _serve(settings: Settings, bot: Bot, host: str, port: int, *, turning: bool) -> None:
    rounds = Rounds(bot, heartbeat_url=settings.heartbeat_url) if turning else None
    app = create_app(bot, settings, rounds)
    bot.db.engine.dispose()  # the process that serves is a fork: it opens connections of its own
    Server(
        app, host, port, started=rounds.start if rounds else _nothing, stopped=rounds.stop if rounds else _nothing
    ).run()


def _nothing() -> None:
    return None


@click.command()
def clock() -> None:
    """Turn every round, and serve nothing."""
    settings, bot = begun(_said())
    _turn(Rounds(bot, ROUNDS, heartbeat_url=settings.heartbeat_url))


@click.command()
def worker() -> None:
    """Turn the rounds that move texts (timers, delivery, what was left half-sent), beside `clock` and `serve`."""
    _, bot = begun(_said())
    table: tuple[Round, ...] = TURNED
    _turn(Rounds(bot, table))


def _turn(rounds: Rounds) -> None:
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    rounds.start()
    click.echo("Turning " + ", ".join(each.name for each in rounds.table) + ". Stop with Ctrl+C.")
    over.wait()
    rounds.stop()


@click.command()
def migrate() -> None:
    """Bring the database to the tables of this version."""
    settings = settings_room.load()
    migrated(settings)
    click.echo(f"The database stands at {migrations.head()}.")


@click.command()
@where
@click.option("--no-serve", is_flag=True, help="Only set up.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Set up the demo's team and people, print the logins, and serve with the phone page."""
    settings = settings_room.load().found_at(_address(host, port))
    if settings.live:
        raise click.ClickException("BOT_MODE is live: the demo would put people who do not exist among real ones")
    if not no_serve:
        _refuse_taken(host, port)
    migrated(settings)
    settings, bot = begun(settings)
    logins = demo_handler.furnish(bot)
    for login in logins:
        add_account(bot, login.staff_id, login.email, login.password)
    _tell(_address(host, port), logins)
    if moved := said_of_offset(bot):
        click.echo(moved)
    if not no_serve:
        click.echo("Stop with Ctrl+C.\n")
        _serve(settings, bot, host, port, turning=True)


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    return f"http://{'127.0.0.1' if host in ('', '0.0.0.0') else host}:{port}"


def _refuse_taken(host: str, port: int) -> None:
    """Asked before anything is changed: new passwords for a demo that runs already would lock out who uses it."""
    bare = host.strip("[]")
    try:
        socket.create_server((bare, port), family=socket.AF_INET6 if ":" in bare else socket.AF_INET).close()
    except OSError as error:
        raise click.ClickException(
            f"port {port} of {host} cannot be used ({os.strerror(error.errno or 0)}): "
            f"choose another, with `PORT={port + 1} make run` or `throughcare demo --port {port + 1}`"
        ) from None


def _tell(here: str, logins: list[demo_handler.Login]) -> None:
    click.echo(f"\nThroughcare, the demo. Console: {here}/   Phones: {here}/simulator\n\nSign in as")
    for login in logins:
        role = login.role.replace("_", " ")
        click.echo(f"  {login.name:<14} {role:<16} {login.email:<24} {login.password}")
    click.echo("\nNobody real is texted.")


def said_of_offset(bot: Bot) -> str:
    """Where the demo's clock stands, if somebody moved it on; else nothing."""
    if kept_offset(bot) < A_MINUTE:
        return ""
    there = bot.clock.now().astimezone(bot.rules.house_rules.zone)
    return (
        f"Its clock was moved on: it is {there:%A} {there.day} {there:%B}, {there:%H:%M} there. Start over: make fresh"
    )
