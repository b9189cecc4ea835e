"""What can be wrong with a danger flow: a human is told, at once, and it rings (safety rules 2 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.check.given import Check, Given, error, gone_through, tells
from bot.core.flow import Flow
from bot.core.library import Library
from bot.core.problem import Problem
from bot.core.steps import END
from bot.core.steps.ask import AskStep
from bot.core.steps.do import DoStep


def _dangers(given: Given) -> Iterator[Flow]:
    return (flow for flow in given.flows if flow.manner == "danger")


def _urgencies(library: Library, flow: Flow) -> list[str]:
    steps = (step for within in gone_through(library, flow.name) for step in within.steps.values())
    return [telling.urgency for step in steps if (telling := tells(step))]


def danger_tells_a_human(given: Given) -> Iterator[Problem]:
    for flow in _dangers(given):
        if not _urgencies(given.library, flow):
            yield error(
                flow.where,
                f"`{flow.name}` is about danger and tells no human",
                "Add `escalate:` with `urgency: urgent`",
            )


def danger_rings(given: Given) -> Iterator[Problem]:
    for flow in _dangers(given):
        urgencies = _urgencies(given.library, flow)
        if urgencies and "urgent" not in urgencies:
            yield error(flow.where, f"nothing in `{flow.name}` is urgent, so nobody is rung", "Write `urgency: urgent`")


def danger_tells_before_asking(given: Given) -> Iterator[Problem]:
    for flow in _dangers(given):
        if not _urgencies(given.library, flow):
            continue
        for name in sorted(_untold(given.library, flow, frozenset())):
            at, what = (flow.places[name], f"`{name}` asks") if name != END else (flow.where, "one way through it ends")
            yield error(at, f"{what} before a human has been told", "Escalate first: unsure is told at once")


def _untold(library: Library, flow: Flow, outer: frozenset[str]) -> frozenset[str]:
    """The questions (and the end) that are come to with no human told; `outer` are the flows it stands in."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead = [flow.start]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        if name == END or isinstance(flow.steps[name], AskStep):
            found.add(name)
        elif not tells(step := flow.steps[name]):
            within = _within(library, step.flow, outer | {flow.name}) if isinstance(step, DoStep) else frozenset({END})
            found |= {name} if within - {END} else set()
            ahead += step.exits() if END in within else ()
    return frozenset(found)


def _within(library: Library, name: str, outer: frozenset[str]) -> frozenset[str]:
    inner = library.flows.get(name)
    return frozenset({END}) if inner is None or name in outer else _untold(library, inner, outer)


CHECKS: tuple[Check, ...] = (danger_tells_a_human, danger_rings, danger_tells_before_asking)
