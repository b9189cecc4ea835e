"""What a text asks of us: danger first, then stop, then whose phone it is, then everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import Action, Awaited, Begin, Death, Hear, More, OptIn, OptOut, Raise, Sender
from bot.core.meaning import DANGER, INTENTS, URGENT, Meaning, Reading
from bot.core.triage import FLOWS, triage

NEEDS = {
    "naloxone_info": "naloxone", "housing_tonight": "housing", "used_or_lapse": "lapse", "cravings": "cravings",
    "family": "family", "bereavement": "bereavement", "practical_win": "win",
}  # fmt: skip
DEATH, BEREAVED, WIN = "wrong_person/reported_death", "thanks_or_chat/bereavement", "thanks_or_chat/practical_win"
DEAN, NOBODY, SHARED = Sender(known=True), Sender(known=False), Sender(known=False, shared=True)
STOPPED = Sender(known=True, opted_out=True)
CHECK_IN = Awaited("check_in", fits=True)
UNCLEAR = Awaited("check_in", fits=False)
IN_DANGER = Awaited("in_danger", fits=True, danger=True)


def text(*intents: str, answer: str | None = None) -> Meaning:
    """What a text was understood to say; "naloxone_info?" would be asked about, "a/b" is topic b of intent a."""
    return Meaning(tuple(_reading(*name.split("/")) for name in intents), answer=answer)


def _reading(intent: str, topic: str = "") -> Reading:
    return Reading(intent.rstrip("?"), 0.9, asks=intent.endswith("?"), topic=topic)


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
        (text("running_late"), DEAN, [], [Begin("running_late")]),
        (text("reschedule"), DEAN, [], [Begin("pass_on")]),
        # A topic's flow goes before its intent's.
        (text("used_or_lapse/cravings"), DEAN, [], [Begin("cravings")]),
        (text("used_or_lapse/another"), DEAN, [], [Begin("lapse")]),
        (text("used_or_lapse/cravings"), DEAN, [CHECK_IN], [Hear("check_in"), Begin("cravings")]),
        (text("wrong_person/family"), DEAN, [CHECK_IN], [Begin("family")]),
        (text("recalled_or_arrested", "wrong_person/family"), DEAN, [], [Begin("custody_hint")]),
        # What belongs to the conversation that asks does not begin beside it once more.
        (text("used_or_lapse/cravings"), DEAN, [replace(CHECK_IN, flows=frozenset({"cravings"}))], [Hear("check_in")]),
        (text("housing_tonight"), DEAN, [replace(UNCLEAR, flows=frozenset({"housing"}))], [Hear("check_in")]),
        (text("housing_tonight"), DEAN, [replace(UNCLEAR, flows=frozenset({"lapse"}))], [Begin("housing")]),
        # Somebody else's death: heard, and never answered with "Good to hear".
        (text(BEREAVED), DEAN, [UNCLEAR], [Begin("bereavement")]),
        (text(BEREAVED, answer="good"), DEAN, [CHECK_IN], [Begin("bereavement")]),
        (text("decline", BEREAVED, answer="decline"), DEAN, [CHECK_IN], [Begin("bereavement"), Hear("check_in")]),
        (text(BEREAVED), STOPPED, [], [Raise("text_after_stop", "routine")]),
        # Good news is cheered where nothing else is asked.
        (text(WIN), DEAN, [], [Begin("win")]),
        (text(WIN), DEAN, [CHECK_IN], [Hear("check_in"), Begin("win")]),
        (text("reschedule", WIN), DEAN, [], [Begin("pass_on")]),
        (text("decline", WIN), DEAN, [], [Begin("not_understood")]),
        (text("used_or_lapse", WIN), DEAN, [], [Begin("lapse")]),
        # A reported death.
        (text(DEATH), DEAN, [CHECK_IN], [Death(silently=False)]),
        (text("opt_out", DEATH, BEREAVED), DEAN, [], [OptOut(silently=True), Death(silently=False)]),
        (text(DEATH), STOPPED, [], [Death(silently=True)]),
        (text(DEATH), Sender(known=True, frozen=True), [], [Death(silently=False)]),
        (text("phone_unsafe", DEATH), DEAN, [], [Death(silently=False)]),
        (text(DEATH), Sender(known=True, in_danger=True), [IN_DANGER], [More(), Death(silently=True)]),
        (text("overdose_now?", DEATH), DEAN, [], [Begin("overdose_now_unsure"), Death(silently=True)]),
        (text(DEATH), NOBODY, [], [Begin("unknown_sender"), Raise("reported_death", "today")]),
        (text(DEATH), SHARED, [], [Begin("unknown_sender"), Raise("reported_death", "today")]),
        (text("opt_out", DEATH), NOBODY, [], [OptOut(silently=False), Raise("reported_death", "today")]),
        # Numbers that are nobody's now.
        (text("recalled_or_arrested"), NOBODY, [], [Begin("unknown_sender"), Raise("unclaimed", "today")]),
        (text("used_or_lapse"), Sender(known=False, past=True), [], [Begin("came_back"), Raise("came_back", "today")]),
        (text(), Sender(known=False, past=True, answered=True), [], [Raise("came_back", "today")]),
        (text("overdose_now"), Sender(known=False, past=True), [], [Begin("overdose_now")]),
        (text(), DEAN, [UNCLEAR], [Hear("check_in")]),
        (text(), DEAN, [], [Begin("not_understood")]),
    ],
)
def test_what_a_text_asks_of_us(
    meaning: Meaning, sender: Sender, awaited: list[Awaited], actions: list[Action]
) -> None:
    assert list(triage(meaning, sender, awaited, NEEDS)) == actions


TOPICS = ("", "", "cravings", "family", "bereavement", "practical_win", "reported_death", "no_such_need")
readings = st.builds(
    Reading, st.sampled_from(INTENTS), st.sampled_from((0.9, 0.3)), asks=st.booleans(), topic=st.sampled_from(TOPICS)
)
meanings = st.builds(
    Meaning, st.lists(readings, max_size=4).map(tuple), answer=st.sampled_from((None, "good", "decline"))
)
senders = st.builds(Sender, *[st.booleans()] * 10)
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


def read(intent: str, words: str = "", topic: str = "") -> Reading:
    return Reading(intent, 0.9, tuple(words.split()), topic=topic)


NEEDLES = read("overdose_info", "where is the needle exchange", "needle_exchange")


@pytest.mark.parametrize(
    ("other", "flow"),
    [
        (read("question_appointment", "where is the"), "needles"),
        (read("speak_to_person"), "needles"),
        (read("naloxone_info"), "needles"),
        (read("naloxone_info", "naloxone"), "naloxone"),
        (read("used_or_lapse"), "lapse"),
        (read("housing_tonight", "where"), "housing"),
    ],
)
def test_a_place_that_is_named_is_hidden_by_no_vaguer_reading(other: Reading, flow: str) -> None:
    needs = NEEDS | {"needle_exchange": "needles", "question_appointment": "pass_on", "speak_to_person": "call"}
    assert triage(Meaning((other, NEEDLES)), DEAN, [], needs) == (Begin(flow),)


@some
@given(meanings, senders, awaiteds)
def test_a_topic_never_hides_danger(meaning: Meaning, sender: Sender, awaited: list[Awaited]) -> None:
    plain = Meaning(tuple(replace(reading, topic="") for reading in meaning.readings), answer=meaning.answer)
    urgent = [reading for reading in plain.readings if reading.intent in DANGER]
    if urgent:
        without = triage(plain, sender, awaited, NEEDS)
        with_topics = triage(meaning, sender, awaited, NEEDS)
        assert [action for action in with_topics if not isinstance(action, Death)] == list(without)


@some
@given(meanings, senders, awaiteds)
def test_a_death_of_the_person_is_never_passed_over(meaning: Meaning, sender: Sender, awaited: list[Awaited]) -> None:
    """A known number freezes; of any other a human hears today, unless danger is told of already."""
    if "reported_death" not in meaning.topics:
        return
    actions = triage(meaning, sender, awaited, NEEDS)
    hears = {Begin, Hear, Raise, More}
    if sender.known:
        assert len([action for action in actions if isinstance(action, Death)]) == 1
        assert not any(isinstance(action, Hear) for action in actions)
    else:
        assert {type(action) for action in actions} & hears


@some
@given(meanings, senders, awaiteds)
def test_nothing_that_stops_or_freezes_rests_on_a_guess(
    meaning: Meaning, sender: Sender, awaited: list[Awaited]
) -> None:
    guesses = Meaning(tuple(replace(reading, confidence=0.3, topic="") for reading in meaning.readings))
    usual = replace(sender, blocked=False)
    if not any(reading.intent in DANGER for reading in guesses.readings):
        done = triage(guesses, usual, awaited, NEEDS)
        stopping = (OptOut, OptIn, Death)
        assert not any(isinstance(one, stopping) for one in done)
        assert not {Begin("custody_hint"), Begin("phone_unsafe"), Begin("wrong_person")} & set(done)


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
    sure = [reading.intent for reading in meaning.readings if not reading.asks and not reading.guessed]
    assert triage(meaning, sender, awaited, NEEDS) or sure[0] in ("thanks_or_chat", "opt_in")
