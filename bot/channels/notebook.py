"""Where e-mails go in a demo without an SMTP server: a page of the notebook each, and whoever wants to is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from bot.channels import limits
from bot.channels.provider import Outgoing

MOST_KEPT = 1000


class Notebook:
    """A sibling of `Mailer` that keeps the newest letters in memory; `on_sent(message id, letter)` hears of each."""

    def __init__(self, on_sent: Callable[[str, Outgoing], None] | None = None) -> None:
        self._letters: deque[Outgoing] = deque(maxlen=MOST_KEPT)
        self._on_sent = on_sent

    @property
    def letters(self) -> tuple[Outgoing, ...]:
        """What was sent, oldest first."""
        return tuple(self._letters)

    def send(self, outgoing: Outgoing) -> str:
        """Keep one e-mail; returns its message id. Raises SendError where `Mailer` would refuse without asking."""
        limits.check(outgoing, ("email",))
        self._letters.append(outgoing)
        message_id = f"<{outgoing.attempt}@notebook>"
        if self._on_sent:
            self._on_sent(message_id, outgoing)
        return message_id
