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


def a_human_ends_it(given: Given) -> Iterator[Problem]:
    """The last contact is the task to close it: nothing else may be all that is left of somebody."""
    for pathway in given.library.pathways.values():
        counted = [one for one in pathway.contacts.values() if one.at.anchor != "confirmed" and not one.at.morning]
        last = max(counted, key=lambda one: one.at.seconds, default=None)
        if last is None or not last.task:
            yield error(
                pathway.where, "its last contact is no task", "End with a task, such as `task: close_or_extend`"
            )


def nobody_is_texted_inside(given: Given) -> Iterator[Problem]:
    for pathway in given.library.pathways.values():
        for contact in pathway.texts:
            if pathway.starts.inside and contact.at.anchor == pathway.anchor and contact.at.seconds < 0:
                yield error(
                    f"{pathway.where} contact {contact.name}", "it texts somebody before their release",
                    "There is no phone in prison: make it a task",
                )  # fmt: skip


def the_start_is_confirmed(given: Given) -> Iterator[Problem]:
    """Texts wait for the start to be confirmed: where nobody is asked to, they never begin."""
    for pathway in given.library.pathways.values():
        asked = {contact.task for contact in pathway.tasks}
        if pathway.texts and pathway.starts.task not in asked:
            yield error(
                pathway.where, "nobody is asked to confirm the start", f"Add a contact `task: {pathway.starts.task}`"
            )


def no_week_is_too_full(given: Given) -> Iterator[Problem]:
    """One pathway alone leaves room below the weekly cap: what is above it comes late, or never."""
    most = given.library.house_rules.limits.routine_texts_a_week
    for pathway in given.library.pathways.values():
        days = sorted(one.at.seconds // DAY for one in pathway.texts if _routine(given, one))
        for day in sorted(set(days)):
            if sum(1 for each in days if day <= each < day + 7) > most:
                yield warning(
                    pathway.where, f"more than {most} routine texts in the week from day {day}", "Spread them out"
                )
                break


def _routine(given: Given, contact: Contact) -> bool:
    flow = given.library.flows.get(contact.flow)
    return flow is not None and flow.manner == "routine"


DAY = 86_400
CHECKS: tuple[Check, ...] = (
    forgotten_tasks_are_known,
    one_text_a_day,
    quiet_hours_are_quiet,
    a_human_ends_it,
    nobody_is_texted_inside,
    the_start_is_confirmed,
    no_week_is_too_full,
)
