"""Dean is texted: the right words, in his language, with nothing missing and nothing that gives him away."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.parts import ALONE, JOINED, count, is_gsm
from bot.wording.words import Rendered, Words

ENGLISH = """
-team = the team

hello = Hi { $name }, it's { -team }.
    .open = Hi { $name }, it's { -team }. Welcome home from prison.
days-to-go = { $days ->
    [0] It is today.
    [one] { $days } day to go.
   *[other] { $days } days to go.
 }
come = Come to { $place } { $at }.
code = Your code is { $code }.
curly = It\u2019s \u201cfine\u201d \u2013 really\u2026\u00a0Dean
naloxone = Got naloxone? { $has ->
    [yes] Keep it near.
   *[no] Ask for a kit.
 }
two-lines = One.
    Two.
see-hello = { hello } Bye.
maybe = { $known ->
    [yes] See { $worker }.
   *[no] See you.
 }
"""
WELSH = """
hello = Helo { $name }.
days-to-go = { $days ->
    [zero] dim
    [one] un
    [two] dau
    [few] ychydig
    [many] llawer
   *[other] { $days }
 }
when-you-come = Dewch { $at }.
"""
NOW = datetime(2026, 6, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.load({"en/all.ftl": ENGLISH, "cy/all.ftl": WELSH})


WORDS = Words.load({"en/all.ftl": ENGLISH})


def test_dean_is_greeted_by_name(words: Words) -> None:
    assert words.render("hello", facts={"name": "Dean"}) == Rendered("Hi Dean, it's the team.", 1, "GSM-7", "en")


def test_the_open_wording_is_only_for_those_who_chose_it(words: Words) -> None:
    assert "prison" not in words.render("hello", facts={"name": "Dean"}, discreet=True).text
    assert words.render("hello", facts={"name": "Dean"}, discreet=False).text.endswith("Welcome home from prison.")
    assert words.render("code", facts={"code": "4821"}, discreet=False).text == "Your code is 4821."


@pytest.mark.parametrize(
    ("days", "text"), [(0, "It is today."), (1, "1 day to go."), (2, "2 days to go."), (28, "28 days to go.")]
)
def test_english_plurals(words: Words, days: int, text: str) -> None:
    assert words.render("days-to-go", facts={"days": days}).text == text


@pytest.mark.parametrize(
    ("days", "text"), [(0, "dim"), (1, "un"), (2, "dau"), (3, "ychydig"), (6, "llawer"), (4, "4"), (10, "10")]
)
def test_all_six_welsh_plurals(words: Words, days: int, text: str) -> None:
    assert words.render("days-to-go", language="cy", facts={"days": days}).text == text


def test_a_missing_translation_goes_out_in_english_and_says_so(words: Words) -> None:
    assert words.render("hello", language="cy", facts={"name": "Dean"}).language == "cy"
    fallen = words.render("code", language="cy", facts={"code": "4821"})
    assert (fallen.text, fallen.language) == ("Your code is 4821.", "en")
    assert words.render("code", language="pl", facts={"code": "4821"}).language == "en"


def test_no_isolation_marks_stand_around_what_is_filled_in(words: Words) -> None:
    text = words.render("come", facts={"place": "Hope House", "at": "at 2pm"}).text
    assert text == "Come to Hope House at 2pm."
    assert not set(text) & set("\u2066\u2067\u2068\u2069")


def test_curly_quotes_and_dashes_are_kept_out(words: Words) -> None:
    assert words.render("curly", facts={}) == Rendered('It\'s "fine" - really... Dean', 1, "GSM-7", "en")


def test_a_curly_name_does_not_double_the_price_of_a_text(words: Words) -> None:
    said = words.render("hello", facts={"name": "D\u2019Arcy"})
    assert (said.text, said.encoding) == ("Hi D'Arcy, it's the team.", "GSM-7")


def test_a_name_is_never_respelt_to_save_money(words: Words) -> None:
    assert words.render("hello", facts={"name": "Ren\u00e9e"}).encoding == "GSM-7"
    said = words.render("hello", facts={"name": "\u0141ukasz O\u2019Dea"})
    assert said.text.startswith("Hi \u0141ukasz O\u2019Dea") and said.encoding == "UCS-2"


def test_an_accent_typed_apart_from_its_letter_is_joined_to_it(words: Words) -> None:
    assert words.render("hello", facts={"name": "Rene\u0301"}).text == "Hi Ren\u00e9, it's the team."


def test_what_people_wrote_stays_on_one_line_and_short(words: Words) -> None:
    where = "12 High St\r\nLeeds\x00\x1b[31m\u202e\u2068"
    assert words.render("come", facts={"place": where, "at": "now"}).text == "Come to 12 High St Leeds[31m now."
    long = words.render("come", facts={"place": "x" * 500, "at": "now"}).text
    assert long == f"Come to {'x' * 60} now."


def test_a_name_that_looks_like_a_placeholder_is_only_a_name(words: Words) -> None:
    assert words.render("hello", facts={"name": "{ $name }"}).text == "Hi { $name }, it's the team."


def test_line_breaks_of_the_message_itself_stay(words: Words) -> None:
    assert words.render("two-lines", facts={}).text == "One.\nTwo."


def test_yes_and_no_choose_a_wording(words: Words) -> None:
    assert words.render("naloxone", facts={"has": True}).text == "Got naloxone? Keep it near."
    assert words.render("naloxone", facts={"has": False}).text == "Got naloxone? Ask for a kit."


@pytest.mark.parametrize("code", [4821, "4821", Decimal("4821")])
def test_a_code_is_never_written_with_a_comma(words: Words, code: object) -> None:
    assert words.render("code", facts={"code": code}).text == "Your code is 4821."


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 6, 3, 9, 30, tzinfo=UTC), "Come to X tomorrow at 10:30am."),
        (date(2026, 6, 5), "Come to X Friday 5 June."),
        (time(14, 0), "Come to X 2pm."),
    ],
)
def test_days_and_times_are_said_in_the_persons_own_time(words: Words, at: object, text: str) -> None:
    assert words.render("come", facts={"place": "X", "at": at}, now=NOW).text == text


def test_a_translation_says_its_days_in_its_own_language(words: Words) -> None:
    at = datetime(2026, 6, 5, 14, 0, tzinfo=NOW.tzinfo)
    text = words.render("when-you-come", language="cy", facts={"at": at}, now=NOW).text
    assert text == "Dewch Dydd Gwener 5 Mehefin 14:00."


def test_a_field_that_this_wording_does_not_need_may_be_missing(words: Words) -> None:
    assert words.render("maybe", facts={"known": False}).text == "See you."


def test_facts_that_no_message_asks_for_are_left_alone(words: Words) -> None:
    assert words.render("code", facts={"code": "1", "now": NOW, "history": [1, 2]}).text == "Your code is 1."


def test_words_answer_what_stands_in_them(words: Words) -> None:
    assert words.languages == ("cy", "en")
    assert words.has("hello") and not words.has("when-you-come") and not words.has("no-such")
    assert words.fields("see-hello") == {"name"}
    assert words.where("hello") == "messages/en/all.ftl:4 message hello"


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_control_character_ever_reaches_a_phone(name: str, place: str) -> None:
    facts = {"name": name, "place": place, "at": "now"}
    for message_id in ("hello", "come"):
        text = WORDS.render(message_id, facts=facts).text
        text.encode()
        assert not set(text) & set(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F))))
        assert not set(text) & set("\u200b\u200e\u200f\u2028\u2029\u2066\u2067\u2068\u2069\ufeff")


@given(st.text(max_size=200))
def test_what_is_said_of_the_parts_is_true_of_the_text(name: str) -> None:
    said = WORDS.render("hello", facts={"name": name})
    size = count(said.text)
    assert (said.parts, said.encoding) == (size.parts, size.encoding)
    assert (said.encoding == "GSM-7") is is_gsm(said.text)
    assert (said.parts == 1) is (size.units <= ALONE[said.encoding])
    assert size.units <= said.parts * JOINED[said.encoding] or said.parts == 1


@given(st.text(max_size=80), st.integers(0, 10**9))
def test_the_same_facts_give_the_same_text(name: str, days: int) -> None:
    assert WORDS.render("hello", facts={"name": name}) == WORDS.render("hello", facts={"name": name})
    assert str(days) in WORDS.render("days-to-go", facts={"days": days}).text or days == 0
