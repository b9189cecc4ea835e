"""What every check is given, and the walks that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.flow import Flow
from bot.core.library import Library
from bot.core.problem import Problem
from bot.core.steps import END, Step
from bot.core.steps.ask import AskStep
from bot.core.steps.do import DoStep
from bot.core.steps.escalate import EscalateStep
from bot.core.steps.hand_over import HandOverStep


@dataclass(frozen=True, slots=True)
class Given:
    """A library, and the flows that the code begins by name (triage and handlers)."""

    library: Library
    begun: frozenset[str] = frozenset()
    today: date | None = None

    @property
    def flows(self) -> tuple[Flow, ...]:
        return tuple(self.library.flows.values())


Check = Callable[[Given], Iterator[Problem]]


def error(where: str, what: str, do: str) -> Problem:
    return Problem("error", where, what, do)


def warning(where: str, what: str, do: str) -> Problem:
    return Problem("warning", where, what, do)


def tells(step: Step) -> EscalateStep | HandOverStep | None:
    """The step, if it tells a human."""
    return step if isinstance(step, (EscalateStep, HandOverStep)) else None


def reached(flow: Flow, *starts: str) -> frozenset[str]:
    """Every step that can be come to from `starts`, themselves among them; the end is no step."""
    seen: set[str] = set()
    ahead = [name for name in starts if name != END]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += [target for target in flow.steps[name].exits() if target != END]
    return frozenset(seen)


def gone_through(library: Library, name: str) -> tuple[Flow, ...]:
    """A flow and every flow that it goes through with `do`, each once; names that are no flow are left out."""
    seen: dict[str, Flow] = {}
    ahead = [name]
    while ahead:
        flow = library.flows.get(ahead.pop())
        if flow is not None and flow.name not in seen:
            seen[flow.name] = flow
            ahead += [step.flow for step in flow.steps.values() if isinstance(step, DoStep)]
    return tuple(seen.values())


def waits(library: Library, step: Step) -> bool:
    """Whether a reply is awaited at this step, or in a flow that it goes through."""
    if not isinstance(step, DoStep):
        return isinstance(step, AskStep)
    within = (inner for flow in gone_through(library, step.flow) for inner in flow.steps.values())
    return any(isinstance(inner, AskStep) for inner in within)
