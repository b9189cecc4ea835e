"""A provider that fails as it is told to, around the simulated one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.provider import Accepted, ChannelName, Outgoing, Received, SendError
from bot.channels.simulator import SimulatedProvider

TIME_OUT = SendError("timeout", unknown=True)


@dataclass
class Road:
    """`fails` holds what the next calls raise, in order; `taken` whether the provider took the text even so.

    `before` is called before each call; `silent` means that its lists cannot be read.
    """

    real: SimulatedProvider
    fails: list[SendError] = field(default_factory=list)
    taken: bool = False
    silent: bool = False
    before: Callable[[Outgoing], None] | None = None
    calls: list[Outgoing] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> str:
        self.calls.append(outgoing)
        if self.before:
            self.before(outgoing)
        if not self.fails:
            return self.real.send(outgoing)
        error = self.fails.pop(0)
        if self.taken:
            self.real.send(outgoing)
        raise error

    def sent_since(self, to: str, since: datetime, *, channel: ChannelName = "sms") -> Iterable[Accepted]:
        if self.silent:
            raise SendError("http-503", unknown=True)
        return self.real.sent_since(to, since, channel=channel)

    def received_since(self, since: datetime) -> Iterable[Received]:
        return self.real.received_since(since)
