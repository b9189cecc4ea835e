"""What Marcus gets wrong in a flow, and what he is told before it speaks to anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.core.check import areas as v
from bot.core.check import beginnings as b
from bot.core.check import check
from bot.core.check import danger as d
from bot.core.check import flows as f
from bot.core.check import ladders as r
from bot.core.check import pathways as p
from bot.core.check import silence as s
from bot.core.check.given import Check, Given
from bot.core.flow import Flow
from bot.core.library import Library
from tests.core.content import LADDERS, area_of, ask, flow_of, library_of, service

TODAY = date(2026, 6, 5)
SAY = {"say": "a-word", "then": "end"}
TELL = {"escalate": "struggling", "urgency": "today", "then": "end"}
TASK = {"task": "refer", "within": "1d", "otherwise": "nobody", "then": "end"}
RING = {"escalate": "struggling", "urgency": "urgent", "then": "end"}


def a(steps: dict[str, Any], **more: Any) -> Flow:
    return flow_of("a", steps, **more)


def danger(steps: dict[str, Any]) -> Library:
    return library_of(a(steps, manner="danger"), flow_of("b", {"one": SAY}), flow_of("c", {"one": RING}))


def urgent(**change: Any) -> Library:
    return library_of(ladders={**LADDERS, "urgent": {**LADDERS["urgent"], **change}})


def at_(**changes: Any) -> Library:
    """Walsall with one service."""
    return library_of(areas=(area_of(services={"house": service(**changes)}),), telling_words=["needle"])


EXAMPLE: dict[str, Any] = {
    "example": True, "name": "Example House", "phone": "01632 960001", "source": None, "checked": None,
}  # fmt: skip


def looking(kind: str) -> Library:
    """A flow that looks for a kind of service, and Walsall, which has naloxone only."""
    return library_of(a({"one": {"find": kind, "say": "x", "then": "end", "none": "end"}}), areas=(area_of(),))


def on(*days: str, flow: str = "a") -> Library:
    return library_of(a({"one": SAY}), contacts={f"c{n}": {"at": day, "flow": flow} for n, day in enumerate(days)})


CONFIRM = {"at": "release", "task": "confirm_release", "by": "release", "otherwise": "silent"}


def told(then: str) -> dict[str, Any]:
    return {"one": ask("two"), "two": {"say": "a-word", "then": then}, "three": TELL}


# For each check: a library that it is content with, and one that it is not, with the place and words of what it says.
CASES: list[tuple[Check, Library, Library, str]] = [
    (
        f.steps_are_reached,
        library_of(a({"one": SAY})),
        library_of(a({"one": SAY, "two": SAY})),
        "nothing leads to `two`",
    ),
    (
        f.loops_wait,
        library_of(a({"one": {"say": "a-word", "then": "two"}, "two": ask("one")})),
        library_of(a({"one": {"say": "a-word", "then": "two"}, "two": {"say": "a-word", "then": "one"}})),
        "go round without ever waiting: one, two",
    ),
    (
        f.loops_wait,
        library_of(a({"one": {"do": "b", "then": "one"}}), flow_of("b", {"one": ask()})),
        library_of(a({"one": {"do": "b", "then": "one"}}), flow_of("b", {"one": SAY})),
        "go round",
    ),
    (
        f.flows_exist,
        library_of(a({"one": {"do": "b", "then": "end"}}), flow_of("b", {"one": SAY})),
        library_of(a({"one": {"plan": "b", "after": "1d", "then": "end"}})),
        "there is no flow `b`",
    ),
    (
        f.sub_flows_come_back,
        library_of(
            a({"one": {"do": "b", "then": "end"}}), flow_of("b", {"one": {"plan": "a", "after": "1d", "then": "end"}})
        ),
        library_of(a({"one": {"do": "b", "then": "end"}}), flow_of("b", {"one": {"do": "a", "then": "end"}})),
        "comes to `a` again",
    ),
    (
        f.answers_can_be_heard,
        library_of(a({"one": ask()})),
        library_of(a({"one": ask(answers={"Stop": "end"})})),
        "`Stop`",
    ),
    (
        f.answers_can_be_heard,
        library_of(a({"one": ask()})),
        library_of(a({"one": ask(answers={"overdose-now": "end"})})),
        "`overdose-now`",
    ),
    (
        f.waits_are_short,
        library_of(a({"one": ask(silence={"after": "7d", "then": "end"})})),
        library_of(a({"one": ask(silence={"after": "8d", "then": "end"})})),
        "more than a week",
    ),
    (
        f.kinds_are_known,
        library_of(a({"one": TELL})),
        library_of(a({"one": {"hand_over": "nobody", "urgency": "today"}})),
        "`nobody` is no kind",
    ),
    (
        f.kinds_are_known,
        library_of(a({"one": {**TASK, "otherwise": "struggling"}})),
        library_of(a({"one": TASK})),
        "`nobody` is no kind",
    ),
    (d.danger_tells_a_human, danger({"one": {"do": "c", "then": "end"}}), danger({"one": SAY}), "tells no human"),
    (d.danger_rings, danger({"one": RING}), danger({"one": TELL}), "nobody is rung"),
    (
        d.danger_tells_before_asking,
        danger({"one": {**RING, "then": "two"}, "two": ask()}),
        danger({"one": ask("two"), "two": RING}),
        "`one` asks before",
    ),
    (
        d.danger_tells_before_asking,
        danger({"one": {"do": "c", "then": "two"}, "two": ask()}),
        danger({"one": {"choose": [{"fact": "x", "is": 1, "then": "two"}], "otherwise": "end"}, "two": RING}),
        "one way through it ends",
    ),
    (s.silence_is_noticed, library_of(a(told("three"))), library_of(a(told("end"))), "may be forgotten"),
    (
        s.silence_is_noticed,
        library_of(a({"one": ask("two"), "two": {"finish": "no reply"}})),
        library_of(a({"one": ask("one")})),
        "may be forgotten",
    ),
    (
        s.silence_is_noticed,
        library_of(a({"one": ask("two"), "two": {"do": "b", "then": "end"}}), flow_of("b", {"one": TELL})),
        library_of(a({"one": ask("two"), "two": {"do": "b", "then": "end"}}), flow_of("b", {"one": SAY})),
        "may be forgotten",
    ),
    (b.begun_flows_exist, on("release + 1d"), on("release + 1d", flow="b"), "begins `b`, which is no flow"),
    (
        b.begun_flows_exist,
        library_of(a({"one": SAY}), needs={"naloxone_info": "a"}),
        library_of(needs={"naloxone_info": "a"}),
        "`naloxone_info` begins `a`",
    ),
    (
        b.begun_flows_exist,
        library_of(a({"one": SAY}), reminders=[{"flow": "a", "at": "appointment - 2h"}]),
        library_of(reminders=[{"flow": "a", "at": "appointment - 2h"}]),
        "a reminder begins `a`",
    ),
    (b.flows_are_begun, on("release + 1d"), library_of(a({"one": SAY})), "nothing begins `a`"),
    (
        p.forgotten_tasks_are_known,
        library_of(),
        library_of(contacts={"t": {"at": "release", "task": "Ring", "by": "release + 1d", "otherwise": "nobody"}}),
        "`otherwise: nobody`",
    ),
    (p.one_text_a_day, on("release + 1d", "release + 2d"), on("release + 1d", "release + 1d at 15:00"), "c0, c1"),
    (p.quiet_hours_are_quiet, on("release + 1d at 08:00"), on("release + 1d at 21:00"), "21:00 is in the quiet hours"),
    (r.urgent_climbs_at_night, library_of(), urgent(hours="working"), "wait for the morning"),
    (
        p.a_human_ends_it,
        library_of(),
        library_of(contacts={"later": {"at": "release + 99d at 10:00", "flow": "a"}}),
        "its last contact is no task",
    ),
    (p.nobody_is_texted_inside, on("release + 1d"), on("release - 1d"), "texts somebody before their release"),
    (
        p.the_start_is_confirmed,
        library_of(contacts={"c": CONFIRM, "t": {"at": "confirmed", "flow": "a"}}),
        on("release + 1d"),
        "nobody is asked to confirm the start",
    ),
    (
        p.no_week_is_too_full,
        on(*(f"release + {day}d" for day in range(7))),
        on(*(f"release + {day}d" for day in range(8)), "release + 1d at 11:00"),
        "more than 7 routine texts in the week from day 0",
    ),
    (
        r.urgent_rings,
        library_of(),
        urgent(rungs=[{"tell": "duty_worker", "by": ["sms"], "within": "5m"}]),
        "is not rung",
    ),
    (r.urgent_outcome_is_soon, library_of(), urgent(outcome_within="21m"), "without an outcome"),
    (
        v.names_are_one_areas,
        library_of(areas=(area_of(also=["walsall"]), area_of("Dudley"))),
        library_of(areas=(area_of(), area_of("Dudley", also=["WALSALL"]))),
        '"walsall" is Walsall as well',
    ),
    (v.services_are_discreet, at_(), at_(name="Needle van"), "it names `needle`"),
    (v.services_are_discreet, at_(), at_(address="1 Needle Street"), "its address names `needle`"),
    (v.services_are_discreet, at_(), at_(**{"for": "needle users"}), "it names `needle`"),
    (v.services_are_discreet, at_(), at_(name="Caf\u00e9 \u2013 Hope"), "double the cost"),
    (v.examples_are_examples, at_(**EXAMPLE), at_(**EXAMPLE | {"name": "Hope House"}), "looks like a real place"),
    (v.examples_are_examples, at_(**EXAMPLE), at_(**EXAMPLE | {"checked": "2026-05-01"}), "looks like a real place"),
    (v.examples_are_examples, at_(phone=None), at_(phone="01632 960001"), "no example and has an example's"),
    (v.examples_are_examples, at_(), at_(name="Example House"), "no example and has an example's"),
    (v.examples_are_replaced, at_(), at_(**EXAMPLE), "1 of 1 services of Walsall are examples"),
    (v.services_are_checked, at_(), at_(checked=None), "nobody has checked it"),
    (v.services_are_checked, at_(), at_(review="2026-06-04", checked="2026-06-03"), "reviewed by 2026-06-04"),
    (v.services_are_checked, at_(), at_(checked="2026-06-06"), "days are in the wrong order"),
    (v.services_are_checked, at_(), at_(checked="2026-05-01", review="2026-05-01"), "days are in the wrong order"),
    (v.adder_is_known, at_(), library_of(areas=(area_of(adder="check"),)), "stands for Walsall"),
    (v.found_kinds_exist, looking("naloxone"), looking("needles"), "`needles` is no kind of service"),
    (v.areas_have_what_is_looked_for, looking("naloxone"), looking("housing"), "Walsall has none of: housing"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].__name__}: {case[3]}")
def test_marcus_is_told_what_is_wrong_and_where(case: tuple[Check, Library, Library, str]) -> None:
    find, good, bad, words = case
    assert not list(find(Given(good, today=TODAY)))
    found = list(find(Given(bad, today=TODAY)))
    assert any(words in problem.what for problem in found), found
    assert all(problem.where.startswith("flows/") and problem.do for problem in found)
    assert set(found) <= set(check(bad, today=TODAY))
