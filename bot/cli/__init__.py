"""Floor 5: the commands. Each reads its words, calls what stands below, and says in one line what it needs.

What goes wrong is said plainly and ends with a status that scripts can read: 1 for no, 2 for a wrong command.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec

import click

from bot.cli import content, process, staff, talk
from bot.core.problem import Refused
from bot.settings import SettingsError

LATER = ("bot.rehearsal", "bot.bench")
"""Rooms that bring a command of their own, `command`: looked for, so that neither is needed to serve."""


class Commands(click.Group):
    """Turns what an operator can mend into a plain sentence."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (SettingsError, Refused) as error:
            raise click.ClickException(str(error)) from None

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *_later()})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        found = super().get_command(context, name)
        if found is None and name in _later():
            command: click.Command = importlib.import_module(_later()[name]).command
            return command
        return found


def _later() -> dict[str, str]:
    names = {"bot.rehearsal": "rehearse", "bot.bench": "bench"}
    return {names[module]: module for module in LATER if find_spec(module) is not None}


@click.group(cls=Commands)
@click.version_option(package_name="throughcare", prog_name="throughcare")
def main() -> None:
    """Texts people leaving prison, answers them, and makes sure a keyworker owns every missed contact."""


for _each in (*process.COMMANDS, *content.COMMANDS, *talk.COMMANDS, *staff.COMMANDS):
    main.add_command(_each)
