"""What a provider's error code means for the person it was meant for, as the house rules tell."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES = ("opted_out", "bad_number", "try_again", "tell_staff", "permanent")
DEFAULT = "tell_staff"
"""What an unlisted code means: a person looks. Giving up in silence would lose somebody."""


def what_it_means(code: str, table: Mapping[str, str]) -> str:
    """One of `OUTCOMES` for a code such as "21610" or "http-503"; for an unlisted one the table's `default`, or ours.

    Raises ValueError where the table says something that is not an outcome.
    """
    found = table.get(code.strip(), table.get("default", DEFAULT))
    if found not in OUTCOMES:
        raise ValueError(f"the code table says {found!r} for {code!r}; it may say {', '.join(OUTCOMES)}")
    return found
