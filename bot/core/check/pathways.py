"""What can be wrong with a pathway's contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.core.check.given import Check, Given, error, warning
from bot.core.pathway import Contact, Pathway
from bot.core.problem import Problem


def _contacts(given: Given) -> Iterator[tuple[str, Contact]]:
    for pathway in given.library.pathways.values():
        for contact in pathway.contacts.values():
            yield f"{pathway.where} contact {contact.name}", contact


def forgotten_tasks_are_known(given: Given) -> Iterator[Problem]:
    known = given.library.house_rules.kinds
    for where, contact in _contacts(given):
        if contact.otherwise and contact.otherwise not in known:
            yield error(
                where,
                f"`otherwise: {contact.otherwise}` is no kind of escalation",
                f"Add it to the house rules, or use one of: {', '.join(sorted(known))}",
            )


def one_text_a_day(given: Given) -> Iterator[Problem]:
    for pathway in given.library.pathways.values():
        for (anchor, day), names in _days(pathway).items():
            if len(names) > 1:
                on = f"{anchor} {'+' if day >= 0 else '-'} {abs(day)}d"
                yield warning(
                    pathway.where, f"{', '.join(names)} are texts on one day ({on})", "Move one to another day"
                )


def _days(pathway: Pathway) -> dict[tuple[str, int], list[str]]:
    days: dict[tuple[str, int], list[str]] = defaultdict(list)
    for contact in pathway.texts:
        days[contact.at.anchor, contact.at.seconds // 86_400].append(contact.name)
    return days


def quiet_hours_are_quiet(given: Given) -> Iterator[Problem]:
    quiet = given.library.house_rules.quiet_hours
    for where, contact in _contacts(given):
        at = contact.at.at
        if contact.flow and at is not None and not quiet.ends <= at < quiet.starts:
            yield error(
                where,
                f"{at:%H:%M} is in the quiet hours",
                f"Text between {quiet.ends:%H:%M} and {quiet.starts:%H:%M}",
            )


CHECKS: tuple[Check, ...] = (forgotten_tasks_are_known, one_text_a_day, quiet_hours_are_quiet)
