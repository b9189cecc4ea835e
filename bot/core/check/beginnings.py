"""What begins flows: pathways, reminders, needs, other flows, and the code itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.check.given import Check, Given, error, warning
from bot.core.house_rules import HouseRules
from bot.core.meaning import INTENTS
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


BY_TRIAGE = frozenset({"reported_death"})
"""Topics that triage itself answers."""


def needs_are_meant(rules: HouseRules, topics: Mapping[str, str]) -> list[Problem]:
    """A need that names no intent and no topic is never asked for; a topic that no need names is read for nothing.

    `topics` leads from each topic to its intent.
    """
    where = f"{rules.where} needs"
    strange = sorted(rules.needs.keys() - {*INTENTS, *topics})
    idle = sorted(topics.keys() - rules.needs.keys() - BY_TRIAGE)
    return [
        *(
            error(where, f"`{name}` is no intent and no topic", "Correct the name, or add the topic")
            for name in strange
        ),
        *(warning(where, f"no need names the topic `{name}`", "Lead to its flow, or delete it") for name in idle),
    ]


CHECKS: tuple[Check, ...] = (begun_flows_exist, flows_are_begun)
