"""The bench: how fast the bot is on this machine, measured beside what the same machine does without it."""

from bot.bench.command import command
from bot.bench.run import KEYS, bench

__all__ = ["KEYS", "bench", "command"]
