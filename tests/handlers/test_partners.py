"""Other agencies that have a part with Dean: who looks and why, and what he is told when he asks."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers import partners, people
from bot.handlers.partners import Part
from bot.handlers.refusal import Refusal
from bot.store import agencies, looks
from bot.store import staff as staff_rows
from bot.store.looks import look
from bot.store.staff import Staff
from tests.handlers.telling import (
    ordered,
    rows_of,
    settled,
)
from tests.support.partners import Partners
from tests.support.world import World


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency_id": "none"}, "agency_id"),
        ({"wish": "maybe"}, "wish"),
        ({"basis": "direct_care"}, "basis"),
        ({"basis": "consent", "wish": "keep"}, "basis"),
        ({"order": "life"}, "order"),
        ({"practitioner_id": "nobody"}, "practitioner_id"),
    ],
)
def test_a_part_that_cannot_be_is_refused(there: World, them: Partners, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        ordered(there, them, **changes)
    assert refused.value.field == field


def worker(there: World, staff_id: str) -> Staff:
    with there.bot.db.look() as work:
        found = staff_rows.get(work, staff_id)
    assert found is not None
    return found


def test_every_look_has_a_reason_which_holds_for_a_while(there: World, them: Partners) -> None:
    person_id, owen = ordered(there, them), worker(there, them.owen)
    assert not partners.looked(there.bot, person_id, owen)
    with pytest.raises(Refusal, match="too short"):
        partners.look(there.bot, person_id, owen, "why?")
    partners.look(there.bot, person_id, owen, "Court review on Monday")
    assert partners.looked(there.bot, person_id, owen) and partners.looked(there.bot, person_id, owen)
    there.wait(hours=9)
    assert not partners.looked(there.bot, person_id, owen), "asked again after its time"
    with there.bot.db.look() as work:
        [one] = looks.of_person(work, person_id)
    assert (one.staff_id, one.reason, one.times) == (them.owen, "Court review on Monday", 2)


def test_where_nothing_is_shared_there_is_nothing_to_look_at(there: World, them: Partners) -> None:
    person_id = ordered(there, them, wish="keep", order=None)
    for staff_id in (them.owen, them.nadia):
        with pytest.raises(LookupError):
            partners.look(there.bot, person_id, worker(there, staff_id), "Court review on Monday")
    assert rows_of(there, look) == []


def test_a_changed_wish_holds_at_once_and_what_stood_before_is_kept(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    partners.involve(there.bot, person_id, Part(them.probation, "keep", "public_task"), there.staff["Asha"])
    with there.bot.db.look() as work:
        assert [one.wish for one in agencies.involved(work, person_id)] == ["keep"]
    kept = rows_of(there, agencies.involvement)
    assert [row["wish"] for row in kept] == ["share", "keep"] and kept[0]["ended_at"] == kept[1]["since"]
    partners.end(there.bot, person_id, them.probation, there.staff["Asha"])
    with there.bot.db.look() as work:
        assert agencies.involved(work, person_id) == []


def test_dean_asks_who_can_see_this(there: World, them: Partners) -> None:
    person_id = settled(there)
    there.texts("who can see this")
    assert there.got()[-2:] == [
        "It's the Bridge team. Only our own staff can read your texts. If someone is in danger we may tell others. "
        "To change what we share, ring 07700 900999.",
        "We share nothing about you with any other service.",
    ]
    part = Part(them.probation, "share", "public_task", order="drr")
    partners.involve(there.bot, person_id, part, there.staff["Asha"])
    there.texts("who can see this")
    assert there.got()[-2:] == [
        "Another service that helps you can see your name, who helps you, when you meet us. It can't see your texts.",
        "Some things we must pass on by law: if you came, and results. We tell you first. Never your texts.",
    ]
    there.texts("does probation see this")
    assert there.kinds() == [], "it is answered, and nobody is told"


def test_people_who_chose_plain_words_are_told_the_name(there: World, them: Partners) -> None:
    person_id = there.person()
    there.texts("yes")
    there.texts("yes")
    part = Part(them.probation, "share", "public_task", order="drr")
    partners.involve(there.bot, person_id, part, there.staff["Asha"])
    there.texts("who can see this")
    assert there.got()[-2].startswith("Riverside Probation can see your name, who helps you, when you meet us.")
    assert there.got()[-1].startswith("Your order means we must tell Riverside Probation")


def test_nobody_is_handed_to_another_agencys_worker(there: World, them: Partners) -> None:
    person_id = settled(there)
    with pytest.raises(Refusal, match="work for another agency"):
        people.hand_over(there.bot, person_id, them.nadia, there.staff["Asha"])
    assert there.who(person_id).team_id == there.team_id


def test_a_team_that_sorts_first_does_not_get_what_is_nobodys(there: World, them: Partners) -> None:
    there.texts("hes gone over he wont wake up", "+447700900500")
    [danger] = there.open()
    assert danger.team_id == there.team_id
