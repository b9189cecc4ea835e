"""Spelling as it comes: text-speak, slips, look-alike letters, emoji."""

from __future__ import annotations

import random

import pytest

from bot.core.meaning import URGENT
from bot.understanding import Understanding
from bot.understanding.normalise import clean, tokens
from tests.understanding.labelled import labelled

TYPO_FLOOR = 0.84
"""Share of urgent texts that stay urgent with one random slip each; measured 0.89."""


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I can’t", "i can't"),
        ("ＳＴＯＰ", "stop"),
        ("ѕtор", "stop"),
        ("s\u200bt\u200bop", "stop"),
        ("st\x00op", "stop"),
        ("h̶e̶l̶p̶", "help"),
        ("Dębska café", "debska cafe"),
    ],
)
def test_what_the_eye_reads_the_same_is_the_same(typed: str, plain: str) -> None:
    assert clean(typed) == plain


def test_emoji_that_mean_something_become_words_and_others_go() -> None:
    assert [token.text for token in tokens(clean("ok 👍🏿 🦄 🙏"))] == ["ok", "emojiup", "emojipray"]


def test_a_sentence_mark_is_kept_with_the_word_before_it() -> None:
    assert [(token.text, token.ends) for token in tokens(clean("No... he isnt! ok"))] == [
        ("no", True), ("he", False), ("isnt", True), ("ok", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "hes nottttt breathing", "hes not brething", "hes not breathin", "HES NOT BREATHING", "he's not breathing",
        "he’s not breathing", "hes notbreathing", "hesnot breathing", "hes not breath ing", "hes n0t breathing",
        "hes not breeathing", "he is not breathing", "he isnt breathing", "he aint breathing", "hes not  breathing",
        "h\u200bes not brea\u200bthing", "hеs nоt brеаthing", "hes really not breathing", "hes fuckin not breathing",
        "is he/hes really not breathing", "hes\nnot\nbreathing", "hes-not-breathing", "hes_not_breathing",
    ],
)  # fmt: skip
def test_not_breathing_is_understood_however_it_is_spelt(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "overdose_now"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cant cum 2moro", "decline"), ("c u then", "confirm"), ("od'd", "overdose_now"),
        ("wots the adress", "question_appointment"),
        ("av lost me fone", "phone_change"), ("gonna b l8", "running_late"), ("sooooo late", "running_late"),
        ("need ma methodone script", "missed_script"), ("wanna di", "suicide_risk"), ("thx m8", "thanks_or_chat"),
    ],
)  # fmt: skip
def test_text_speak_is_understood(understand: Understanding, text: str, intent: str | None) -> None:
    assert understand(text).intent == intent


@pytest.mark.parametrize("text", ["i wnat to die", "i want ot die", "iwant to die", "i want todie", "i wantt o die"])
def test_a_slip_in_a_short_word_of_danger_is_at_least_asked_about(understand: Understanding, text: str) -> None:
    assert understand(text).intent == "suicide_risk"


def slip(text: str, chance: random.Random) -> str:
    """One random slip: a letter swapped with the next, left out, added or hit wrong."""
    at = chance.randrange(len(text))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    kind = chance.choice(["swap", "drop", "add", "hit"])
    if kind == "swap" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    after = {"drop": text[at + 1 :], "add": letter + text[at:]}.get(kind, letter + text[at + 1 :])
    return text[:at] + after


def test_most_urgent_texts_stay_urgent_with_one_slip(understand: Understanding) -> None:
    chance = random.Random(7)
    texts = [text for text, intents in labelled("urgent") if intents & set(URGENT) and understand(text).urgent]
    slipped = [slip(text, chance) for text in texts for _ in range(4)]
    kept = sum(understand(text).urgent is not None for text in slipped)
    assert kept / len(slipped) >= TYPO_FLOOR


def test_few_everyday_texts_become_urgent_by_one_slip(understand: Understanding) -> None:
    chance = random.Random(8)
    texts = [text for name in ("ordinary", "lookalikes") for text, _ in labelled(name)]
    slipped = [slip(text, chance) for text in texts for _ in range(4)]
    woken = [text for text in slipped if (urgent := understand(text).urgent) and not urgent.asks]
    asked = [text for text in slipped if (urgent := understand(text).urgent) and urgent.asks]
    assert len(woken) <= len(slipped) * 0.01, woken
    assert len(asked) <= len(slipped) * 0.015, asked
