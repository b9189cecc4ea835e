"""Marcus writes a flow: a bad one is refused, naming file, line, step and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core import flow
from bot.core.check.problem import Refused
from tests.core.content import ask, flow_of, raw

GOOD: dict[str, Any] = {
    "flow": "check_in",
    "about": "How are you?",
    "start": "how",
    "steps": {"how": ask("other"), "other": {"do": "naloxone", "then": "end"}},
}


def test_a_flow_says_what_it_says_and_goes_through() -> None:
    read = flow.read(raw(GOOD, "flows/check_in.yaml"))
    assert (read.name, read.start, read.manner, read.interrupted) == ("check_in", "how", "routine", "goes_on")
    assert read.messages() == {"a-question", "a-not-sure"} and read.flows() == {"naloxone"}
    assert read.places["other"] == "flows/check_in.yaml:2 step other"


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != key}


@pytest.mark.parametrize(
    ("data", "where", "what", "do"),
    [
        (without("flow"), "flows/a.yaml", "`flow` is missing", "Write `flow: something`"),
        (without("about"), "flows/a.yaml", "`about` is missing", "Write `about: something`"),
        (without("steps"), "flows/a.yaml", "`steps` is missing", "Add `steps:`"),
        ({**GOOD, "start": "hello"}, "flows/a.yaml", "starts at `hello`", "Start at one of: how, other"),
        ({**GOOD, "manner": "loud"}, "flows/a.yaml", "`manner: loud`", "routine, reminder, reply, danger"),
        ({**GOOD, "step": {}}, "flows/a.yaml", "`step` is not known here", "Use: flow, about"),
        ({**GOOD, "steps": ["how"]}, "flows/a.yaml:1", "this is a list", "`name: value` lines"),
        ({**GOOD, "steps": {}}, "flows/a.yaml", "is no step", "Start at"),
        ({**GOOD, "steps": {"how": None}}, "flows/a.yaml:2 step how", "this is empty", "`name: value` lines"),
        ({**GOOD, "steps": {"how": "hello"}}, "flows/a.yaml:2 step how", 'this is "hello"', "`name: value` lines"),
        (
            {**GOOD, "steps": {"how": ask("away")}},
            "flows/a.yaml:2 step how",
            "leads to `away`",
            "Lead to `end` or: how",
        ),
        (["flow"], "flows/a.yaml", "this is a list", "`name: value` lines"),
        (None, "flows/a.yaml", "this is empty", "`name: value` lines"),
    ],
)
def test_a_bad_flow_is_refused(data: Any, where: str, what: str, do: str) -> None:
    with pytest.raises(Refused) as refused:
        flow.read(raw(data))
    (problem,) = refused.value.problems
    assert problem.where == where and what in problem.what and do in problem.do
    assert str(refused.value) == f"error: {where}: {problem.what}. {problem.do}"


@pytest.mark.parametrize(
    "way", [{"unclear": {"say": "m", "then": "away"}}, {"silence": {"after": "1d", "then": "away"}}]
)
def test_every_way_out_of_a_question_is_looked_at(way: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="`away`"):
        flow_of("a", {"how": ask(**way)})
