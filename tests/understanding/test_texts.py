"""What people text is understood: danger found, everyday talk left alone.

The phrases were tuned on these texts, so the floors say "do not get worse", not "this good on unseen texts".
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.core.meaning import DANGER, INTENTS
from bot.understanding import Understanding
from tests.understanding.labelled import labelled

RAISED = set(DANGER)
# "i missed my appointment" is taken for a missed script: more examples of it are wanted.
FLOORS = {**dict.fromkeys((*DANGER, "opt_out"), 0.97), "reschedule": 0.85}
OTHER_FLOOR = 0.9


def recalls(understand: Understanding) -> dict[str, tuple[int, int, list[str]]]:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for text, intents in (*labelled("urgent"), *labelled("ordinary")):
        first = sorted(intents, key=INTENTS.index)[0]
        asked[first] += 1
        right[first] += understand(text).intent in intents
        if understand(text).intent not in intents:
            wrong.setdefault(first, []).append(text)
    return {intent: (right[intent], asked[intent], wrong.get(intent, [])) for intent in asked}


def test_every_intent_has_texts_and_is_found_in_them(understand: Understanding) -> None:
    found = recalls(understand)
    assert set(found) == set(INTENTS)
    for intent, (right, asked, wrong) in found.items():
        assert right / asked >= FLOORS.get(intent, OTHER_FLOOR), f"{intent}: {wrong}"


def test_danger_is_raised_or_asked_about_and_comes_first(understand: Understanding) -> None:
    texts = list(labelled("urgent"))
    missed = [text for text, _ in texts if understand(text).intent not in RAISED]
    assert len(texts) >= 350
    assert len(missed) <= len(texts) * 0.02, missed


@pytest.mark.parametrize("intent", ["opt_out", "confirm", "thanks_or_chat"])
def test_no_urgent_text_is_answered_as_something_harmless(understand: Understanding, intent: str) -> None:
    meant = [(text, understand(text)) for text, _ in labelled("urgent")]
    assert [text for text, meaning in meant if meaning.intent == intent and not meaning.readings[0].guessed] == []


def test_look_alikes_and_small_talk_wake_nobody(understand: Understanding) -> None:
    texts = list(labelled("lookalikes"))
    woken = [text for text, _ in texts if RAISED & set(understand(text).intents)]
    assert len(texts) >= 250
    assert len(woken) <= len(texts) * 0.02, woken


def test_everyday_texts_are_not_taken_for_an_emergency(understand: Understanding) -> None:
    texts = [text for text, intents in labelled("ordinary") if not intents & RAISED]
    woken = [text for text in texts if understand(text).urgent]
    assert len(woken) <= len(texts) * 0.01, woken


@pytest.mark.parametrize(
    "text",
    [
        "skilled worker",
        "the hostel is hostile",
        "my skills course",
        "I filled the form in",
        "dead good",
        "the bus stop",
    ],
)
def test_a_real_word_one_slip_from_a_danger_word_stays_itself(understand: Understanding, text: str) -> None:
    assert not RAISED & set(understand(text).intents)


def test_a_text_with_danger_and_stop_has_both_danger_first(understand: Understanding) -> None:
    meaning = understand("hes not breathing. stop texting me")
    assert meaning.intents == ("overdose_now", "opt_out")


def test_a_text_with_danger_confirms_nothing_and_is_no_chat(understand: Understanding) -> None:
    meaning = understand("thanks ill be there tomorrow if i dont kill myself first")
    assert meaning.intent == "suicide_risk"
    assert not {"confirm", "thanks_or_chat"} & set(meaning.intents)


@pytest.mark.parametrize(
    ("plain", "denied"),
    [
        ("im suicidal", "im not suicidal"),
        ("i want to die", "i dont want to die"),
        ("hes overdosed", "he has not overdosed"),
        ("im going to kill myself", "im never going to kill myself"),
        ("gonna hurt myself", "im not gonna hurt myself"),
        ("i feel suicidal", "i dont feel suicidal"),
        ("hes blue", "hes not blue"),
    ],
)
def test_a_denied_danger_is_no_danger(understand: Understanding, plain: str, denied: str) -> None:
    assert understand(plain).urgent is not None
    assert understand(denied).urgent is None


@pytest.mark.parametrize(
    "text",
    [
        "no hes overdosed",
        "No. I want to die",
        "im not ok i want to die",
        "dont leave me he is not breathing",
        "why not end it",
    ],
)
def test_a_no_that_denies_something_else_hides_no_danger(understand: Understanding, text: str) -> None:
    assert understand(text).urgent is not None


def test_laughter_makes_danger_a_question_not_a_certainty(understand: Understanding) -> None:
    assert not understand("im gonna kill myself").asks
    assert understand("im gonna kill myself lol").asks


def test_oblique_words_ask_and_plain_words_do_not(understand: Understanding) -> None:
    assert understand("whats the point").asks
    assert understand("cant do this anymore").asks
    assert not understand("hes not breathing").asks


def test_abuse_and_watched_phones_are_never_asked_about(understand: Understanding) -> None:
    for text, intents in (*labelled("urgent"), *labelled("ordinary")):
        if intents & {"danger", "phone_unsafe"}:
            readings = {reading.intent: reading for reading in understand(text).readings}
            assert not any(readings[name].asks for name in ("danger", "phone_unsafe") if name in readings), text


def test_the_words_that_led_to_a_reading_are_given_as_typed(understand: Understanding) -> None:
    reading = understand("pls help hes NOT breathong").readings[0]
    assert (reading.intent, reading.words) == ("overdose_now", ("hes", "not", "breathong"))
    assert reading.confidence < 0.95
