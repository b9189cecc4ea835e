"""The command `chat`: talk to the bot as somebody on release, in the terminal, on a database in memory."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from bot import wiring
from bot.channels.provider import Outgoing
from bot.channels.simulator import SimulatedProvider
from bot.clock.leap import leap, run_due
from bot.clock.now import SystemClock
from bot.handlers import demo, inbound
from bot.handlers.bot import Bot
from bot.handlers.inbound import Incoming
from bot.settings import load
from bot.store import escalations, migrate, people
from bot.store.people import Person

JUMP = re.compile(r"\+(\d{1,4})\s*([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
HELP = """\
-- What you type is texted to the service, as it stands. What comes back begins with "<" and the moment on its clock.
--   +20m  +2h  +1d   let so much time pass: whatever falls due meanwhile happens
--   /help            this
--   an empty line    ends the talk, and forgets it
-- A line "a human is told" names an escalation. Try: yes, no, cant make it, STOP, mates gone over"""


class Phone:
    """One demo person's phone, and what their keyworker would see."""

    def __init__(self, bot: Bot, clock: SystemClock, who: Person) -> None:
        self._bot = bot
        self._clock = clock
        self._who = who
        self._number = who.phone or ""
        self._told: set[str] = set()
        self._zone: ZoneInfo = bot.rules.house_rules.zone
        assert isinstance(bot.provider, SimulatedProvider)
        self._provider = bot.provider
        self._provider.on_accepted = self._heard

    def say(self, body: str) -> None:
        """Text the bot, and let what follows at once happen."""
        text = self._provider.text_in(self._number, body)
        inbound.receive(self._bot, Incoming(text.sid, text.sender, text.body, text.at, text.to))
        run_due(self._bot)
        self._tell_escalations()

    def wait(self, seconds: float) -> None:
        """Let time pass, and everything that falls due."""
        leap(self._bot, seconds)
        self._tell_escalations()
        click.echo(f"-- it is {self._wall():%A %d %B, %H:%M}")

    def begin(self) -> None:
        """Let the first text come: at night nobody is texted first, so that the talk begins in the morning."""
        now = self._clock.now()
        polite = self._bot.rules.house_rules.quiet_hours.polite(now, self._zone)
        if polite > now:
            click.echo("-- it is night, when nobody is texted first: on to the morning, when the welcome goes")
        self.wait((polite - now).total_seconds() + 1)

    def _wall(self) -> datetime:
        return self._clock.now().astimezone(self._zone)

    def _heard(self, _sid: str, outgoing: Outgoing) -> None:
        if outgoing.to == self._number and outgoing.channel == "sms":
            click.echo(click.style(f"{self._wall():%a %H:%M} < ", dim=True) + outgoing.body)

    def _tell_escalations(self) -> None:
        with self._bot.db.look() as work:
            found = escalations.all_open(work)
        for one in found:
            if one.id not in self._told and self._who.id == one.person_id:
                self._told.add(one.id)
                click.echo(click.style(f"-- a human is told: {one.kind} ({one.urgency}), code {one.code}", fg="yellow"))


@click.command()
@click.option("--as", "name", default="Dean", show_default=True, help="The demo person's first name.")
def chat(name: str) -> None:
    """Talk to the bot as a demo person. "+2h" or "+1d" moves the clock; "/help" says more; an empty line ends."""
    phone = _phone(name)
    click.echo(f'You are {name}. Type a text; "+2h" or "+1d" lets time pass; "/help" says more; an empty line ends.')
    phone.begin()
    while line := _typed():
        if jump := JUMP.fullmatch(line):
            phone.wait(timedelta(**{UNITS[jump[2]]: int(jump[1])}).total_seconds())
        elif line.lower() in ("/help", "/?"):
            click.echo(HELP)
        else:
            phone.say(line)


def _typed() -> str:
    """The next line; nothing at the end of the input, so that a script that feeds it ends well."""
    try:
        return str(click.prompt("", prompt_suffix="> ", default="", show_default=False)).strip()
    except click.Abort:
        click.echo()
        return ""


def _phone(name: str) -> Phone:
    clock = SystemClock()
    settings = load(env_file=False, bot_mode="demo", database_url="sqlite://", twilio_api_url="", smtp_url="")
    db = wiring.database(settings)
    migrate.upgrade(db)
    bot = wiring.build(settings, clock, db=db)
    demo.furnish(bot)
    with bot.db.look() as work:
        everybody = people.all_of(work)
    for who in everybody:
        if who.first_name.lower() == name.lower() and who.phone:
            return Phone(bot, clock, who)
    names = ", ".join(who.first_name for who in everybody if who.phone)
    raise click.ClickException(f"there is no {name} with a phone in the demo: choose one of {names}")
