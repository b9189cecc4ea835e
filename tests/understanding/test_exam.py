"""A second layer that forgets danger is refused, and says for which texts."""

from __future__ import annotations

import pytest

from bot.core.meaning import Meaning, Reading
from bot.understanding.exam import Case, decided_by_phrases, examine, read_cases
from bot.understanding.fit import Example


class Understands:
    """Knows the texts that it is told of; a "?" only asks, a "~" only guesses."""

    def __init__(self, **texts: str) -> None:
        self._texts = {text.replace("_", " "): said for text, said in texts.items()}

    def __call__(self, text: str, *_: object, **__: object) -> Meaning:
        said = self._texts.get(text, "")
        if not said:
            return Meaning()
        return Meaning((Reading(said.strip("?~"), 0.4 if "~" in said else 0.9, (), asks=said[-1] in "?~"),))


BLUE = Case("hes gone blue", frozenset({"overdose_now"}))
OLD = Understands(hes_gone_blue="overdose_now", cant_go_on="suicide_risk?", bye="thanks_or_chat")


def test_a_lesson_that_would_make_hes_gone_blue_into_chat_is_refused_and_names_it() -> None:
    result = examine(OLD, Understands(hes_gone_blue="thanks_or_chat"), [BLUE])
    assert not result.passed and result.fallen == ("overdose_now",)
    assert [str(each) for each in result.broken] == ['"hes gone blue" was overdose_now, would be thanks_or_chat']


@pytest.mark.parametrize("would_be", ["opt_out", "confirm", "decline", "thanks_or_chat"])
def test_an_urgent_text_may_not_be_answered_as_anything_else(would_be: str) -> None:
    old = Understands(hes_gone_blue="money_or_id")
    assert examine(old, Understands(hes_gone_blue="housing_tonight"), [BLUE]).passed, "no worse than it was"
    result = examine(old, Understands(hes_gone_blue=would_be), [BLUE])
    assert not result.passed and result.answered == result.broken
    assert examine(old, Understands(hes_gone_blue=f"{would_be}~"), [BLUE]).passed, "a guess goes to a human"


def test_one_danger_found_does_not_pay_for_another_lost() -> None:
    two = [BLUE, Case("he took loads", frozenset({"overdose_now"})), Case("cant go on", frozenset({"suicide_risk"}))]
    new = Understands(hes_gone_blue="overdose_now", he_took_loads="overdose_now")
    result = examine(OLD, new, two)
    assert (result.found["overdose_now"], result.found["suicide_risk"]) == ((1, 2, 2), (1, 0, 1))
    assert result.fallen == ("suicide_risk",) and [each.text for each in result.broken] == ["cant go on"]


def test_asking_about_danger_is_finding_it() -> None:
    assert examine(OLD, Understands(hes_gone_blue="overdose_now?"), [BLUE]).passed


def test_a_calm_text_that_would_alarm_is_told_but_not_refused() -> None:
    result = examine(OLD, Understands(bye="suicide_risk?"), [Case("bye", frozenset({"calm"}))])
    assert result.passed and [each.text for each in result.louder] == ["bye"]


def test_the_cases_are_read_from_the_files_and_from_what_phrases_decide() -> None:
    assert list(read_cases(["# a remark\nhes gone blue\toverdose_now,medical\n"], "cy")) == [
        Case("hes gone blue", frozenset({"overdose_now", "medical"}), "cy")
    ]
    examples = [
        Example("hes gone blue", "overdose_now", frozenset({"medical"}), "a"),
        Example("cant go on", "suicide_risk", frozenset(), "b"),
        Example("bye", "thanks_or_chat", frozenset(), "c"),
    ]
    [sure] = decided_by_phrases(OLD, examples, "en")
    assert (sure.text, sure.danger) == ("hes gone blue", "overdose_now")
