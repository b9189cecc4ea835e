"""A thousand synthetic people say the same few things: what was understood once is not worked out again."""

from __future__ import annotations

from datetime import datetime

from bot.core.meaning import Expecting, Meaning, Recognise


class Remembered:
    """Understands as the recogniser behind it does. The moment is left aside: no synthetic text names a day."""

    def __init__(self, behind: Recognise) -> None:
        self._behind = behind
        self._known: dict[tuple[str, str, str], Meaning] = {}

    def __call__(
        self, text: str, expecting: Expecting | None = None, *, language: str = "en", now: datetime | None = None
    ) -> Meaning:
        key = (text, repr(expecting), language)
        if key not in self._known:
            self._known[key] = self._behind(text, expecting, language=language, now=now)
        return self._known[key]
