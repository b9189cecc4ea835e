"""Everything that can be wrong with what staff write, each check one small function over pure values.

A new check is a function here in a file of its subject, a line in that file's CHECKS and a case in its test.
"""

from __future__ import annotations

from datetime import date

from bot.core.check import areas, beginnings, danger, flows, ladders, pathways, silence
from bot.core.check.beginnings import needs_are_meant
from bot.core.check.given import Check, Given
from bot.core.library import Library
from bot.core.problem import Problem

__all__ = ["CHECKS", "check", "needs_are_meant"]

CHECKS: tuple[Check, ...] = (
    *flows.CHECKS,
    *danger.CHECKS,
    *silence.CHECKS,
    *beginnings.CHECKS,
    *pathways.CHECKS,
    *ladders.CHECKS,
    *areas.CHECKS,
)


def check(library: Library, begun: frozenset[str] = frozenset(), today: date | None = None) -> list[Problem]:
    """Every problem of every flow, pathway, house rule and area, errors first, then by place.

    `begun` names the flows that the code itself begins; without `today` no review is overdue.
    """
    given = Given(library, begun, today)
    return sorted({problem for find in CHECKS for problem in find(given)})
