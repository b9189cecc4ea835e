"""Each kind of step: what it is when read, what entering it does, and how a bad one is refused."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from bot.core.check.problem import Refused
from bot.core.effects import Escalate, Plan, Remember, Say, Task, Wait
from bot.core.meaning import Expecting
from bot.core.span import Span
from bot.core.steps import (
    KINDS,
    Move,
    ask,
    choose,
    do,
    escalate,
    find,
    finish,
    hand_over,
    parse,
    plan,
    remember,
    say,
    task,
)  # fmt: skip
from tests.core.content import ask as question
from tests.core.content import raw

Data = dict[str, Any]
FEW = {"fact": "days_out", "under": 5, "then": "early"}

# Each kind: one well written, what entering it does, where it leads, what it says; then bad ones and what is said.
CASES: dict[ModuleType, tuple[Data, Move, tuple[str, ...], tuple[str, ...], list[tuple[Data, str]]]] = {
    say: (
        {"say": "hello", "then": "how"},
        Move((Say("hello"),), "how"),
        ("how",),
        ("hello",),
        [({"say": "hello"}, "`then` is missing"), ({"say": ["hello"], "then": "how"}, "`say` is missing")],
    ),
    ask: (
        question("x"),
        Move((Say("a-question"), Wait(Expecting("answers", ("yes", "no")), Span(86_400)))),
        ("x", "x", "x", "x"),
        ("a-question", "a-not-sure"),
        [
            ({"ask": "how", "answers": {"yes": "x"}}, "no `unclear`"),
            ({**question(), "silence": {"after": "soon", "then": "x"}}, '"soon" is not a length of time'),
            ({**question(), "answers": {}}, "there are no answers"),
            ({**question(), "expects": "song"}, "`expects: song` is not known"),
            ({**question(), "expects": "number"}, "no `then`"),
            ({**question(), "unclear": {"say": "m", "times": "twice", "then": "x"}}, "is not a whole number"),
            ({**question(), "unclear": "again"}, "not named entries"),
            ({**question(), "silense": {}}, "`silense` is not known here"),
        ],
    ),
    choose: (
        {"choose": [FEW], "otherwise": "late"},
        Move(to="late"),
        ("early", "late"),
        (),
        [
            ({"choose": [{"fact": "days_out", "then": "x"}], "otherwise": "y"}, "tests nothing"),
            ({"choose": [{**FEW, "under": "five"}], "otherwise": "y"}, "needs a number"),
            ({"choose": "days_out", "otherwise": "y"}, "not a list"),
            ({"choose": [FEW]}, "`otherwise` is missing"),
        ],
    ),
    task: (
        {"task": "refer", "within": "8 working hours", "then": "x"},
        Move((Task("refer", Span(8 * 3_600, hours="working"), "task_overdue", "today"),), "x"),
        ("x",),
        (),
        [
            ({"task": "refer", "then": "x"}, "`within` is missing"),
            ({"task": "refer", "within": "soon", "then": "x"}, '"soon" is not a length of time'),
            ({"task": "refer", "within": "1d"}, "`then` is missing"),
            ({"task": "refer", "within": "1d", "by": "Asha", "then": "x"}, "`by` is not known here"),
        ],
    ),
    remember: (
        {"remember": {"naloxone": "yes"}, "then": "x"},
        Move((Remember("naloxone", "yes"),), "x"),
        ("x",),
        (),
        [({"remember": "naloxone", "then": "x"}, "not named entries")],
    ),
    plan: (
        {"plan": "check_in", "after": "2d", "then": "x"},
        Move((Plan("check_in", Span(172_800)),), "x"),
        ("x",),
        (),
        [({"plan": "check_in", "then": "x"}, "`after` is missing")],
    ),
    escalate: (
        {"escalate": "struggling", "urgency": "today", "then": "x"},
        Move((Escalate("struggling", "today"),), "x"),
        ("x",),
        (),
        [({"escalate": "struggling", "urgency": "soon", "then": "x"}, "`urgency: soon` is not known")],
    ),
    hand_over: (
        {"hand_over": "struggling", "urgency": "today", "say": "passed-on"},
        Move((Say("passed-on"), Escalate("struggling", "today")), "end", outcome="handed over"),
        ("end",),
        ("passed-on",),
        [({"hand_over": "struggling", "urgency": "today", "then": "x"}, "`then` is not known here")],
    ),
    do: (
        {"do": "inner", "then": "x"},
        Move(to="x", into="inner"),
        ("x",),
        (),
        [({"do": "inner"}, "`then` is missing")],
    ),
    find: (
        {"find": "naloxone", "say": "go-there", "then": "x", "none": "nobody"},
        Move(to="nobody"),
        ("x", "x", "nobody"),
        ("go-there",),
        [
            ({"find": "naloxone", "say": "go-there", "then": "x"}, "`none` is missing"),
            ({"find": "naloxone", "then": "x", "none": "y"}, "`say` is missing"),
        ],
    ),
    finish: (
        {"finish": "reached"},
        Move(to="end", outcome="reached"),
        ("end",),
        (),
        [({"finish": "reached", "then": "x"}, "`then` is not known here")],
    ),
}  # fmt: skip


def test_every_kind_has_a_case() -> None:
    assert set(KINDS) == set(CASES)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KEY)
def test_a_step_is_read_and_entered(kind: ModuleType) -> None:
    data, move, exits, messages, _ = CASES[kind]
    step = parse(raw(data))
    assert type(step).__module__ == kind.__name__
    assert step.enter({}) == move and step.exits() == exits and step.messages() == messages


BAD = [(data, words) for _, _, _, _, bad in CASES.values() for data, words in bad]


@pytest.mark.parametrize(("data", "words"), BAD, ids=lambda case: case if isinstance(case, str) else "")
def test_a_bad_step_is_refused_with_its_place(data: Data, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(raw({"greet": data}).down("greet", "step greet"))
    (problem,) = refused.value.problems
    assert words in problem.what and problem.do
    assert problem.where.startswith("flows/a.yaml:") and problem.where.endswith("step greet")


def test_a_step_of_no_kind_is_refused() -> None:
    with pytest.raises(Refused, match="does nothing that is known"):
        parse(raw({"shout": "hello"}))


def test_a_hand_over_may_say_nothing() -> None:
    step = parse(raw({"hand_over": "struggling", "urgency": "today"}))
    assert step.messages() == () and step.enter({}).effects == (Escalate("struggling", "today"),)


@pytest.mark.parametrize(
    ("test", "have", "holds"),
    [
        ({"under": 5}, 4, True),
        ({"under": 5}, 5, False),
        ({"over": 5}, 5.5, True),
        ({"under": 5}, None, False),
        ({"under": 5}, "four", False),
        ({"is": "yes"}, True, True),
        ({"is": True}, "yes", True),
        ({"is": "no"}, "yes", False),
        ({"is": "no"}, None, False),
        ({"known": "yes"}, "", True),
        ({"known": "yes"}, None, False),
        ({"known": "no"}, None, True),
        ({"known": True}, 0, True),
    ],
)
def test_a_choice_tests_what_is_known(test: Data, have: Any, holds: bool) -> None:
    step = parse(raw({"choose": [{"fact": "a", **test, "then": "yes"}], "otherwise": "no"}))
    assert step.enter({"a": have}).to == ("yes" if holds else "no")
