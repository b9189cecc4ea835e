"""What a page of another agency is made of: each thing that is shared fills its own values and no other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta

import pytest

from bot.core.sharing import ITEMS, Item
from bot.handlers import accepting, appointments, partners, people, who_sees
from bot.handlers.accepting import Acceptance
from bot.handlers.partners import Part
from bot.store import agencies
from bot.store import people as rows
from bot.web.console.reading.shared import Shared, shared
from tests.handlers.telling import wall
from tests.support.partners import Partners, referred
from tests.support.partners import partners as beside
from tests.support.world import World, world

ALWAYS = {"id", "name", "items", "told"}
OF_ITEM: dict[Item, set[str]] = {
    "name": set(), "keyworker": {"keyworker", "team", "team_phone"}, "contact": {"phone"}, "needs": {"needs"},
    "release": {"release", "released"}, "appointments": {"coming"}, "attendance": {"past"},
    "in_contact": {"last_heard"},
}  # fmt: skip


@pytest.fixture(scope="module")
def callum() -> Iterator[tuple[World, Partners, str]]:
    """Referred, released, in touch, with an appointment behind him and one ahead."""
    with world() as there:
        them, asha = beside(there), there.staff["Asha"]
        row_id = referred(there, them, release_day=there.today)
        person_id = accepting.accept(
            there.bot, row_id, Acceptance(asha, "Asha", "Hope House", wall(2026, 6, 5, 12, 0)), asha
        )
        people.confirm_release(there.bot, person_id, asha)
        there.run()
        there.texts("yes")
        there.wait(hours=5)
        with there.bot.db.look() as work:
            part = next(one for one in agencies.involved(work, person_id))
        assert part.agency.kind == "prison_healthcare"
        meeting = there.appointment(person_id, wall(2026, 6, 5, 15, 0))
        there.wait(hours=3)
        appointments.record(there.bot, meeting, "missed", asha)
        there.appointment(person_id, wall(2026, 6, 9, 10, 0))
        yield there, them, person_id


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_fills_its_own_values_and_no_other(
    callum: tuple[World, Partners, str], item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, them, person_id = callum
    monkeypatch.setattr(who_sees, "seen_by", lambda *_: frozenset({"name", item}))
    with there.bot.db.look() as work:
        who, agency = rows.get(work, person_id), agencies.get(work, them.prison)
        assert who and agency
        seen = shared(work, there.bot, who, agency, there.clock.now())
    assert seen is not None
    nothing = Shared(seen.id, seen.name, seen.items)
    filled = {one.name for one in fields(Shared) if getattr(seen, one.name) != getattr(nothing, one.name)}
    assert {name for name in filled if list_of(getattr(seen, name))} - ALWAYS == OF_ITEM[item]


def list_of(value: object) -> object:
    """Empty lists and tuples are the same nothing."""
    return list(value) if isinstance(value, (list, tuple)) else value


def test_probation_is_told_no_place_and_no_kind(callum: tuple[World, Partners, str]) -> None:
    there, them, person_id = callum
    part = Part(them.probation, "share", "public_task")
    partners.involve(there.bot, person_id, part, there.staff["Asha"])
    with there.bot.db.look() as work:
        who, agency = rows.get(work, person_id), agencies.get(work, them.probation)
        assert who and agency
        seen = shared(work, there.bot, who, agency, there.clock.now() + timedelta(minutes=1))
    assert seen is not None and [(one.what, one.place) for one in seen.coming] == [("", "")]
    assert not seen.past and not seen.phone and seen.last_heard is None
