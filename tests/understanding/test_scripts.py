"""Gurmukhi and Arabic script as they are typed: the signs that make a word stay, what people leave out goes."""

from __future__ import annotations

import pytest

from bot.core.meaning import Expecting
from bot.understanding import Understanding
from bot.understanding.normalise import clean, tokens

VISIT = Expecting("answers", ("confirm", "decline"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ਮੇਰਾ ਦੋਸਤ ਸਾਹ ਨਹੀਂ ਲੈ ਰਿਹਾ", ["ਮੇਰਾ", "ਦੋਸਤ", "ਸਾਹ", "ਨਹੀ", "ਲੈ", "ਰਿਹਾ"]),
        ("ਬੁੱਲ੍ਹ ਨੀਲੇ।ਮਦਦ", ["ਬੁਲ੍ਹ", "ਨੀਲੇ", "ਮਦਦ"]),
        ("ਜ਼ਹਿਰ", ["ਜਹਿਰ"]),
        ("سانس نہیں لے رہا۔مدد", ["سانس", "نہین", "لے", "رہا", "مدد"]),
        ("آؤں گا", ["اون", "گا"]),
        ("stop ਬੰਦ ok", ["stop", "ਬਦ", "ok"]),
    ],
)
def test_words_of_another_script_stay_whole(typed: str, words: list[str]) -> None:
    assert [token.text for token in tokens(clean(typed))] == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ਹਾਂ", "ਹਾ"), ("ਵਿੱਚ", "ਵਿਚ"), ("ਸ਼ੁਕਰੀਆ", "ਸੁਕਰੀਆ"), ("\u0a36", "\u0a38\u0a3c"), ("ਸਾ\u200dਹ", "ਸਾਹ"),
        ("نہیں", "نهین"), ("ہے", "ھے"), ("کریں", "كريں"), ("سَانْس", "سانس"), ("آپ", "اپ"), ("مـدد", "مدد"),
        ("ﻧﮩﯿﮟ", "نہیں"), ("جاؤں", "جاوں"), ("٣", "3"), ("۳", "3"), ("੩", "3"),
    ],
)  # fmt: skip
def test_what_keyboards_and_people_exchange_is_the_same(one: str, other: str) -> None:
    assert clean(one) == clean(other)


def test_full_stops_and_commas_of_every_script_are_seen() -> None:
    ends = [(token.ends, token.pauses) for token in tokens(clean("ਨਹੀਂ। نہیں۔ کیا؟ نہیں، no, no"))]
    assert ends == [(True, True), (True, True), (True, True), (False, True), (False, True), (False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "ਸਾਹ ਨਹੀਂ ਲੈ ਰਿਹਾ",
        "ਸਾਹ ਨਹੀ ਲੈ ਰਿਹਾ",
        "ਸਾਹ  ਨਹੀਂ\nਲੈ ਰਿਹਾ",
        "سانس نہیں لے رہا",
        "سانس نهیں لے رها",
        "سانس نھیں لے رھا",
    ],
)
def test_not_breathing_is_understood_however_it_is_typed(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "overdose_now"


def test_a_number_in_any_digits_answers(understand: Understanding) -> None:
    for text in ("2", "੨", "۲", "٢"):
        assert understand(text, VISIT).answer == "decline"


@pytest.mark.parametrize(
    "text", ["no, i want to die", "no - i want to die", "No: want to die", "nope, gonna kill myself"]
)
def test_a_no_before_a_comma_denies_nothing(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "suicide_risk"
