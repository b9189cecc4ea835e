"""Floor 5: the commands. Each reads its words, calls what stands below, and says in one line what it needs.

What goes wrong is said plainly and ends with a status that scripts can read: 1 for no, 2 for a wrong command.
A command's file is read only when that command is run: `check` need not wait for the web to load.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec

import click

from bot.core.problem import Refused
from bot.settings import SettingsError

WHERE = {
    "serve": "bot.cli.process",
    "clock": "bot.cli.process",
    "worker": "bot.cli.process",
    "migrate": "bot.cli.process",
    "demo": "bot.cli.process",
    "check": "bot.cli.content",
    "understand": "bot.cli.content",
    "chat": "bot.cli.talk",
    "staff": "bot.cli.staff",
    "import": "bot.cli.imports",
    "tokens": "bot.cli.tokens",
    "rehearse": "bot.rehearsal",
    "bench": "bot.bench",
}
"""Each command and the file that holds it, as `command` or under its own name."""


class Commands(click.Group):
    """Turns what an operator can mend into a plain sentence."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (SettingsError, Refused) as error:
            raise click.ClickException(str(error)) from None

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(name for name, module in WHERE.items() if find_spec(module) is not None)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = importlib.import_module(WHERE[name])
        found: click.Command = getattr(module, "command", None) or getattr(module, name)
        return found


@click.group(cls=Commands)
@click.version_option(package_name="throughcare", prog_name="throughcare")
def main() -> None:
    """Texts people leaving prison, answers them, and makes sure a keyworker owns every missed contact."""
