"""What a text asks of us: danger first, then stop, then whose phone it is, then everything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.meaning import INTENTS, URGENT, Meaning, Reading
from bot.core.triage import FLOWS, Action, Awaited, Begin, Hear, OptIn, OptOut, Raise, Sender, triage

NEEDS = {"naloxone_info": "naloxone", "housing_tonight": "housing"}
DEAN, NOBODY = Sender(known=True), Sender(known=False)
STOPPED = Sender(known=True, opted_out=True)
CHECK_IN = Awaited("check_in", fits=True)
UNCLEAR = Awaited("check_in", fits=False)
IN_DANGER = Awaited("in_danger", fits=True, danger=True)


def text(*intents: str) -> Meaning:
    """What a text was understood to say; "naloxone_info?" would be asked about first."""
    return Meaning(tuple(Reading(name.rstrip("?"), 0.9, asks=name.endswith("?")) for name in intents))


@pytest.mark.parametrize(
    ("meaning", "sender", "awaited", "actions"),
    [
        (text("overdose_now"), DEAN, [CHECK_IN], [Begin("overdose_now")]),
        (text("overdose_now?"), DEAN, [], [Begin("overdose_now_unsure")]),
        (text("danger?"), DEAN, [], [Begin("danger")]),
        (text("suicide_risk"), NOBODY, [], [Begin("suicide_risk")]),
        (text("suicide_risk", "opt_out"), DEAN, [], [Begin("suicide_risk"), OptOut(silently=True)]),
        (text("overdose_now", "danger"), DEAN, [], [Begin("overdose_now"), Raise("danger", "urgent")]),
        (text("overdose_now"), Sender(known=True, late=True), [], [Raise("overdose_now", "urgent", unanswered=True)]),
        (text("safeguarding"), STOPPED, [], [Begin("safeguarding")]),
        (text("opt_out"), DEAN, [CHECK_IN], [OptOut(silently=False)]),
        (text("opt_out?"), NOBODY, [], [OptOut(silently=False)]),
        (text("opt_out"), STOPPED, [], [OptOut(silently=True)]),
        (text(), Sender(known=True, blocked=True), [], [OptOut(silently=True)]),
        (text("opt_in"), Sender(known=True, opted_out=True, blocked=True), [], [OptIn()]),
        (text("phone_unsafe"), NOBODY, [IN_DANGER], [Begin("phone_unsafe")]),
        (text(), DEAN, [CHECK_IN, IN_DANGER], [Hear("in_danger")]),
        (text(), STOPPED, [IN_DANGER], [Hear("in_danger")]),
        (text(), Sender(known=True, frozen=True), [IN_DANGER], [Hear("in_danger")]),
        (text(), NOBODY, [], [Begin("unknown_sender"), Raise("unclaimed", "routine")]),
        (text(), Sender(known=False, answered=True), [], [Raise("unclaimed", "routine")]),
        (text(), Sender(known=False, shared=True), [], [Begin("unknown_sender"), Raise("number_shared", "today")]),
        (text("recalled_or_arrested"), DEAN, [CHECK_IN], [Begin("custody_hint")]),
        (text("opt_in"), STOPPED, [], [OptIn()]),
        (text("thanks_or_chat"), STOPPED, [], [Raise("text_after_stop", "routine")]),
        (text(), Sender(known=True, frozen=True), [CHECK_IN], [Raise("text_while_frozen", "today")]),
        (text("wrong_person"), DEAN, [CHECK_IN], [Begin("wrong_person")]),
        (text(), DEAN, [CHECK_IN], [Hear("check_in")]),
        (text("naloxone_info"), DEAN, [CHECK_IN], [Hear("check_in"), Begin("naloxone")]),
        (text("naloxone_info", "housing_tonight"), DEAN, [UNCLEAR], [Begin("naloxone")]),
        (text("naloxone_info?"), DEAN, [UNCLEAR], [Hear("check_in")]),
        (text("thanks_or_chat"), DEAN, [UNCLEAR], []),
        (text(), DEAN, [UNCLEAR], [Hear("check_in")]),
        (text(), DEAN, [], [Begin("not_understood")]),
    ],
)
def test_what_a_text_asks_of_us(
    meaning: Meaning, sender: Sender, awaited: list[Awaited], actions: list[Action]
) -> None:
    assert list(triage(meaning, sender, awaited, NEEDS)) == actions


readings = st.builds(Reading, st.sampled_from(INTENTS), st.just(0.9), asks=st.booleans())
meanings = st.builds(Meaning, st.lists(readings, max_size=4).map(tuple))
senders = st.builds(Sender, *[st.booleans()] * 7)
awaiteds = st.lists(st.builds(Awaited, st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=3)
some = settings(max_examples=150, deadline=None)


@some
@given(meanings, readings.filter(lambda one: one.intent in URGENT), senders, awaiteds)
def test_danger_is_answered_or_rung_whatever_else_a_text_says(
    meaning: Meaning, urgent: Reading, sender: Sender, awaited: list[Awaited]
) -> None:
    actions = triage(Meaning((*meaning.readings, urgent)), sender, awaited, NEEDS)
    # An overdose that comes first has the medical emergency in it: one alarm, not two.
    one_alarm = urgent.intent == "medical" and meaning.urgent and meaning.urgent.intent == "overdose_now"
    told = "overdose_now" if one_alarm else urgent.intent
    assert {Begin(told), Begin(f"{told}_unsure"), Raise(told, "urgent", sender.late)} & set(actions)
    assert not any(isinstance(action, Hear) for action in actions)


@some
@given(meanings, senders, awaiteds, st.booleans())
def test_stop_always_stops(meaning: Meaning, sender: Sender, awaited: list[Awaited], asks: bool) -> None:
    stop = Meaning((*meaning.readings, Reading("opt_out", 0.9, asks=asks)))
    actions = triage(stop, sender, awaited, NEEDS)
    assert OptOut in {type(action) for action in actions} and OptIn() not in actions


@some
@given(meanings, senders, awaiteds)
def test_only_flows_that_are_known_begin(meaning: Meaning, sender: Sender, awaited: list[Awaited]) -> None:
    begun = {action.flow for action in triage(meaning, sender, awaited, NEEDS) if isinstance(action, Begin)}
    assert begun <= FLOWS | set(NEEDS.values())


@some
@given(meanings, senders, awaiteds)
def test_only_chat_comes_to_nothing(meaning: Meaning, sender: Sender, awaited: list[Awaited]) -> None:
    sure = [reading.intent for reading in meaning.readings if not reading.asks]
    assert triage(meaning, sender, awaited, NEEDS) or sure[0] in ("thanks_or_chat", "opt_in")
