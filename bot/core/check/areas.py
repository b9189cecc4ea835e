"""What can be wrong with areas and services: people go where these say, on foot and with their last money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.area import Area, Areas, Service, plain
from bot.core.check.given import Check, Given, error, warning
from bot.core.discreet import telling_words
from bot.core.parts import is_gsm
from bot.core.problem import Problem
from bot.core.steps.find import FindStep

FICTION = re.compile(r"01632960\d{3}|01214960\d{3}|07700900\d{3}")
"""Numbers that Ofcom keeps free for fiction: they ring nobody."""
MARK = "Example"


def _services(given: Given) -> Iterator[tuple[Area, Service]]:
    for area in given.library.areas.by_name.values():
        yield from ((area, service) for service in area.services)


def names_are_one_areas(given: Given) -> Iterator[Problem]:
    known: dict[str, Area] = {}
    for area in given.library.areas.by_name.values():
        for name in {plain(one) for one in (area.name, *area.also)}:
            first = known.setdefault(name, area)
            if first is not area:
                yield error(area.where, f'"{name}" is {first.name} as well', "Take the name out of one of the two")


def services_are_discreet(given: Given) -> Iterator[Problem]:
    """Names and addresses stand in private texts too."""
    telling = given.library.house_rules.telling_words
    for _, service in _services(given):
        for word in telling_words(f"{service.name}. {service.who}", telling):
            yield error(service.where, f"it names `{word}`, in texts that others may read", "Say it without that word")
        for word in telling_words(service.address, telling):  # a street may be called so, and nothing else finds it
            yield warning(service.where, f"its address names `{word}`", "Leave the word out if people find it without")
        if not is_gsm(f"{service.name}{service.address}{service.who}"):
            yield error(service.where, "it has characters that double the cost of a text", "Type plain ones")


def examples_are_examples(given: Given) -> Iterator[Problem]:
    """Nobody may take an example for a place, or a place for an example."""
    for _, service in _services(given):
        fiction = FICTION.fullmatch(service.phone.replace(" ", "")) is not None
        if service.example and (MARK not in service.name or (service.phone and not fiction) or service.checked):
            do = f'Put "{MARK}" into its name, a number such as 01632 960001, and `checked: null`'
            yield error(service.where, "it is an example that looks like a real place", do)
        if not service.example and (fiction or MARK in service.name):
            yield error(service.where, "it is no example and has an example's name or number", "Write the real one")


def examples_are_replaced(given: Given) -> Iterator[Problem]:
    for area in given.library.areas.by_name.values():
        if examples := [service.key for service in area.services if service.example]:
            what = f"{len(examples)} of {len(area.services)} services of {area.name} are examples, where nobody is"
            yield warning(area.where, what, "Put real ones in their place; live mode does not start with examples")


def services_are_checked(given: Given) -> Iterator[Problem]:
    """Somebody has rung or gone there, and does so again in time."""
    today = given.today
    for _, service in _services(given):
        if service.checked and ((today and service.checked > today) or service.review <= service.checked):
            yield error(service.where, "its days are in the wrong order", "`checked` is past, `review` comes after it")
        if service.example:
            continue
        if service.checked is None:
            yield warning(service.where, "nobody has checked it", "Ring or go there, then write `checked: 2027-05-01`")
        if today and service.review < today:
            what = f"was to be reviewed by {service.review.isoformat()}"
            yield warning(service.where, what, "Check it again, and set `checked` and `review`")


def adder_is_known(given: Given) -> Iterator[Problem]:
    areas = [area for area in given.library.areas.by_name.values() if area.adder == "check" and not area.everywhere]
    if areas:
        names = ", ".join(area.name for area in areas)
        do = "Ask the commissioner, then write `adder: yes` or `adder: no`"
        yield warning(
            "flows/areas", f"`adder: check` stands for {names}: nobody knows whether they are ADDER areas", do
        )


def found_kinds_exist(given: Given) -> Iterator[Problem]:
    known = given.library.areas.kinds
    for flow in given.flows:
        for name, step in flow.steps.items():
            if isinstance(step, FindStep) and step.kind not in known:
                do = f"Use one of: {', '.join(sorted(known))}; or add it to flows/areas/kinds.yaml"
                yield error(flow.places[name], f"`{step.kind}` is no kind of service", do)


def areas_have_what_is_looked_for(given: Given) -> Iterator[Problem]:
    looked_for = {
        step.kind for flow in given.flows for step in flow.steps.values() if isinstance(step, FindStep)
    } & given.library.areas.kinds.keys()
    for area in given.library.areas.by_name.values():
        has = {kind for service in given.library.areas.services(area.name) for kind in service.kinds}
        if not area.everywhere and (missing := sorted(looked_for - has)):
            what = f"{area.name} has none of: {', '.join(missing)}"
            yield warning(area.where, what, "Add one; until then the keyworker is told each time somebody asks")


def refused(areas: Areas) -> list[str]:
    """Why live mode may not start with these areas; empty where it may."""
    examples = [one for area in areas.by_name.values() for one in area.services if one.example]
    if not examples:
        return []
    return [f"{len(examples)} services are examples, where nobody is, the first at {examples[0].where}"]


CHECKS: tuple[Check, ...] = (
    names_are_one_areas,
    services_are_discreet,
    examples_are_examples,
    examples_are_replaced,
    services_are_checked,
    adder_is_known,
    found_kinds_exist,
    areas_have_what_is_looked_for,
)
