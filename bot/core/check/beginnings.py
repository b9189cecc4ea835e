"""What begins flows: pathways, reminders, needs, other flows, and the code itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.check.given import Check, Given, error, warning
from bot.core.problem import Problem


def begun_flows_exist(given: Given) -> Iterator[Problem]:
    """A text that begins a flow which is not there would be answered by nobody."""
    for where, what, name in _beginnings(given):
        if name not in given.library.flows:
            known = ", ".join(sorted(given.library.flows))
            yield error(where, f"{what} begins `{name}`, which is no flow", f"Write that flow, or use one of: {known}")


def flows_are_begun(given: Given) -> Iterator[Problem]:
    begun = {name for _, _, name in _beginnings(given)}
    for flow in given.flows:
        others = (other.flows() for other in given.flows if other is not flow)
        if flow.name not in begun.union(*others):
            yield warning(
                flow.where, f"nothing begins `{flow.name}`", "Begin it from a pathway or a flow, or delete it"
            )


def _beginnings(given: Given) -> Iterator[tuple[str, str, str]]:
    """Where, what, and the flow that it begins; flows that begin flows have their own check."""
    rules = given.library.house_rules
    yield from (("flows", "the code", name) for name in sorted(given.begun))
    yield from ((f"{rules.where} reminders", "a reminder", reminder.flow) for reminder in rules.reminders)
    yield from ((f"{rules.where} needs", f"`{intent}`", name) for intent, name in rules.needs.items())
    for pathway in given.library.pathways.values():
        for contact in pathway.texts:
            yield f"{pathway.where} contact {contact.name}", "this contact", contact.flow


CHECKS: tuple[Check, ...] = (begun_flows_exist, flows_are_begun)
