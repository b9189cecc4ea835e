"""What is measured on texts that nobody tuned on, and that nobody could have.

The floors say "do not get worse". How good it is, and where it is not, stands in docs/understanding.md.
"""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from bot.cli.teach import taught
from bot.understanding import Understanding
from bot.understanding.fit import hash_of, read_examples
from bot.understanding.tongue import CONCEPTS
from bot.wiring import ROOT, UNDERSTANDING, fitted
from tests.understanding.held_out import AT_RISK, FOLDER, Held, Verdict, held_out, verdicts

ENGLISH = ROOT / UNDERSTANDING / "en"
ALIKE = 85
"""Of 100: two texts of four words or more that are so alike are one text."""


@pytest.fixture(scope="module")
def english() -> list[Held]:
    return [held for held in held_out() if held.language == "en"]


@pytest.fixture(scope="module")
def found(understand: Understanding, english: list[Held]) -> list[Verdict]:
    return verdicts(understand, english)


def share(found: list[Verdict], which: str, of: set[str]) -> float:
    asked = [getattr(each, which) for each in found if each.held.group in of]
    return sum(map(bool, asked)) / len(asked)


def test_the_held_out_texts_are_those_that_were_frozen() -> None:
    for line in (FOLDER / "FROZEN").read_text().splitlines():
        kept, name = line.split()
        assert sha256((FOLDER / name).read_bytes()).hexdigest() == kept, f"{name} was changed"


def test_there_are_enough_of_them(english: list[Held]) -> None:
    at_risk = [held for held in english if held.intent in AT_RISK]
    everyday = [held for held in english if held.group == "everyday texts"]
    assert len(at_risk) >= 600 and len(list(held_out())) >= 4500
    assert len(everyday) + sum(held.group == "look-alikes" for held in english) >= 3000


def test_no_teaching_example_is_nearly_one_of_them(english: list[Held]) -> None:
    examples = read_examples({name: text for name, text in taught(ENGLISH).items() if name != CONCEPTS})
    held = [plain for each in english if (plain := _plain(each.text)).count(" ") >= 3]
    texts = [plain for each in examples if (plain := _plain(each.text)).count(" ") >= 3]
    near = process.cdist(texts, held, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
    assert [(texts[at], held[other]) for at, other in zip(*np.nonzero(near), strict=True)] == []


def _plain(text: str) -> str:
    kept = "".join(each if each.isalnum() or each.isspace() else " " for each in text.lower().replace("'", ""))
    return " ".join(kept.split())


def test_the_second_layer_was_fitted_on_the_examples_that_stand_here() -> None:
    for language, model in fitted().items():
        there = hash_of(taught(ROOT / UNDERSTANDING / language))
        assert model.examples == there, f"run `throughcare understand --fit --language {language}`"


def test_danger_is_found_at_least_as_often_as_it_was(found: list[Verdict]) -> None:
    assert share(found, "sure", set(AT_RISK)) + share(found, "asked", set(AT_RISK)) >= 0.69
    assert sum(each.swallowed for each in found) <= 12


def test_everyday_texts_alarm_no_more_often_than_they_did(found: list[Verdict]) -> None:
    assert share(found, "sure", {"everyday texts"}) <= 0.005
    assert share(found, "asked", {"everyday texts"}) <= 0.012
    assert share(found, "sure", {"look-alikes"}) + share(found, "asked", {"look-alikes"}) <= 0.06


def test_everyday_intents_are_right_at_least_as_often_as_they_were(found: list[Verdict]) -> None:
    assert share(found, "right", {"everyday texts", "look-alikes"}) >= 0.8


def test_serving_does_not_load_what_fits() -> None:
    code = "import sys; from bot import wiring; from bot.revisions import read_folder; "
    code += "wiring.understanding_of(read_folder(wiring.ROOT))('hes gone blue'); print('sklearn' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
