"""What can be asked of a meaning."""

from __future__ import annotations

from bot.core.meaning import INTENTS, URGENT, Meaning, Reading


def test_the_first_reading_speaks_for_the_text() -> None:
    meaning = Meaning((Reading("opt_out", 0.9, asks=True), Reading("suicide_risk", 0.7)))
    assert (meaning.intent, meaning.confidence, meaning.asks) == ("opt_out", 0.9, True)
    assert meaning.intents == ("opt_out", "suicide_risk") and meaning.understood
    assert meaning.urgent == Reading("suicide_risk", 0.7)


def test_a_text_that_says_nothing() -> None:
    nothing = Meaning()
    assert (nothing.intent, nothing.confidence, nothing.asks, nothing.urgent) == (None, 0.0, False, None)
    assert not nothing.understood and Meaning(value=0).understood and Meaning(answer="yes").understood


def test_danger_is_the_first_of_every_intent() -> None:
    assert INTENTS[: len(URGENT)] == URGENT and len(set(INTENTS)) == len(INTENTS)
