"""The demo's phones, in demo mode only.

What a phone does goes through the real webhooks, signed, and what is sent to it through the real outbox: nothing here
writes a row. Threads are read from our own tables, so that a restart forgets nothing.
"""

from bot.web.simulator.install import install

__all__ = ["install"]
