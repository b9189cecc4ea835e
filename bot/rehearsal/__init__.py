"""The rehearsal: synthetic people and staff in virtual time, through the real handlers, rules and ladders.

Nobody is texted: the provider is the simulated one, the database stands in memory and holds nothing afterwards.
"""

from bot.rehearsal.command import command
from bot.rehearsal.report import Report
from bot.rehearsal.run import rehearse

__all__ = ["Report", "command", "rehearse"]
