"""Nobody is ever sent a text with a gap in it: it is refused, and the error names what is missing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.check.problem import Refused
from bot.wording.words import WordingError, Words

ENGLISH = """
-team = the team

hello = Hi { $name }, it's { -team }.
come = Come to { $place } { $at }.
see-hello = { hello } Bye.
maybe = { $known ->
    [yes] See { $worker }.
   *[no] See you.
 }
blank = { "" }
only-open =
    .open = Named.
"""
NOW = datetime(2026, 6, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.load({"en/all.ftl": ENGLISH, "cy/all.ftl": "hello = Helo { $name }.\n"})


@pytest.mark.parametrize(
    ("message_id", "facts", "fields", "says"),
    [
        ("hello", {}, ("name",), "hello (en), field name"),
        ("hello", {"name": None}, ("name",), "hello (en), field name"),
        ("see-hello", {}, ("name",), "field name"),
        ("maybe", {"known": True}, ("worker",), "field worker"),
        ("come", {"place": "X", "at": ["soon"]}, ("at",), "a list cannot be said"),
        ("come", {"place": "X", "at": NOW}, ("at",), "needs `now`"),
        ("no-such", {}, (), "message no-such (en)"),
        ("only-open", {}, (), "no discreet wording"),
        ("blank", {}, (), "comes out empty"),
        ("-team", {}, (), "it is a term"),
    ],
)
def test_a_text_with_a_gap_is_refused(
    words: Words, message_id: str, facts: dict[str, object], fields: tuple[str, ...], says: str
) -> None:
    with pytest.raises(WordingError, match=".*") as refused:
        words.render(message_id, facts=facts)
    assert says in str(refused.value)
    assert refused.value.fields == fields
    assert refused.value.message_id == message_id


def test_a_time_without_a_zone_is_refused_beside_one_with(words: Words) -> None:
    with pytest.raises(WordingError, match="has a zone and the other has not"):
        words.render("come", facts={"place": "X", "at": NOW.replace(tzinfo=None)}, now=NOW)


def test_the_error_names_the_language_that_failed(words: Words) -> None:
    with pytest.raises(WordingError, match=r"hello \(cy\), field name"):
        words.render("hello", language="cy", facts={})


def test_a_set_that_cannot_be_read_is_refused_with_every_problem() -> None:
    with pytest.raises(Refused) as refused:
        Words.load({"en/a.ftl": "one = 1\none two\n", "en/b.ftl": "one = again\n"})
    places = [problem.where for problem in refused.value.problems]
    assert places == ["messages/en/a.ftl:2", "messages/en/b.ftl:1 message one"]


@pytest.mark.parametrize(
    "text",
    ["m = Hi { m }.\n", "m = { a }\na = { m }\n", "m = { a }\na = { b }\nb = { c }\nc = { d }\nd = deep\n"],
)
def test_messages_that_go_round_in_circles_or_too_deep_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Words.load({"en/a.ftl": text})
    first = refused.value.problems[0]
    assert first.where == "messages/en/a.ftl:1 message m"
    assert "refers to itself" in first.what


def test_a_reference_three_deep_is_said() -> None:
    words = Words.load({"en/a.ftl": "m = { a }\na = { b }\nb = { c }\nc = Hi.\n"})
    assert words.render("m", facts={}).text == "Hi."
