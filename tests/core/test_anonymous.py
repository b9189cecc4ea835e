"""A text to learn from says nobody's name, number or birthday, however they were typed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.anonymous import DATE, EMAIL, LINK, NAME, NUMBER, POSTCODE, anonymous

DEAN = ("Dean", "Foster", "Dean Foster", "Asha Patel")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("im at me nans", "im at me nans"),
        ("its dean foster", f"its {NAME} {NAME}"),
        ("DEANS mum, Dean's dad, deanfoster", f"{NAME}S mum, {NAME}'s dad, {NAME}"),
        ("tell ashas boss im late", f"tell {NAME}s boss im late"),
        ("ring 07700 900123", f"ring {NUMBER}"),
        ("ring me on +44 (0)7700-900123 pls", f"ring me on {NUMBER} pls"),
        ("hes07700.900.123", f"hes{NUMBER}"),
        ("dean.foster@example.org or www.example.org/dean", f"{EMAIL} or {LINK}"),
        ("flat 2, B12 9AA or b129aa", f"flat 2, {POSTCODE} or {POSTCODE}"),
        ("dob 3/3/87", f"dob {DATE}"),
        ("born 3rd march 1987", f"born {DATE}"),
        ("my birthday is 3 march", f"my birthday is {DATE}"),
        ("3.3.1987, 1987-03-03, march 3 1987", f"{DATE}, {DATE}, {DATE}"),
        ("ni AB123456C, number A1234BC", f"ni {NUMBER}, number {NUMBER}"),
        ("can i come 3 march at 10.30-11.30", "can i come 3 march at 10.30-11.30"),
        ("took 40mg then 2 at 10am", "took 40mg then 2 at 10am"),
        ("wed 10:30 - 11:30, room 1234", "wed 10:30 - 11:30, room 1234"),
        ("De\u200ban is here", f"{NAME} is here"),
    ],
)
def test_what_says_whose_it_is_goes_and_the_meaning_stays(typed: str, said: str) -> None:
    assert anonymous(typed, DEAN) == said


NAMES = st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x17F), min_size=2, max_size=12)
PIECES = st.lists(
    st.sampled_from(["im at", "ring", "!", ",", "\n", "his", "@", "-", "'", "3", "nan's", "10am"]), max_size=4
)
GAPS = st.sampled_from(["", " ", "-", " (", ") ", "  "])


def fold(text: str) -> str:
    return "".join(
        each for each in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        if not unicodedata.combining(each)
    )  # fmt: skip


@given(name=NAMES, before=PIECES, after=PIECES, how=st.sampled_from([str.lower, str.upper, str.title, str]))
@example(name="Name", before=["[name]"], after=[], how=str)
def test_no_known_name_is_left(name: str, before: list[str], after: list[str], how: object) -> None:
    assert callable(how)
    said = anonymous(" ".join([*before, how(name), *after]), [name])
    words = re.findall(r"[^\W\d_]+", fold(re.sub(r"\[[a-z-]+\]", " ", said)))
    pieces = {fold(each) for piece in (*before, *after) for each in re.findall(r"[^\W\d_]+", piece)}
    assert fold(name) not in set(words) - pieces


@given(digits=st.text(st.sampled_from("0123456789"), min_size=5, max_size=13), gap=GAPS, before=PIECES, after=PIECES)
def test_no_run_of_five_digits_is_left(digits: str, gap: str, before: list[str], after: list[str]) -> None:
    said = anonymous(" ".join([*before, gap.join(digits), *after]))
    assert not re.search(r"\d(?:[ ()-]{0,3}\d){4}", said), said


@given(text=st.text(max_size=200))
def test_what_was_taken_out_once_stays_as_it_is(text: str) -> None:
    once = anonymous(text, DEAN)
    assert anonymous(once, DEAN) == once


@given(text=st.text(st.sampled_from("ab01 -./@:'+"), max_size=1600))
def test_whatever_is_typed_is_read_to_its_end(text: str) -> None:
    assert anonymous(f"{text} dean", DEAN).endswith(NAME)
