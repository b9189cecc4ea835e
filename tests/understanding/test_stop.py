"""STOP means stop, and only where somebody says it."""

from __future__ import annotations

import pytest

from bot.core.meaning import Expecting
from bot.understanding import Understanding

PROVIDER_WORDS = ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT"]


@pytest.mark.parametrize("word", PROVIDER_WORDS)
@pytest.mark.parametrize("shape", ["{}", "{}.", " {} ", "{}!", "{} please", "\u200b{}"])
def test_a_stop_word_alone_opts_out(understand: Understanding, word: str, shape: str) -> None:
    for text in (shape.format(word), shape.format(word.lower()), shape.format(word.title())):
        assert understand(text).intent == "opt_out", text


@pytest.mark.parametrize("text", ["CANCEL", "cancel", "Cancel.", "cancel please"])
def test_cancel_alone_means_the_appointment(understand: Understanding, text: str) -> None:
    meaning = understand(text, Expecting("answers", ("confirm", "decline")))
    assert meaning.intent == "decline"
    assert meaning.answer == "decline"
    assert "opt_out" not in meaning.intents


@pytest.mark.parametrize(
    "text",
    [
        "stop texting me", "stop messaging", "pls stop", "leave me alone", "dont text me", "dont contact me again",
        "no more texts", "take me off this", "take me off your list", "remove me", "lose my number", "unsubscribe",
        "do one", "f*** off", "fuck off", "not interested", "dont want these", "pack it in", "cba with this",
        "how do i turn these off", "Stop. Thank you", "please stop sending text reminders",
    ],
)  # fmt: skip
def test_free_wording_opts_out(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "opt_out"


@pytest.mark.parametrize(
    "text",
    [
        "cant stop", "cant stop using", "stop using", "bus stop", "im at the bus stop", "stopped my script",
        "he's stopped breathing", "stop at 2", "want it to end", "cant stop drinking", "the end of my licence",
        "i want to stop smoking", "he wont stop hitting me", "dont stop texting me", "i quit smoking",
        "We have got to STOP this bill", "end of the week is better",
    ],
)  # fmt: skip
def test_stop_inside_another_sentence_does_not(understand: Understanding, text: str) -> None:
    assert "opt_out" not in understand(text).intents


@pytest.mark.parametrize("text", ["START", "start", "UNSTOP", "start again", "Start please"])
def test_start_opts_in_again(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "opt_in"


def test_wanting_to_stop_using_asks_for_help(understand: Understanding) -> None:
    assert understand("i can't stop using").intent == "used_or_lapse"
    assert understand("want to stop using").intent == "used_or_lapse"
