"""What can be wrong with the steps of a flow."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.check.given import Check, Given, error, gone_through, reached, tells, waits, warning
from bot.core.flow import Flow
from bot.core.library import Library
from bot.core.meaning import DANGER
from bot.core.problem import Problem
from bot.core.span import Span
from bot.core.steps import END
from bot.core.steps.ask import AskStep
from bot.core.steps.do import DoStep
from bot.core.steps.plan import PlanStep
from bot.core.steps.task import TaskStep

TAKEN = frozenset(
    {
        *DANGER,
        *("phone_unsafe", "opt_out", "opt_in"),
        *("stop", "stopall", "stop_all", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"),
        *("start", "unstop", "help", "info"),
    }
)
"""What triage or the provider takes before any question hears it, so that it can never be an answer."""

LONGEST_WAIT = {"clock": 7 * 86_400, "working": 40 * 3_600}
"""Seconds of a week, by the clock and in working hours."""


def steps_are_reached(given: Given) -> Iterator[Problem]:
    for flow in given.flows:
        for name in flow.steps.keys() - reached(flow, flow.start):
            yield error(flow.places[name], f"nothing leads to `{name}`", "Lead to it from another step, or delete it")


def loops_wait(given: Given) -> Iterator[Problem]:
    """A circle of steps that never waits for a reply would text and spend until the step cap."""
    for flow in given.flows:
        circle = [name for name in flow.steps if name in _on_without_waiting(given.library, flow, name)]
        if circle:
            yield error(
                flow.places[circle[0]],
                f"these steps go round without ever waiting: {', '.join(circle)}",
                "Put a question in the circle, or lead one of them elsewhere",
            )


def _on_without_waiting(library: Library, flow: Flow, start: str) -> frozenset[str]:
    """The steps that follow `start` before a reply is awaited."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        step = flow.steps[ahead.pop()]
        if not waits(library, step):
            new = {target for target in step.exits() if target != END} - seen
            seen |= new
            ahead += new
    return frozenset(seen)


def flows_exist(given: Given) -> Iterator[Problem]:
    known = ", ".join(sorted(given.library.flows))
    for flow in given.flows:
        for name, step in flow.steps.items():
            if isinstance(step, (DoStep, PlanStep)) and step.flow not in given.library.flows:
                yield error(flow.places[name], f"there is no flow `{step.flow}`", f"Use one of: {known}")


def sub_flows_come_back(given: Given) -> Iterator[Problem]:
    """A flow that goes through itself never gives back to its parent."""
    for flow in given.flows:
        for name, step in flow.steps.items():
            if isinstance(step, DoStep) and flow.name in _names(gone_through(given.library, step.flow)):
                yield error(
                    flow.places[name],
                    f"`{flow.name}` goes through `{step.flow}`, which comes to `{flow.name}` again",
                    "Lead to a step of this flow, or plan the flow for later",
                )


def _names(flows: tuple[Flow, ...]) -> frozenset[str]:
    return frozenset(flow.name for flow in flows)


def answers_can_be_heard(given: Given) -> Iterator[Problem]:
    for flow in given.flows:
        for name, step in flow.steps.items():
            for answer in step.answers if isinstance(step, AskStep) else ():
                if answer.lower().replace("-", "_").replace(" ", "_") in TAKEN:
                    yield error(
                        flow.places[name],
                        f"the answer `{answer}` is never heard: that word stops texts or means danger",
                        "Give the answer another name and other words",
                    )


def waits_are_short(given: Given) -> Iterator[Problem]:
    for flow in given.flows:
        for name, step in flow.steps.items():
            if isinstance(step, AskStep) and _long(step.silence_after):
                yield warning(
                    flow.places[name], "silence is noticed only after more than a week", "Wait 7 days or less"
                )


def _long(span: Span) -> bool:
    return span.seconds > LONGEST_WAIT[span.hours]


def kinds_are_known(given: Given) -> Iterator[Problem]:
    known = given.library.house_rules.kinds
    for flow in given.flows:
        for name, step in flow.steps.items():
            telling = tells(step)
            kind = telling.kind if telling else step.otherwise if isinstance(step, TaskStep) else None
            if kind is not None and kind not in known:
                yield error(
                    flow.places[name],
                    f"`{kind}` is no kind of escalation",
                    f"Add it to the house rules, or use one of: {', '.join(sorted(known))}",
                )


CHECKS: tuple[Check, ...] = (
    steps_are_reached,
    loops_wait,
    flows_exist,
    sub_flows_come_back,
    answers_can_be_heard,
    waits_are_short,
    kinds_are_known,
)
