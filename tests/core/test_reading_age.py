"""Marcus sees how old a reader must be for the texts that he writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reading_age import YOUNGEST, reading_age

PLAIN = [
    "Hi Dean. How are you doing today? Text 1 for good, 2 for not so good.",
    "Your appointment is tomorrow at 10:30am. Text 1 if you can come.",
    "Ring 999 now. Say not breathing and where you are. Speaker on, do what they say.",
    "To talk: 116 123. Mental health: 111 option 2.",
]
HARD = [
    "We are required to inform you that non-attendance at your scheduled appointment may constitute a breach.",
    "Unfortunately your keyworker is unavailable.",
    "Failure to engage with the rehabilitation programme will necessitate immediate reassessment of eligibility.",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_stay_at_nine_or_under(text: str) -> None:
    assert reading_age(text) <= 9.0


@pytest.mark.parametrize("text", HARD)
def test_office_language_is_over_nine(text: str) -> None:
    assert reading_age(text) > 9.0


def test_the_formula_worked_out_by_hand() -> None:
    text = "Collaborative partnership arrangements continue indefinitely."
    letters, words, sentences = 13 + 11 + 12 + 8 + 12, 5, 1
    grade = 4.71 * (letters + 80) / (words + 20) + 0.5 * (words + 20) / (sentences + 2) - 21.43
    assert reading_age(text) == round(grade + 5, 1)


def test_a_phone_number_reads_no_harder_than_a_short_word() -> None:
    assert reading_age("Ring 07700 900123 if you can not come to it") == reading_age("Ring 9 if you can not come to it")


def test_a_number_does_not_swallow_the_end_of_its_sentence() -> None:
    joined = "Unfortunately circumstances necessitate telephoning 999 Everyone available understands emergencies"
    assert reading_age(joined.replace("999", "999.")) < reading_age(joined)


@pytest.mark.parametrize("text", ["", "   ", "999", "!!!"])
def test_nothing_to_read_is_easy_to_read(text: str) -> None:
    assert reading_age(text) <= 8.0


@given(st.text(max_size=400))
def test_any_text_has_a_reading_age(text: str) -> None:
    assert reading_age(text) >= YOUNGEST
