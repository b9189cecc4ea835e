"""What is kept for some seconds, and read again afterwards."""

from __future__ import annotations

from bot.store.brief import KEPT_FOR, MOST, Brief


class Names:
    """A name that changes, and how often it was read."""

    def __init__(self) -> None:
        self.name, self.read = "Asha", 0

    def __call__(self) -> str:
        self.read += 1
        return self.name


def test_a_name_is_read_once_and_again_when_its_seconds_are_over() -> None:
    at = [0.0]
    brief, names = Brief(lambda: at[0]), Names()
    assert [brief.of("keyworker", names) for _ in range(3)] == ["Asha"] * 3
    assert names.read == 1
    names.name, at[0] = "Joe", KEPT_FOR
    assert brief.of("keyworker", names) == "Joe"


def test_what_changed_here_is_read_again_at_once() -> None:
    brief, names = Brief(), Names()
    brief.of("keyworker", names)
    names.name = "Joe"
    brief.forget()
    assert brief.of("keyworker", names) == "Joe"


def test_it_does_not_grow_for_ever() -> None:
    brief = Brief()
    for number in range(3 * MOST):
        brief.of(number, lambda: "somebody")
    assert len(brief._kept) <= MOST
