"""A lesson is decided once, by somebody else, and nothing in it leads to whoever texted it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.handlers import lessons
from bot.handlers.refusal import Refusal
from bot.store import inbound, people
from bot.store import lessons as rows
from bot.store.lessons import lesson
from tests.handlers.test_same_moment import at_once
from tests.support.world import World


def heard(there: World, body: str = "its Dean, im at me nans") -> str:
    there.texts(body)
    with there.bot.db.look() as work:
        return str(inbound.unread(work, 1)[0]["id"])


def offered(there: World, body: str = "its Dean, im at me nans") -> str:
    return lessons.offer(there.bot, heard(there, body), there.staff["Asha"], body, "speak_to_person")


def tried(act: Callable[[], None]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.what
    return "done"


def test_two_workers_accept_at_once_and_one_of_them_did(kept: World) -> None:
    kept.person()
    one = offered(kept)

    def accept(name: str, body: str) -> Callable[[], str]:
        return lambda: tried(lambda: lessons.accept(kept.bot, one, kept.staff[name], body, "decline"))

    said = at_once(accept("Joe", "im at me nans"), accept("Priya", "stuck at me nans"))
    assert sorted(each == "done" for each in said) == [False, True]
    assert any("has decided it already" in each for each in said)
    with kept.bot.db.look() as work:
        [accepted] = rows.in_state(work, rows.ACCEPTED)
    winner = ("Joe", "Priya")[said.index("done")]
    assert accepted.decided_by == kept.staff[winner]
    assert accepted.text == {"Joe": "im at me nans", "Priya": "stuck at me nans"}[winner]


def test_nobody_accepts_what_they_offered_but_the_command_line_may(there: World) -> None:
    there.person()
    one = offered(there)
    with pytest.raises(Refusal, match="you offered this yourself"):
        lessons.accept(there.bot, one, there.staff["Asha"], "im at me nans", "decline")
    lessons.accept(there.bot, one, None, "im at me nans", "decline")


def test_a_lesson_leads_to_nobody(there: World) -> None:
    assert not {"person_id", "phone_hash", "inbound_id"} & set(lesson.c.keys())


def test_a_lesson_about_a_text_that_is_not_there_is_refused(there: World) -> None:
    with pytest.raises(LookupError):
        lessons.offer(there.bot, "nobody", there.staff["Asha"], "im at me nans", "decline")
    with pytest.raises(LookupError):
        lessons.refuse(there.bot, "nobody", there.staff["Asha"], "why")


WORDS = st.lists(
    st.sampled_from([
        "Dean", "FOSTER", "deans", "asha", "Lou", "07700 900001", "+447700900001", "B12 9AA", "3/3/1987", "im", "late",
        "DeanFoster", "dean@example.org", "at me nans", "!", "ring", "my dob is 3 march 87", "(0121) 496 0000",
    ]),
    max_size=12,
)  # fmt: skip
WHOLE = ("dean", "foster", "asha", "lou", "900001", "b12", "1987", "march 87", "496")


@pytest.fixture
def text_of_dean(there: World) -> str:
    """A text of Dean's, whose sister is Lou."""
    who = there.who(there.person())
    with there.bot.db.work() as work:
        people.keep_private(work, who, emergency_contact="sister Lou, 07700 900901")
    return heard(there)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_names_and_numbers_really_are_gone(there: World, text_of_dean: str, words: list[str]) -> None:
    typed = " ".join(["help", *words])
    one = lessons.offer(there.bot, text_of_dean, there.staff["Asha"], typed, "money_or_id")
    with there.bot.db.look() as work:
        found = rows.get(work, one)
    assert found and found.text.startswith("help")
    assert [each for each in WHOLE if each in found.text.lower()] == []
