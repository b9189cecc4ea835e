"""What can be wrong with the ladder of the urgent class (safety rules 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.check.given import Check, Given, error
from bot.core.problem import Problem

OUTCOME_SECONDS = 20 * 60


def urgent_climbs_at_night(given: Given) -> Iterator[Problem]:
    if not given.library.house_rules.ladder_for("urgent").any_hour:
        yield error(_where(given), "danger would wait for the morning", "Write `hours: any`")


def urgent_rings(given: Given) -> Iterator[Problem]:
    if "call" not in given.library.house_rules.ladder_for("urgent").rungs[0].channels:
        yield error(_where(given), "the first to be told is not rung", "Add `call` to the first rung's `by`")


def urgent_outcome_is_soon(given: Given) -> Iterator[Problem]:
    within = given.library.house_rules.ladder_for("urgent").outcome_within
    if within.hours != "clock" or within.at is not None or within.seconds > OUTCOME_SECONDS:
        yield error(
            _where(given), "danger that somebody took may lie without an outcome", "Write `outcome_within: 20m`"
        )


def _where(given: Given) -> str:
    return f"{given.library.house_rules.where} ladder urgent"


CHECKS: tuple[Check, ...] = (urgent_climbs_at_night, urgent_rings, urgent_outcome_is_soon)
