"""Dean answers a question, in his own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.core.meaning import Expecting
from bot.understanding import Understanding

MONDAY = datetime(2025, 5, 12, 9, 0, tzinfo=UTC)
VISIT = Expecting("answers", ("confirm", "decline", "reschedule", "running_late"))
FEELING = Expecting("answers", ("good", "struggling"))
YES_NO = Expecting("answers", ("yes", "no"))


@pytest.mark.parametrize(
    ("text", "awaited", "answer"),
    [
        ("I can’t make it", VISIT, "decline"),
        ("not yes", YES_NO, None),
        ("not yes", VISIT, None),
        ("not 4", VISIT, None),
        ("yeah no cant", VISIT, "decline"),
        ("no im ok", FEELING, "good"),
        ("no im ok", YES_NO, "no"),
        ("nah ill be there", VISIT, "confirm"),
    ],
)
def test_where_other_engines_misread_an_answer_this_one_does_not(
    understand: Understanding, text: str, awaited: Expecting, answer: str | None
) -> None:
    assert understand(text, awaited, now=MONDAY).answer == answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 June 2025", date(2025, 6, 3)),
        ("3rd June", date(2025, 6, 3)),
        ("tomorrow", date(2025, 5, 13)),
        ("05/06", date(2025, 6, 5)),
        ("next tues", date(2025, 5, 20)),
        ("12 11 10 9", None),
        ("2moro", date(2025, 5, 13)),
        ("tues", date(2025, 5, 13)),
        ("wensday pls", date(2025, 5, 14)),
        ("monday", date(2025, 5, 19)),
        ("june 3rd", date(2025, 6, 3)),
        ("the 3rd", date(2025, 6, 3)),
        ("3rd of june", date(2025, 6, 3)),
        ("1/2", date(2026, 2, 1)),
        ("5/6/25", date(2025, 6, 5)),
        ("2025-06-05", date(2025, 6, 5)),
        ("a week on friday", date(2025, 5, 23)),
        ("tuesday week", date(2025, 5, 20)),
        ("in 3 days", date(2025, 5, 15)),
        ("day after tomorrow", date(2025, 5, 14)),
        ("cant do tues, weds", date(2025, 5, 14)),
        ("29 feb", date(2028, 2, 29)),
        ("31/02", None),
        ("mon or tues", None),
        ("not tues", None),
        ("not tues or weds", None),
        ("next week", None),
        ("yes", None),
    ],
)
def test_a_date_is_read_day_first_and_ahead(understand: Understanding, text: str, day: date | None) -> None:
    assert understand(text, Expecting("date"), now=MONDAY).value == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("10.30am", time(10, 30)),
        ("half 10", time(10, 30)),
        ("2ish", time(14, 0)),
        ("after 3", time(15, 0)),
        ("10:30", time(10, 30)),
        ("quarter past 4", time(16, 15)),
        ("quarter to 5", time(16, 45)),
        ("10 past 2", time(14, 10)),
        ("3 o'clock", time(15, 0)),
        ("7pm", time(19, 0)),
        ("7 pm", time(19, 0)),
        ("noon", time(12, 0)),
        ("14:15", time(14, 15)),
        ("1430", time(14, 30)),
        ("3", time(15, 0)),
        ("three", time(15, 0)),
        ("3 or 4", None),
        ("not 3", None),
        ("25:00", None),
        ("whenever", None),
    ],
)
def test_a_time_is_read_as_people_say_it(understand: Understanding, text: str, clock: time | None) -> None:
    assert understand(text, Expecting("time"), now=MONDAY).value == clock


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("four", 4), ("not 4", None), ("4", 4), ("4!", 4), ("about 3", 3), ("twenty five", 25), ("8/10", 8),
        ("7 out of 10", 7), ("1.5", 1.5), ("none", 0), ("a couple", 2), ("4 or 5", None), ("12 11 10 9", None),
        ("dunno", None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_a_number_is_read_in_digits_or_words(understand: Understanding, text: str, number: float | None) -> None:
    assert understand(text, Expecting("number")).value == number


@pytest.mark.parametrize(
    "text", ["yes", "y", "yh", "yhh", "yeah", "yep", "aye", "ok", "k", "sure", "👍", "👍🏽", "✅", "1", "Yes!"]
)
def test_many_ways_to_say_yes(understand: Understanding, text: str) -> None:
    assert understand(text, YES_NO).answer == "yes"


@pytest.mark.parametrize(
    "text", ["no", "n", "nah", "nope", "naa", "no thanks", "👎", "2", "i havent", "not yet", "NO."]
)
def test_many_ways_to_say_no(understand: Understanding, text: str) -> None:
    assert understand(text, YES_NO).answer == "no"


@pytest.mark.parametrize(
    "text",
    [
        "maybe",
        "dunno",
        "not sure",
        "if i can",
        "depends",
        "ill try",
        "yh but",
        "yes i cant",
        "yeah no",
        "1 or 2",
        "",
        "??",
    ],
)
def test_hedged_or_mixed_is_unclear_so_the_flow_asks_again(understand: Understanding, text: str) -> None:
    assert understand(text, VISIT).answer is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", "confirm"),
        ("2.", "decline"),
        ("option 3", "reschedule"),
        ("four", "running_late"),
        ("2 please", "decline"),
    ],
)
def test_a_number_names_the_answer_in_its_place(understand: Understanding, text: str, answer: str) -> None:
    assert understand(text, VISIT).answer == answer


@pytest.mark.parametrize("text", ["5", "0", "yes 2", "12", "1 2"])
def test_a_number_that_names_no_answer_or_contradicts_one_is_unclear(understand: Understanding, text: str) -> None:
    assert understand(text, VISIT).answer is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("cant make it can we do friday", "reschedule"),
        ("running late but ill be there", "running_late"),
        ("10 mins late", "running_late"),
        ("got work sorry", "decline"),
        ("see you then", "confirm"),
        ("bus didnt turn up", "running_late"),
        ("cancel", "decline"),
    ],
)
def test_a_visit_is_answered_by_what_is_meant(understand: Understanding, text: str, answer: str) -> None:
    assert understand(text, VISIT, now=MONDAY).answer == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("good thanks", "good"), ("not bad", "good"), ("sound", "good"), ("👍", "good"), ("all good mate", "good"),
        ("not good", "struggling"), ("shit", "struggling"), ("not great", "struggling"),
        ("could be better", "struggling"),
        ("struggling bad", "struggling"), ("no im not ok", "struggling"), ("yes", None), ("no", None),
    ],
)  # fmt: skip
def test_how_are_you_is_answered_plainly(understand: Understanding, text: str, answer: str | None) -> None:
    assert understand(text, FEELING).answer == answer


def test_a_danger_text_answers_no_question(understand: Understanding) -> None:
    meaning = understand("no i want to die", YES_NO)
    assert meaning.intent == "suicide_risk"
    assert meaning.answer is None


def test_free_text_is_kept_as_it_was_written_even_beside_danger(understand: Understanding) -> None:
    assert understand("  Flat 2,\x00 Mill Rd ", Expecting("text")).value == "Flat 2, Mill Rd"
    assert understand("hes not breathing", Expecting("text")).value == "hes not breathing"
    assert understand(" \x00 ", Expecting("text")).value is None


def test_an_answer_of_an_intents_name_may_be_given_by_that_intent(understand: Understanding) -> None:
    assert (
        understand("been recalled", Expecting("answers", ("recalled_or_arrested", "no"))).answer
        == "recalled_or_arrested"
    )


def test_the_other_things_a_text_says_are_kept_as_slots(understand: Understanding) -> None:
    slots = understand("see you tues at half 10", now=MONDAY).slots
    assert slots == {"date": "2025-05-13", "time": "10:30", "day": "tuesday", "am_pm": "assumed"}
    assert understand("my new number is 07700 900123").slots == {"phone": "+447700900123"}
    assert understand("ok").slots == {}


def test_without_a_now_there_is_no_tomorrow(understand: Understanding) -> None:
    assert understand("tomorrow", Expecting("date")).value is None
    assert understand("3 June 2025", Expecting("date")).value == date(2025, 6, 3)


@pytest.mark.parametrize("text", ["im done with it all", "yes but i feel like ending it all"])
@pytest.mark.parametrize("answers", [("yes", "no"), ("confirm", "decline", "reschedule", "running_late")])
def test_what_is_nearly_danger_is_no_yes(understand: Understanding, text: str, answers: tuple[str, ...]) -> None:
    meaning = understand(text, Expecting("answers", answers))
    assert meaning.answer is None and meaning.intent == "suicide_risk"


def test_an_appointment_that_cannot_be_kept_is_no_no_to_danger(understand: Understanding) -> None:
    assert understand("cant make it thurs", Expecting("answers", ("yes", "no"))).answer is None
