"""A watched phone hides no danger, and whoever holds it cannot make it safe again."""

from __future__ import annotations

import pytest

from bot.handlers import custody, enrolling
from tests.handlers.telling import OVERDOSE, rang, settled, told
from tests.support.world import World

WATCHED = "dont text this number my partner reads it"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("he reads my phone i want to die", "suicide_risk"),
        ("dont text me he checks my phone. ive took an overdose", "overdose_now"),
        ("my ex checks my phone and hes threatening to stab me", "danger"),
    ],
)
def test_danger_beside_a_watched_phone_rings_and_the_phone_is_unsafe(there: World, text: str, kind: str) -> None:
    person_id = settled(there)
    there.texts(text)
    assert (kind, "urgent") in {(one.kind, one.urgency) for one in there.open()}
    assert "call" in rang(there, "Joe") and there.who(person_id).number == "unsafe"


def test_abuse_that_comes_second_in_a_text_makes_the_phone_unsafe_too(there: World) -> None:
    person_id = settled(there)
    there.texts("he beat me up again i want to die")
    assert {"suicide_risk", "danger"} <= set(there.kinds())
    assert there.who(person_id).number == "unsafe"


def test_her_partner_cannot_make_her_phone_safe(there: World) -> None:
    person_id = settled(there)
    there.texts(WATCHED)
    assert there.who(person_id).number == "unsafe"
    before = len(there.got())
    there.texts("this is her boyfriend who is this")
    there.texts("yes")
    there.wait(days=2)
    assert there.who(person_id).number == "unsafe"
    assert not any("Is this" in text or "is this" in text for text in there.got()[before:])


@pytest.mark.parametrize("text", ["stop texting me", WATCHED])
def test_whoever_has_the_danger_hears_of_a_stop_and_of_a_watched_phone(there: World, text: str) -> None:
    settled(there)
    there.texts(OVERDOSE)
    there.wait(minutes=2)
    there.texts(text)
    assert told(there, "Joe", "notice-more") == 1


def test_a_sure_emergency_beside_an_unsure_one_is_not_lowered_by_a_no(there: World) -> None:
    settled(there)
    there.texts("feel like ive taken too much. bleeding loads from my groin")
    there.texts("2")
    assert [one.urgency for one in there.open() if one.kind == "overdose_now"] == ["urgent"]


def test_another_pathway_confirms_no_release_where_custody_is_hinted_at(there: World) -> None:
    person_id = settled(there)
    asha = there.staff["Asha"]
    custody.set_custody(there.bot, person_id, "to_verify", asha)
    enrolling.add_pathway(there.bot, person_id, "reconnect", there.today, asha)
    assert there.who(person_id).custody != "released"
