"""Where Dean is sent: by his own area and the hour that he asks, and to Asha where we know no place."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.handlers import conversations
from bot.handlers.bot import about
from bot.store import people
from tests.support.world import DEAN, World, shipped, world

NO_PLACE = (
    "Sorry, I don't know a place near you for that. I've sent this to the team. I can't promise when they'll read it. "
    "If it can't wait: 999, or 111 option 2."
)
NEAREST = sorted(name for name in shipped()[1].library.flows if name.startswith("nearest_") and name != "nearest_none")
AREAS = [area.name for area in shipped()[1].library.areas.by_name.values() if not area.everywhere]


def lives_in(there: World, person_id: str, area: str) -> None:
    with there.bot.db.work() as work:
        people.change(work, person_id, area=area)


def asked(there: World, person_id: str, flow: str) -> list[str]:
    """What he is sent when a text of his is answered by this flow."""
    before = len(there.got(DEAN))
    with there.bot.db.work() as work:
        person = people.get(work, person_id)
        assert person
        conversations.begin(there.bot, work, about(work, person), flow, there.clock.now(), replying=True)
    there.run()
    return there.got(DEAN)[before:]


@pytest.mark.parametrize("flow", NEAREST)
def test_each_flow_sends_him_to_one_place_of_his_area(flow: str) -> None:
    with world() as there:
        dean = there.person()
        for area in AREAS:
            lives_in(there, dean, f" {area.upper()} ")
            (text,) = asked(there, dean, flow)
            numbers = [one.phone for one in there.bot.rules.areas.by_name[area].services if one.phone]
            assert "Example" in text and (flow == "nearest_needle_bin" or any(number in text for number in numbers))


@pytest.mark.parametrize("flow", NEAREST)
@pytest.mark.parametrize("area", ["Leeds", "B'ham or so"])
def test_an_area_that_we_do_not_know_is_never_met_with_silence(flow: str, area: str) -> None:
    with world() as there:
        dean = there.person()
        lives_in(there, dean, area)
        assert asked(there, dean, flow) == [NO_PLACE]
        assert there.kinds() == ["no_service"]


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-05-22 16:59", "Open till 5pm today."),
        ("2026-05-22 17:01", "Opens Tuesday 26 May at 9am."),
        ("2026-05-26 08:10", "Opens today at 9am."),
        ("2026-12-24 11:00", "Open till 5pm today."),
        ("2026-12-24 19:00", "Opens Tuesday 29 December at 9am."),
    ],
)
def test_the_jobcentre_keeps_bank_holidays(moment: str, says: str) -> None:
    with world(datetime.fromisoformat(moment)) as there:
        (text,) = asked(there, there.person(), "nearest_jobcentre")
        assert text.endswith(says)


def test_a_place_with_hours_for_christmas_eve_says_them() -> None:
    with world(datetime.fromisoformat("2026-12-24 10:00")) as there:
        (text,) = asked(there, there.person(), "nearest_needle_exchange")
        assert text.startswith("What you asked for: Example House") and text.endswith("Open till midday today.")


def test_what_he_asked_for_is_named_only_in_plain_words() -> None:
    with world() as there:
        dean = there.person()
        (private,) = asked(there, dean, "nearest_needle_exchange")
        with there.bot.db.work() as work:
            people.change(work, dean, discreet=False)
        (plain,) = asked(there, dean, "nearest_needle_exchange")
        assert "needle" not in private.lower() and plain.startswith("Clean needles: Example")
