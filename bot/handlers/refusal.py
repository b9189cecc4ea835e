"""Input that cannot be taken: which field, what is wrong, and what to do."""

from __future__ import annotations


class Refusal(Exception):
    """Shown to whoever typed it; nothing was changed."""

    def __init__(self, field: str, what: str, do: str) -> None:
        super().__init__(f"{field}: {what}. {do}")
        self.field = field
        self.what = what
        self.do = do
