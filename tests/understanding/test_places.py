"""Where somebody asks to go: which place a text asks for, and which only sounds like it."""

from __future__ import annotations

import pytest

from bot.understanding import Understanding

PLACES = {
    "needle_exchange": ["where can i get needles", "need clean works", "wheres the needle exchange", "run out of pins"],
    "needle_bin": ["need a sharps bin", "where do i get rid of my old needles", "got a yellow bin for my needles?"],
    "pharmacy": ["wheres the nearest chemist", "which chemist is open sunday", "is there a pharmacy near me"],
    "where_jobcentre": ["where is the job centre", "is the jobcentre open today", "jobcentre opening times"],
    "employment": ["help finding a job", "looking for work", "can u help with my cv"],
    "food": ["is there a food bank", "nothing to eat", "somewhere i can get food"],
    "out_of_hours": ["who can i ring at the weekend", "is there an out of hours number"],
}
NO_PLACES = [
    *("got pins and needles in my leg", "im scared of needles", "he jabbed me with a dirty needle", "i got a job"),
    *("lost my job", "got sanctioned by jobcentre", "the chemist wont give me it", "chucked my works in the bin"),
    *("its bin day", "my pin number is blocked", "im at work", "starving lol", "see you at the weekend"),
]


@pytest.mark.parametrize(("place", "text"), [(place, text) for place, texts in PLACES.items() for text in texts])
def test_a_place_is_asked_for(understand: Understanding, place: str, text: str) -> None:
    assert place in understand(text).topics


@pytest.mark.parametrize("text", NO_PLACES)
def test_what_only_sounds_like_a_place_is_none(understand: Understanding, text: str) -> None:
    assert not understand(text).topics & PLACES.keys()


@pytest.mark.parametrize("text", ["hes od'd by the needle exchange wont wake up", "want to die, need needles"])
def test_danger_comes_before_any_place(understand: Understanding, text: str) -> None:
    meaning = understand(text)
    assert meaning.urgent and meaning.intent == meaning.urgent.intent
