"""One conversation with Dean, turn by turn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.core.conversation import Conversation, Frame, Turn
from bot.core.effects import Effect, Escalate, Finish, Plan, Remember, Say, Wait
from bot.core.engine import STEP_CAP, expecting, fits, resume, start
from bot.core.events import Cancelled, Event, Replied, Returned, Silent
from bot.core.library import Library
from bot.core.meaning import Expecting, Meaning
from bot.core.span import Span
from tests.core.content import FRIDAY, ask, flow_of, library_of

YES_NO = Expecting("answers", ("yes", "no"))
WAIT = Wait(YES_NO, Span(86_400))
GLAD, TELL = {"say": "glad", "then": "end"}, {"escalate": "struggling", "urgency": "today", "then": "end"}
CHECK_IN = flow_of(
    "check_in",
    {
        "hello": {"say": "hello", "then": "how"},
        "how": ask(
            answers={"yes": "glad", "no": "tell"},
            remember="coping",
            unclear={"say": "not-sure", "times": 1, "then": "tell"},
            silence={"after": "24h", "then": "nudge"},
        ),
        "nudge": {"say": "nudge", "then": "again"},
        "again": ask(silence={"after": "24h", "then": "tell"}, ask="again"),
        "glad": GLAD,
        "tell": TELL,
    },
)
LIBRARY = library_of(CHECK_IN)


def replied(answer: str | None = None, value: Any = None) -> Replied:
    return Replied(Meaning(answer=answer, value=value))


def after(*events: Event, library: Library = LIBRARY, flow: str = "check_in", **facts: Any) -> Turn:
    """The last turn of a conversation in which all this happened."""
    turn = start(library, flow, facts, FRIDAY)
    for event in events:
        turn = resume(library, turn.conversation, event, FRIDAY)
    return turn


def test_dean_is_greeted_and_asked() -> None:
    turn = after()
    assert turn.effects == (Say("hello"), Say("a-question"), WAIT)
    assert turn.conversation.waiting and turn.conversation.here == Frame("check_in", "how")
    assert expecting(LIBRARY, turn.conversation) == YES_NO


@pytest.mark.parametrize(
    ("answer", "effects"),
    [
        ("yes", (Remember("coping", "yes"), Say("glad"), Finish("done"))),
        ("no", (Remember("coping", "no"), Escalate("struggling", "today"), Finish("done"))),
    ],
)
def test_each_answer_leads_its_own_way(answer: str, effects: tuple[Effect, ...]) -> None:
    turn = after(replied(answer))
    assert turn.effects == effects and turn.heard
    assert not turn.conversation.waiting and turn.conversation.facts["coping"] == answer


@pytest.mark.parametrize(
    ("kind", "value"), [("number", 4), ("date", date(2026, 6, 6)), ("text", "I moved"), ("number", 0)]
)
def test_what_dean_writes_is_kept(kind: str, value: Any) -> None:
    open_question = {**ask(), "expects": kind, "then": "end", "remember": "said"}
    del open_question["answers"]
    library = library_of(flow_of("a", {"one": open_question}))
    turn = after(replied(value=value), library=library, flow="a")
    assert turn.effects == (Remember("said", value), Finish("done"))
    assert not after(replied("yes"), library=library, flow="a").heard


def test_an_unclear_reply_is_asked_about_once_and_then_a_human_is_told() -> None:
    once, twice = after(replied()), after(replied(), replied("maybe"))
    assert once.effects == (Say("not-sure"), WAIT) and not once.heard
    assert twice.effects == (Escalate("struggling", "today"), Finish("done")) and not twice.heard


def test_silence_leads_to_a_nudge_and_then_to_a_human() -> None:
    assert after(Silent()).effects == (Say("nudge"), Say("again"), WAIT)
    assert after(Silent(), Silent()).effects == (Escalate("struggling", "today"), Finish("done"))


def test_a_reply_after_silence_still_counts() -> None:
    late = after(Silent(), Silent(), replied("yes"))
    assert late.heard and late.effects == (Finish("done"),)


def test_a_late_reply_goes_to_the_question_that_hears_it() -> None:
    other = ask("end", answers={"one": "end"})
    library = library_of(
        flow_of(
            "a",
            {
                "how": ask(answers={"well": "glad"}, silence={"after": "1h", "then": "next"}),
                "next": other,
                "glad": GLAD,
            },
        )
    )
    turn = after(Silent(), library=library, flow="a")
    assert fits(library, turn.conversation, Meaning(answer="well")) and not fits(library, turn.conversation, Meaning())
    assert after(Silent(), replied("well"), library=library, flow="a").effects == (Say("glad"), Finish("done"))


def test_a_reply_to_nothing_is_not_heard() -> None:
    done = after(replied("yes"), replied("no"))
    assert not done.heard and not done.effects and expecting(LIBRARY, done.conversation) is None


def test_silence_after_the_end_does_nothing() -> None:
    assert after(replied("yes"), Silent()).effects == ()
    assert after(replied("yes"), Returned()).effects == ()


def test_a_sub_flow_gives_back_to_its_parent() -> None:
    inner = flow_of("inner", {"q": ask("why"), "why": {"remember": {"asked": "yes"}, "then": "end"}})
    outer = flow_of("outer", {"go": {"do": "inner", "then": "bye"}, "bye": {"say": "bye", "then": "end"}})
    library = library_of(inner, outer)
    begun = after(library=library, flow="outer")
    assert begun.conversation.frames == (Frame("outer", "bye"), Frame("inner", "q"))
    ended = after(replied("yes"), library=library, flow="outer")
    assert ended.effects == (Remember("asked", "yes"), Say("bye"), Finish("done"))


def test_sub_flows_that_end_together_end_the_conversation() -> None:
    library = library_of(
        flow_of("a", {"one": {"do": "b", "then": "end"}}),
        flow_of("b", {"one": {"do": "c", "then": "end"}}),
        flow_of("c", {"one": {"say": "deep", "then": "end"}}),
    )
    assert after(library=library, flow="a").effects == (Say("deep"), Finish("done"))


def test_a_circle_is_cut_short_said_once_and_told_to_a_human() -> None:
    library = library_of(
        flow_of("a", {"one": {"say": "a-word", "then": "two"}, "two": {"say": "b-word", "then": "one"}})
    )
    turn = after(library=library, flow="a")
    assert turn.effects == (Say("a-word"), Say("b-word"), Escalate("flow_fault", "today"), Finish("step cap"))
    assert not turn.conversation.waiting and STEP_CAP == 50


def test_flows_that_go_through_each_other_are_cut_short() -> None:
    library = library_of(
        flow_of("a", {"one": {"do": "b", "then": "end"}}), flow_of("b", {"one": {"do": "a", "then": "end"}})
    )
    assert Escalate("flow_fault", "today") in after(library=library, flow="a").effects


def test_after_an_interruption_the_question_is_asked_again() -> None:
    turn = after(Returned())
    assert turn.effects == (Say("a-question"), WAIT) and turn.conversation.here.step == "how"


def test_or_the_conversation_closes_as_its_flow_says() -> None:
    library = library_of(flow_of("a", {"one": ask()}, interrupted="closes"))
    turn = after(Returned(), library=library, flow="a")
    assert turn.effects == (Finish("closed after an interruption"),) and not turn.conversation.waiting


def test_what_has_no_more_reason_is_cancelled() -> None:
    turn = after(Cancelled("appointment moved"))
    assert turn.conversation.outcome == "cancelled: appointment moved" and not turn.conversation.waiting
    assert not after(Silent(), Cancelled("appointment moved"), replied("yes")).heard


def test_outcomes_plans_and_hand_overs() -> None:
    steps = {
        "later": {"plan": "check_in", "after": "2d", "then": "who"},
        "who": {"choose": [{"fact": "keyworker", "known": "yes", "then": "give"}], "otherwise": "stop"},
        "give": {"hand_over": "struggling", "urgency": "today", "say": "passed-on"},
        "stop": {"finish": "nobody to tell"},
    }
    library = library_of(flow_of("a", steps))
    plan = Plan("check_in", Span(172_800))
    given = (plan, Say("passed-on"), Escalate("struggling", "today"), Finish("handed over"))
    assert after(library=library, flow="a", keyworker="Asha").effects == given
    assert after(library=library, flow="a").effects == (plan, Finish("nobody to tell"))


def test_the_first_step_may_choose_by_the_moment() -> None:
    steps = {"one": {"choose": [{"fact": "now", "known": "yes", "then": "end"}], "otherwise": "two"}, "two": GLAD}
    assert after(library=library_of(flow_of("a", steps)), flow="a").effects == (Finish("done"),)


def test_a_conversation_can_be_put_away_and_taken_up_again() -> None:
    before = after(Silent()).conversation
    again = Conversation.from_data(before.as_data(), turn=before.turn, facts=before.facts, outcome=before.outcome)
    assert again == before and again.turn == 1
    assert resume(LIBRARY, again, replied("yes"), FRIDAY).heard


def test_a_conversation_knows_its_own_facts_best() -> None:
    known = after(replied("yes")).conversation.knowing({"coping": "no", "area": "Leeds"})
    assert (known.facts["coping"], known.facts["area"]) == ("yes", "Leeds")


def test_a_flow_that_is_not_there_does_not_begin() -> None:
    with pytest.raises(KeyError):
        start(LIBRARY, "nothing", {}, FRIDAY)
