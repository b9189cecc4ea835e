"""Two works at the same moment: whoever lost begins again, and then finds what the other has written."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, IntegrityError

TRIES = 3


def lost_a_race(error: DBAPIError) -> bool:
    """Another work wrote the same row first, or PostgreSQL ended a deadlock: the next try finds things settled."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def until_won(act: Callable[[], None]) -> None:
    """Do a piece of work as a whole, again where it lost a race; raises what the last try raised."""
    for left in reversed(range(TRIES)):
        try:
            return act()
        except DBAPIError as error:
            if not left or not lost_a_race(error):
                raise
