"""A phrase as a tree finds exactly what trying it word by word finds."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.scan import Scan
from bot.understanding.tree import Either, Gap, Maybe, Node, OneOf, Row, either

WORDS = ("he", "is", "not", "blue", "now")
SKIP, DENY, LIGHT = frozenset({"is", "now"}), frozenset({"not"}), frozenset({"is"})


def row(parts: Sequence[Node]) -> Node:
    spare = [at > 0 and isinstance(part, OneOf) and part.words <= LIGHT for at, part in enumerate(parts)]
    return Row(tuple(parts), spare, len) if len(parts) > 1 else parts[0]


one_of = st.builds(OneOf, st.frozensets(st.sampled_from(WORDS), min_size=1, max_size=2))
trees: st.SearchStrategy[Node] = st.recursive(
    one_of,
    lambda inner: st.one_of(
        st.lists(st.one_of(inner, st.builds(Maybe, inner), st.builds(Gap)), min_size=2, max_size=4).map(
            lambda parts: row([OneOf(frozenset(WORDS)), *parts])
        ),
        st.lists(inner, min_size=2, max_size=9).map(either),
    ),
    max_leaves=8,
)
texts = st.lists(st.sampled_from((*WORDS, "?")), max_size=8)


def slowly(tree: Node, text: Sequence[str], start: int) -> set[int]:
    """Where a tree may end, read from one place, one word at a time."""
    match tree:
        case OneOf():
            return {start + 1} if start < len(text) and text[start] in tree.words else set()
        case Gap():
            ends, here = {start}, {start}
            for _ in range(3):
                here = {after for at in here if at < len(text) and text[at] not in DENY for after in past(text, at + 1)}
                ends |= here
            return ends
        case Maybe():
            return {start} | slowly(tree.part, text, start)
        case Either():
            return {end for choice in tree.choices for end in slowly(choice, text, start)}
        case Row():
            return in_a_row(tree, text, start)
    raise AssertionError(tree)


def in_a_row(tree: Row, text: Sequence[str], start: int) -> set[int]:
    ends = {start}
    for at, part in enumerate(tree.parts):
        inner = part.part if isinstance(part, Maybe) else part
        spare = isinstance(part, Maybe) or (at > 0 and isinstance(part, OneOf) and part.words <= LIGHT)
        froms = ends if at == 0 else {after for end in ends for after in past(text, end)}
        reached = {end for after in froms for end in slowly(inner, text, after)}
        ends = reached | ends if spare else reached
    return ends


def past(text: Sequence[str], at: int) -> set[int]:
    """A place, and those that words to skip lead to."""
    found = {at}
    while at < len(text) and text[at] in SKIP:
        at += 1
        found.add(at)
    return found


@given(tree=trees, text=texts)
def test_a_phrase_is_found_where_it_stands_and_nowhere_else(tree: Node, text: list[str]) -> None:
    scan = Scan([(word,) for word in text], SKIP, DENY)
    for start in range(len(text)):
        assert tree.ends(scan, 1 << start) == sum(1 << end for end in slowly(tree, text, start))


@given(tree=trees, text=texts)
def test_all_places_at_once_are_each_of_them_alone(tree: Node, text: list[str]) -> None:
    scan = Scan([(word,) for word in text], SKIP, DENY)
    alone = 0
    for start in range(len(text)):
        alone |= tree.ends(scan, 1 << start)
    assert tree.ends(scan, scan.whole) == alone
    missing = tree.needs is not None and tree.needs.isdisjoint(text)
    assert not (missing and alone), "what a phrase needs stands in every text that holds it"


def test_a_word_may_be_one_of_several() -> None:
    scan = Scan([("hse", "he"), ("bleu", "blue")], SKIP, DENY)
    assert row([OneOf(frozenset({"he"})), OneOf(frozenset({"blue"}))]).ends(scan, scan.whole) == 0b100
