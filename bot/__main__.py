"""`python -m bot` is `throughcare`."""

from bot.cli import main

main(prog_name="throughcare")
