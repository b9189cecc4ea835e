"""What another agency sees: nothing that the agreement, the person's wish or the law forbids."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.problem import Refused
from bot.core.sharing import (
    BASES,
    CARE,
    EVERYWHERE,
    ITEMS,
    KINDS,
    RECORDED_ONLY,
    WISHES,
    Agreement,
    Sharing,
    Tie,
    in_words,
    read,
    sees,
)
from tests.core.content import raw

TODAY = date(2026, 6, 5)
AREAS = (EVERYWHERE, "Birmingham", "Dudley")
days = st.none() | st.integers(-2, 2).map(lambda n: TODAY + timedelta(days=n))
agreements = st.builds(
    Agreement, st.sampled_from(KINDS), st.sampled_from(AREAS), st.frozensets(st.sampled_from(ITEMS)), st.just("1"),
    st.just(TODAY), days, st.just("here"),
)  # fmt: skip
sharings = st.lists(agreements, max_size=6, unique_by=lambda one: (one.kind, one.area)).map(
    lambda found: Sharing(tuple(found))
)
ties = st.builds(Tie, st.sampled_from(KINDS), st.sampled_from(WISHES), st.sampled_from(BASES))


@given(sharings, ties, st.sampled_from(AREAS[1:]))
def test_nothing_is_shared_that_any_of_the_three_forbids(sharing: Sharing, tie: Tie, area: str) -> None:
    seen = sees(sharing, tie, area, TODAY)
    one = sharing.of(tie.kind, area)
    assert seen <= (one.items if one else frozenset())
    assert not seen & RECORDED_ONLY.get(tie.kind, frozenset())
    forbidden = (
        one is None,
        one is not None and one.until is not None and one.until < TODAY,
        tie.wish == "keep",
        tie.wish == "not_asked" and tie.basis != "direct_care",
        tie.basis in ("none", "legal_obligation"),
        tie.basis == "direct_care" and tie.kind not in CARE,
        tie.basis == "consent" and tie.wish != "share",
    )
    if any(forbidden):
        assert not seen
    else:
        assert one is not None
        may_not = RECORDED_ONLY.get(tie.kind, frozenset())
        health = {"needs"} if tie.basis == "public_task" and tie.kind not in CARE else set()
        assert seen == one.items - may_not - health


@given(sharings, ties, st.sampled_from(AREAS[1:]))
def test_an_areas_own_agreement_stands_instead_of_the_one_for_everywhere(sharing: Sharing, tie: Tie, area: str) -> None:
    own = [one for one in sharing.agreements if (one.kind, one.area) == (tie.kind, area)]
    if own:
        assert sees(sharing, tie, area, TODAY) <= own[0].items


@given(st.frozensets(st.sampled_from(ITEMS)))
def test_every_item_is_said_in_words_that_fit_a_text(items: frozenset[Any]) -> None:
    first, second = in_words(items)
    assert len(first) <= 60 and len(second) <= 60
    assert bool(first + second) == bool(items)
    assert len([part for part in (first + second).split(", ") if part]) == len(items)


def file(**changes: Any) -> dict[str, Any]:
    one = {"agency": "housing", "areas": ["everywhere"], "may_see": ["name", "attendance"], "reference": "A1",
           "review": "2027-05-01", **changes}  # fmt: skip
    return {"agreements": [one]}


def test_an_agreement_is_read_with_its_reference_and_review() -> None:
    [one] = read(raw(file(until="2027-06-01"))).agreements
    assert (one.kind, one.area, one.reference) == ("housing", EVERYWHERE, "A1")
    assert one.items == {"name", "attendance"} and one.until == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"may_see": ["thread"]}, "can never be shared"),
        ({"may_see": ["lapse"]}, "texts are no part of it"),
        ({"agency": "probation"}, "never flows to probation by itself"),
        ({"may_see": ["needs"]}, "housing is no care"),
        ({"agency": "council"}, "`agency: council` is not known"),
        ({"review": "31 June"}, "is not a day"),
        ({"areas": ["Dudley", "Dudley"]}, "another agreement"),
        ({"sees": []}, "is not known here"),
    ],
)
def test_what_cannot_be_shared_is_refused_with_its_place(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        read(raw(file(**changes), "flows/sharing.yaml"))
    assert "flows/sharing.yaml" in str(refused.value)
