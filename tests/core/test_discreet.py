"""Dean's sister picks up his phone: what would the text on it tell her?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.discreet import telling_words

WORDS = frozenset({"prison", "probation", "drugs", "drug test", "heroin", "recall", "methadone"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See you tomorrow at 10am.", ()),
        ("Welcome home from PRISON.", ("prison",)),
        ("Your methadone is ready. Probation knows.", ("methadone", "probation")),
        ("prison, Prison and prisons", ("prison",)),
        ("The prison's gate", ("prison",)),
        ("The prison\u2019s gate", ("prison",)),
        ("A drug  test\nis due", ("drug test",)),
        ("You were imprisoned; the heroine recalled it", ()),
        ("pri\u200bson", ("prison",)),
        ("\uff50\uff52\uff49\uff53\uff4f\uff4e", ("prison",)),
        ("anti-drugs", ("drugs",)),
    ],
)
def test_telling_words_are_found_whole_and_in_order(text: str, found: tuple[str, ...]) -> None:
    assert telling_words(text, WORDS) == found


def test_the_list_is_the_house_rules_own() -> None:
    assert telling_words("from prison", frozenset()) == ()
    assert telling_words("see Asha", frozenset({"Asha"})) == ("Asha",)


def test_a_longer_phrase_wins_over_a_word_in_it() -> None:
    assert telling_words("a drug test", frozenset({"drug", "drug test"})) == ("drug test",)


@given(st.sampled_from(sorted(WORDS)), st.text(" .,!?\n", min_size=1), st.text(" .,!?\n", min_size=1))
def test_a_telling_word_is_found_wherever_it_stands(word: str, before: str, after: str) -> None:
    assert telling_words(f"Hi{before}{word.upper()}{after}bye", WORDS) == (word,)
