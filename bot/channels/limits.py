"""What the provider takes at most, and the refusals that need no asking."""

from __future__ import annotations

from bot.channels.provider import ChannelName, Outgoing, SendError

LONGEST_BODY = 1600
"""Characters of one text. https://www.twilio.com/docs/api/errors/21617"""

LONGEST_VALIDITY = 36_000
"""Seconds that the provider keeps a text in its queue: 1 to 36,000. https://www.twilio.com/docs/api/errors/90007"""


def check(outgoing: Outgoing, roads: tuple[ChannelName, ...]) -> None:
    """Refuse what this road does not carry and what is no longer worth delivering; raises SendError, permanent."""
    if outgoing.channel not in roads:
        raise SendError("wrong-road", permanent=True)
    if outgoing.valid_for is not None and outgoing.valid_for <= 0:
        raise SendError("too-late", permanent=True)


def validity(outgoing: Outgoing) -> int | None:
    """Seconds to ask for, within what the provider allows; None leaves its own limit, the longest."""
    return None if outgoing.valid_for is None else min(int(outgoing.valid_for), LONGEST_VALIDITY)
