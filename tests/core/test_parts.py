"""What a text costs: GSM-7 and UCS-2, one part and many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.parts import ALONE, BASIC, EXTENSION, JOINED, count, is_gsm

GSM = sorted(BASIC | EXTENSION)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts", "left"),
    [
        ("", "GSM-7", 0, 1, 160),
        ("Hi Dean", "GSM-7", 7, 1, 153),
        ("a" * 160, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("a" * 306, "GSM-7", 306, 2, 0),
        ("a" * 307, "GSM-7", 307, 3, 152),
        ("\u20ac" * 80, "GSM-7", 160, 1, 0),
        ("a" * 152 + "\u20ac" + "a" * 10, "GSM-7", 164, 2, 141),
        ("Ren\u00e9", "GSM-7", 4, 1, 156),
        ("\u0141ukasz", "UCS-2", 6, 1, 64),
        ("\u0142" * 70, "UCS-2", 70, 1, 0),
        ("\u0142" * 71, "UCS-2", 71, 2, 63),
        ("\U0001f600" * 35, "UCS-2", 70, 1, 0),
        ("a" * 66 + "\U0001f600" + "a" * 10, "UCS-2", 78, 2, 55),
    ],
)
def test_a_text_is_counted_as_the_network_counts_it(
    text: str, encoding: str, units: int, parts: int, left: int
) -> None:
    size = count(text)
    assert (size.encoding, size.units, size.parts, size.left) == (encoding, units, parts, left)


def test_an_escaped_character_is_not_cut_in_two() -> None:
    assert count("a" * 152 + "[" + "a" * 152).parts == 3
    assert count("a" * 152 + "." + "a" * 152).parts == 2


def test_a_cluster_longer_than_a_part_is_cut_like_any_other_text() -> None:
    assert count("a" + "\u0301" * 200).parts == 3


@given(st.text(st.sampled_from(GSM), max_size=1000))
def test_gsm_parts_keep_to_the_limits_of_joined_texts(text: str) -> None:
    _keeps_to_the_limits(text, lost_a_part=1)


@given(st.text(max_size=500))
def test_any_parts_keep_to_the_limits_of_joined_texts(text: str) -> None:
    _keeps_to_the_limits(text, lost_a_part=JOINED["UCS-2"] - 1)


def _keeps_to_the_limits(text: str, lost_a_part: int) -> None:
    size = count(text)
    alone, joined = ALONE[size.encoding], JOINED[size.encoding]
    if size.parts == 1:
        assert size.units <= alone and size.left == alone - size.units
    else:
        assert size.units > alone
        assert (size.parts - 1) * (joined - lost_a_part) < size.units <= size.parts * joined - size.left
        assert 0 <= size.left < joined


@given(st.text(max_size=200))
def test_only_what_stands_in_the_alphabet_is_gsm(text: str) -> None:
    assert is_gsm(text) is all(char in BASIC | EXTENSION for char in text)


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_longer_text_never_takes_fewer_parts(start: str, more: str) -> None:
    assert count(start + more).parts >= count(start).parts
