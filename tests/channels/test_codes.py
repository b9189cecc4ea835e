"""A code of the provider becomes what the house rules say it means."""

from __future__ import annotations

import pytest

from bot.channels.codes import OUTCOMES, what_it_means

RULES = {"21610": "opted_out", "30005": "bad_number", "http-503": "try_again", "21617": "permanent"}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("21610", "opted_out"),
        (" 30005 ", "bad_number"),
        ("http-503", "try_again"),
        ("21617", "permanent"),
        ("99999", "tell_staff"),
        ("", "tell_staff"),
    ],
)
def test_a_code_means_what_the_house_rules_say(code: str, outcome: str) -> None:
    assert what_it_means(code, RULES) == outcome and outcome in OUTCOMES


def test_the_house_may_choose_what_an_unlisted_code_means() -> None:
    assert what_it_means("99999", RULES | {"default": "try_again"}) == "try_again"


def test_a_table_that_says_nonsense_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="ignore.*21610"):
        what_it_means("21610", {"21610": "ignore"})
