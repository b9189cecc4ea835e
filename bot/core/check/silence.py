"""Where silence leads: to a human, to another contact or to an outcome, never to nothing (promise 1)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.check.given import Check, Given, tells, warning
from bot.core.flow import Flow
from bot.core.library import Library
from bot.core.problem import Problem
from bot.core.steps import END, Step
from bot.core.steps.ask import AskStep
from bot.core.steps.do import DoStep
from bot.core.steps.finish import FinishStep
from bot.core.steps.plan import PlanStep
from bot.core.steps.task import TaskStep

Place = tuple[str, str]
"""A flow and a step of it."""


def silence_is_noticed(given: Given) -> Iterator[Problem]:
    for flow in given.flows:
        for name, step in flow.steps.items():
            if isinstance(step, AskStep) and _forgotten(given.library, flow, step.silence_then, frozenset()):
                yield warning(
                    flow.places[name],
                    "somebody who never replies here may be forgotten",
                    "Let silence come to `escalate`, `hand_over`, `task`, `plan` or `finish: what came of it`",
                )


def _forgotten(library: Library, flow: Flow, name: str, before: frozenset[Place]) -> bool:
    """Whether silence, and only silence, can come from here to the end, or round again, with nothing done about it."""
    if name == END or (flow.name, name) in before:
        return True
    step, before = flow.steps[name], before | {(flow.name, name)}
    if tells(step) or isinstance(step, (PlanStep, TaskStep, FinishStep)):
        return False
    if isinstance(step, DoStep) and not _passes(library, step.flow, before):
        return False
    return any(_forgotten(library, flow, target, before) for target in _silent_exits(step))


def _passes(library: Library, name: str, before: frozenset[Place]) -> bool:
    inner = library.flows.get(name)
    return inner is None or _forgotten(library, inner, inner.start, before)


def _silent_exits(step: Step) -> tuple[str, ...]:
    return (step.silence_then,) if isinstance(step, AskStep) else step.exits()


CHECKS: tuple[Check, ...] = (silence_is_noticed,)
