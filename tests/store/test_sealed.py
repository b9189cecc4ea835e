"""Whoever copies the database file reads no name, no number and no word of anybody."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.handlers import accepting, closing, disclosures, people, writing
from bot.handlers import partners as handlers
from bot.handlers.people import Registration
from bot.store import people as rows
from bot.store import staff
from bot.store.people import person
from bot.store.vault import Vault, WontOpen
from tests.support.partners import partners, referred
from tests.support.world import ASHA, JOE, World, world

MARKED = "+447700900456"
PLANTED = (
    "Zebedee", "Quillfeather", "7700900456", "REFQ77", "Marmalade Road", "Auntie Plumstead", "zanzibar", "xylophone",
    "kumquat", "Halibut Hall", "Doctor Wobble", ASHA[1:], JOE[1:], "asha@example.org", "Gooseberry", "parsnip",
    "REFQ78", "turnip", "radish", "beetroot", "celeriac",
)  # fmt: skip


def a_life(there: World) -> None:
    """Every place where a name, a number or somebody's words are kept is written to."""
    registration = Registration(
        "Zebedee", "Quillfeather", MARKED, "prison_release", there.today, "Birmingham", "treatment", there.team_id,
        there.staff["Asha"], reference="REFQ77", address="14 Marmalade Road", emergency_contact="Auntie Plumstead",
        released=True,
    )  # fmt: skip
    person_id = people.register(there.bot, registration, by=None)
    there.run()
    there.texts("yes", MARKED)
    there.texts("no", MARKED)
    there.texts("need to talk to someone about my zanzibar", MARKED)
    there.texts("xylophone", "+447700900457")
    there.appointment(person_id, there.clock.now().replace(tzinfo=None, day=9, hour=10), place="Halibut Hall")
    there.texts("hes gone over he wont wake up zanzibar", MARKED)
    writing.write(there.bot, person_id, there.staff["Asha"], "bring the kumquat")
    [danger] = [one for one in there.open() if one.urgency == "urgent"]
    closing.close(there.bot, danger.id, there.staff["Joe"], "reached", "Doctor Wobble has her")
    there.wait(days=1)
    _told_and_handed_over(there, person_id)


def _told_and_handed_over(there: World, person_id: str) -> None:
    them = partners(there)
    referral = referred(
        there, them, last_name="Gooseberry", safe_contact="parsnip", reference="REFQ78", phone="07700 900457"
    )
    accepting.decline(there.bot, referral, there.staff["Asha"], "beetroot")
    harm = ("radish", "celeriac")
    disclosures.harm(there.bot, person_id, them.probation, *harm, there.staff["Priya"])
    with there.bot.db.look() as work:
        owen = staff.get(work, them.owen)
    assert owen
    handlers.look(there.bot, person_id, owen, "turnip on Monday")


def test_a_copy_of_the_file_tells_nothing(tmp_path: Path) -> None:
    with world(url=f"sqlite:///{tmp_path}/bot.db") as there:
        a_life(there)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    raw = b"".join(path.read_bytes() for path in files).lower()
    assert b"prison_release" in raw, "the right file was read"
    assert len(gzip.compress(raw)) > 10_000
    found = [word for word in PLANTED if word.lower().encode() in raw]
    assert found == []


def test_a_value_moved_into_another_persons_row_does_not_open(tmp_path: Path) -> None:
    with world(url=f"sqlite:///{tmp_path}/bot.db") as there:
        dean = there.person()
        leanne = there.person("Leanne", "+447700900002")
        with there.bot.db.work() as work:
            box = work.execute(select(person.c.private).where(person.c.id == dean)).scalar_one()
            work.execute(update(person).where(person.c.id == leanne).values(private=box))
        with there.bot.db.look() as work, pytest.raises(WontOpen):
            rows.get(work, leanne)


def test_another_key_opens_nothing_and_an_added_one_opens_everything() -> None:
    box = Vault(["old"]).seal("person.private", "1", {"first_name": "Dean"})
    assert Vault(["new", "old"]).open("person.private", "1", box) == {"first_name": "Dean"}
    with pytest.raises(WontOpen):
        Vault(["new"]).open("person.private", "1", box)
    assert Vault(["new", "old"]).hash("phone", MARKED) == Vault(["old"]).hash("phone", MARKED)
