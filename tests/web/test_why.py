"""Why a text is understood as it is, in words that are nobody's feature names."""

from __future__ import annotations

import pytest

from bot.core.meaning import Meaning, Reading
from bot.web.console.reading.why import Why, explained

TEXT = {"body": "hes gone blue", "intent": "overdose_now", "meaning": {"language": "en"}}


class Understands:
    """Gives the reasons that it is told."""

    def __init__(self, *reasons: str) -> None:
        self._reasons = list(reasons)

    def __call__(self, text: str, *_: object, **__: object) -> Meaning:
        return Meaning((Reading("overdose_now", 0.9),))

    def explain(self, text: str, *, language: str = "en") -> dict[str, list[str]]:
        return {"overdose_now": self._reasons}


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (["kind bad_colour", "letters <blu"], ("a word for bad colour",)),
        (["letters <blu"], ('the letters "blu"',)),
        (["kinds near each other mate~bad_colour", "kind mate"], ("words for mate and bad colour", "a word for mate")),
        (["word blue", "words ^ hes gone", "words gone blue $"],
         ('"blue"', '"hes gone" at the beginning', '"gone blue" at the end')),
        (["words near each other gone~blue", "phrase for overdose_now?"], ('"gone blue"', "a phrase in it")),
    ],
)  # fmt: skip
def test_likeness_is_said_in_words(reasons: list[str], said: tuple[str, ...]) -> None:
    found = explained(Understands(*reasons), TEXT)
    assert found.whys == (Why("overdose_now", False, said),) and found.same


def test_a_phrase_is_quoted() -> None:
    [why] = explained(Understands("phrase: hes gone blue"), TEXT).whys
    assert why == Why("overdose_now", True, ("hes gone blue",))


def test_it_says_where_today_it_is_read_otherwise() -> None:
    assert not explained(Understands(), {**TEXT, "intent": None}).same
