"""A lesson as an example: one line, nobody in it, and not what is nearly there already."""

from __future__ import annotations

from bot.core.anonymous import DATE, EMAIL, LINK, NAME, NUMBER, POSTCODE
from bot.understanding.fit import read_examples
from bot.understanding.lessons import Known, row, spoken


def test_what_was_taken_out_is_something_made_up_again() -> None:
    marks = (NAME, NUMBER, DATE, POSTCODE, EMAIL, LINK)
    said = spoken(" ring\t".join(marks) + "\nnow")
    assert not any(mark in said for mark in marks) and said.startswith("sam ring 07700 900123")
    assert "\t" not in said and "\n" not in said


def test_a_row_is_an_example_with_a_family_of_its_own() -> None:
    lines = [row("im at\tme nans", "decline", None, "en"), row("dying for a brew", "none", "suicide_risk", "en")]
    nans, brew = read_examples({"lessons.tsv": "\n".join(lines)})
    assert (nans.text, nans.intent, nans.look_alike) == ("im at me nans", "decline", False)
    assert brew.look_alike, "it was wrongly taken for danger"
    assert nans.family != brew.family


def test_near_is_the_same_words_or_most_letters_of_a_longer_text() -> None:
    known = Known(["at nans", "wheres my tenner from last week mate"])
    assert known.near("At nans!!") == "at nans" and known.near("at dads") is None
    assert known.near("wheres me tenner from last week m8") == "wheres my tenner from last week mate"
    assert known.near("wheres the bus stop for the office") is None
