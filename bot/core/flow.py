"""One conversation as data: named steps, read from a short file that a non-programmer can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.raw import Raw
from bot.core.steps import END, Step, parse
from bot.core.steps.do import DoStep
from bot.core.steps.plan import PlanStep

Manner = Literal["routine", "reminder", "reply", "danger"]
MANNERS: tuple[Manner, ...] = ("routine", "reminder", "reply", "danger")
AfterInterruption = Literal["goes_on", "closes"]


@dataclass(frozen=True, slots=True)
class Flow:
    """`manner` decides what its texts may pass: danger passes quiet hours, caps and holds; reminders pass caps.

    `interrupted` is what becomes of it once a danger text in its middle has been dealt with.
    """

    name: str
    about: str
    start: str
    steps: Mapping[str, Step]
    manner: Manner
    interrupted: AfterInterruption
    where: str
    places: Mapping[str, str]

    def messages(self) -> frozenset[str]:
        return frozenset(message for step in self.steps.values() for message in step.messages())

    def goes_through(self) -> frozenset[str]:
        """The other flows that it goes through."""
        return frozenset(step.flow for step in self.steps.values() if isinstance(step, DoStep))

    def flows(self) -> frozenset[str]:
        """The other flows that it goes through or plans."""
        return frozenset(step.flow for step in self.steps.values() if isinstance(step, (DoStep, PlanStep)))


def read(raw: Raw) -> Flow:
    """A flow from its file; raises Refused, naming file, line, step and what to do."""
    raw.only("flow", "about", "start", "manner", "interrupted", "steps")
    name = raw.text("flow")
    listed = raw.down("steps")
    steps = {str(step): parse(listed.down(step, f"step {step}")) for step in listed}
    places = {str(step): listed.down(step, f"step {step}").where for step in listed}
    start = raw.text("start")
    _targets_exist(raw, steps, start)
    return Flow(
        name=name,
        about=raw.text("about"),
        start=start,
        steps=steps,
        manner=raw.one_of("manner", MANNERS, "routine"),
        interrupted=raw.one_of("interrupted", ("goes_on", "closes"), "goes_on"),
        where=raw.where,
        places=places,
    )


def _targets_exist(raw: Raw, steps: Mapping[str, Step], start: str) -> None:
    if start not in steps:
        raise raw.refuse(f"it starts at `{start}`, which is no step", f"Start at one of: {', '.join(steps)}")
    listed = raw.down("steps")
    for name, step in steps.items():
        for target in step.exits():
            if target != END and target not in steps:
                place = listed.down(name, f"step {name}")
                raise place.refuse(
                    f"it leads to `{target}`, which is no step", f"Lead to `{END}` or: {', '.join(steps)}"
                )
