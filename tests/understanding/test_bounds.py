"""Whatever arrives gets an answer: nothing raises, work grows with the length only, and twice the same is the same."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.meaning import INTENTS, NEVER_ASKED, URGENT, Expecting
from bot.understanding import Understanding, describe
from tests.understanding.labelled import labelled, shipped

NOW = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
AWAITED = [
    None,
    Expecting("answers", ("yes", "no")),
    Expecting("answers", ("confirm", "decline", "reschedule", "running_late")),
    Expecting("answers", ()),
    Expecting("answers", ("no_such_answer",)),
    Expecting("number"),
    Expecting("date"),
    Expecting("time"),
    Expecting("text"),
]
PIECES = [
    "hes not breathing ",
    "stop ",
    "yes ",
    "ok ",
    "a ",
    "o d ",
    "12 ",
    "not ",
    "tues ",
    "really ",
    "he really ",
    "i'",
]
PIECES += [
    "overdose training ",
    "zxqw",
    "\u0301",
    "👍",
    "не ",
    "kill myself laughing ",
    "1/",
    "half ",
    "(",
    "\x00",
    "ﷺ",
]

ODD = st.text(st.characters(), max_size=300) | st.lists(
    st.sampled_from(
        [
            "hes",
            "not",
            "breathing",
            "STOP",
            "yes",
            "no",
            "5/6",
            "half",
            "10",
            "👍🏽",
            "\x00",
            "\u200d",
            "é",
            ".",
            "'",
            "’",
        ]
    ),
    max_size=40,
).map(" ".join)


@pytest.fixture(scope="module")
def read() -> Understanding:
    return Understanding.load(shipped())


@settings(max_examples=400, deadline=None)
@given(text=ODD, awaited=st.sampled_from(AWAITED), now=st.sampled_from([None, NOW, FIRST, LAST]))
def test_any_text_is_answered(read: Understanding, text: str, awaited: Expecting | None, now: datetime | None) -> None:
    meaning = read(text, awaited, now=now)
    assert meaning == read(text, awaited, now=now)
    assert list(meaning.intents) == sorted(set(meaning.intents), key=INTENTS.index)
    for reading in meaning.readings:
        assert 0 < reading.confidence <= 1
        assert not (reading.asks and reading.intent in NEVER_ASKED)
    if awaited and meaning.answer is not None:
        assert meaning.answer in awaited.answers


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "👍" * 5000, "\ud800", "\U0010ffff" * 10, "Z̸̢̛̫͓a̵l̶g̷o̸" * 500, "א" * 999, "ﷺ" * 9999]
)
@pytest.mark.parametrize("awaited", AWAITED)
def test_odd_texts_are_answered(understand: Understanding, text: str, awaited: Expecting | None) -> None:
    assert understand(text, awaited, now=NOW).urgent is None


def steps(work: Callable[[], object]) -> int:
    """Lines of our own code that a piece of work runs through."""
    count = 0

    def line(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("awaited", AWAITED[:2])
def test_work_grows_with_the_length_and_no_faster(
    understand: Understanding, piece: str, awaited: Expecting | None
) -> None:
    def work(length: int) -> int:
        text = (piece * length)[:length]
        understand(text, awaited, now=NOW)
        return steps(lambda: understand(text, awaited, now=NOW))

    short, long = work(2_000), work(8_000)
    assert long <= 6 * short + 2_000
    assert work(200_000) <= 2 * work(10_000) + 2_000


@pytest.mark.parametrize("filler", ["blah ", "the weather is nice today. ", "xyzzy", "yes "])
@pytest.mark.parametrize("danger", ["hes not breathing", "i want to die", "took 40 paracetamol"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_danger_is_found_anywhere_in_a_long_text(
    understand: Understanding, filler: str, danger: str, share: float
) -> None:
    padding = (filler * 9_000)[:9_800]
    at = int(len(padding) * share)
    text = f"{padding[:at]}. {danger} . {padding[at:]}"
    assert understand(text).intent in URGENT


def test_small_talk_at_the_end_of_a_long_text_is_not_read(understand: Understanding) -> None:
    assert understand("one two " * 200 + "been recalled").intents == ()


def test_the_order_of_texts_changes_nothing(phrases: dict[str, str]) -> None:
    texts = [text for name in ("urgent", "ordinary", "lookalikes") for text, _ in labelled(name)]
    shuffled = random.Random(3).sample(texts, len(texts))
    one, other = Understanding.load(phrases), Understanding.load(dict(reversed(phrases.items())))
    first = {text: one(text) for text in texts}
    assert {text: other(text) for text in shuffled} == first


def test_a_full_memory_changes_nothing(phrases: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text, _ in labelled("urgent")][:120]
    usual = Understanding.load(phrases)
    monkeypatch.setattr("bot.understanding.spelling.REMEMBERED_WORDS", 3)
    forgetful = Understanding.load(phrases)
    assert [forgetful(text) for text in texts] == [usual(text) for text in texts]


def test_the_description_has_the_contracts_keys(understand: Understanding) -> None:
    assert describe("hes not breathing stop", understand("hes not breathing stop")) == {
        "text": "hes not breathing stop",
        "intent": "overdose_now",
        "intents": ["overdose_now"],
        "asks": False,
        "confidence": 0.95,
        "language": "en",
    }
    nothing = describe("qqq", understand("qqq"))
    assert (nothing["intent"], nothing["intents"], nothing["confidence"]) == (None, [], 0.0)
