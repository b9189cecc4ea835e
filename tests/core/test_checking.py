"""Checking as a whole: every check tried, every place named, and an end."""

from __future__ import annotations

from bot.core.check import CHECKS, check
from bot.core.problem import Problem
from tests.core.content import ask, flow_of, library_of
from tests.core.test_checks import CASES, SAY, TELL, a


def test_every_check_has_a_case() -> None:
    assert set(CHECKS) == {case[0] for case in CASES}


def test_a_flow_that_the_code_begins_must_be_there() -> None:
    assert not check(library_of(a({"one": SAY})), frozenset({"a"}))
    missing = check(library_of(), frozenset({"suicide_risk"}))
    assert [(problem.level, problem.where) for problem in missing] == [("error", "flows")]


def test_a_place_is_the_file_the_line_and_the_step() -> None:
    found = check(library_of(a({"one": ask(silence={"after": "9d", "then": "two"}), "two": TELL})), frozenset({"a"}))
    waits = "silence is noticed only after more than a week"
    assert Problem("warning", "flows/a.yaml:2 step one", waits, "Wait 7 days or less") in found


def test_errors_come_before_warnings() -> None:
    levels = [problem.level for problem in check(library_of(a({"one": ask(), "two": SAY})))]
    assert levels == sorted(levels) and set(levels) == {"error", "warning"}


def test_checking_ends_even_where_flows_go_in_circles() -> None:
    circle = (
        flow_of("a", {"one": {"do": "b", "then": "one"}}, manner="danger"),
        flow_of("b", {"one": {"do": "a", "then": "one"}}),
    )
    assert {problem.level for problem in check(library_of(*circle))} == {"error"}
