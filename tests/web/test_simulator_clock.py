"""The demo's clock goes on: to what is next, by an hour, by a fortnight, with and without staff who answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from bot.store import timers
from bot.web.simulator import pages
from bot.web.simulator.pages import FORTNIGHT
from tests.web.simulator_world import DEAN, FRIDAY, World, raise_escalation, set_timer

HTMX = {"HX-Request": "true"}


def test_on_to_the_next_thing_that_happens(world: World, phone: FlaskClient) -> None:
    set_timer(world, timedelta(hours=30))
    assert "Next: in 30 hours" in phone.get("/simulator").text
    phone.post("/simulator/clock", data={"by": "next"})
    assert world.clock.now() == FRIDAY + timedelta(hours=30)
    phone.post("/simulator/clock", data={"by": "next"})
    assert world.clock.now() == FRIDAY + timedelta(hours=30)


@pytest.mark.parametrize("by,hours", [("hour", 1), ("day", 24)])
def test_an_hour_and_a_day(world: World, phone: FlaskClient, by: str, hours: int) -> None:
    phone.post("/simulator/clock", data={"by": by})
    assert world.clock.now() == FRIDAY + timedelta(hours=hours)


def test_a_fortnight_plays_by_strides_until_it_is_over(world: World, phone: FlaskClient) -> None:
    done, strides = 0, 0
    while done < FORTNIGHT:
        shown = phone.post("/simulator/play", data={"done": done}, headers=HTMX).text
        done, strides = done + 360, strides + 1
        assert (f"hx-vals='{{\"done\": {done}}}'" in shown) == (done < FORTNIGHT)
        assert ("<progress" in shown) == (done < FORTNIGHT)
    assert (strides, world.clock.now()) == (56, FRIDAY + timedelta(days=14))
    assert "A fortnight has gone by." in shown


def test_while_a_fortnight_plays_staff_answer_from_their_phones(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "missed_contact", "today", world.dean)
    phone.post("/simulator/play", data={"done": 0, "crew": "on"})
    texts = [form["Body"][:5] for path, form, good in world.heard if path == "/twilio/inbound" and good]
    assert texts and set(texts) == {"MINE "}


def test_without_the_crew_nobody_answers(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "missed_contact", "today", world.dean)
    phone.post("/simulator/play", data={"done": 0})
    assert not [path for path, _, _ in world.heard if path == "/twilio/inbound"]


def test_an_owner_gives_the_outcome_by_text_but_never_for_danger(world: World, phone: FlaskClient) -> None:
    mine = {"state": "mine", "owner_id": world.asha, "owned_at": FRIDAY}
    raise_escalation(world, "missed_contact", "today", world.dean, **mine)
    raise_escalation(world, "danger", "urgent", world.priya, **mine)
    phone.post("/simulator/play", data={"done": 0, "crew": "on"})
    texts = [form["Body"] for path, form, _ in world.heard if path == "/twilio/inbound"]
    assert len(texts) == 1 and texts[0].startswith("DONE ")


def test_a_text_sent_while_the_fortnight_plays_does_not_stop_it(phone: FlaskClient) -> None:
    form = {"phone": DEAN, "body": "hello", "played": "1500"}
    assert "Playing a fortnight: day 2 of 14" in phone.post("/simulator/text", data=form, headers=HTMX).text


def test_a_fortnight_shows_its_bar_before_anything_is_played(world: World, phone: FlaskClient) -> None:
    shown = phone.post("/simulator/play", data={"crew": "on"}, headers=HTMX).text
    assert 'value="0"' in shown and "day 1 of 14" in shown and "hx-vals='{\"done\": 0}'" in shown
    assert world.clock.now() == FRIDAY


def test_without_script_a_fortnight_goes_on_by_a_stride(world: World, phone: FlaskClient) -> None:
    assert phone.post("/simulator/play").status_code == 303
    assert world.clock.now() == FRIDAY + timedelta(hours=6)


def test_where_much_happens_a_stride_ends_early_and_the_next_goes_on_from_there(
    world: World, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PATIENCE", 0.0)
    for hour in (1, 3):
        set_timer(world, timedelta(hours=hour))
    for minutes, stride in ((60, 60), (180, 120), (540, 360)):
        shown = phone.post("/simulator/play", data={"done": 0}, headers=HTMX).text
        assert world.clock.now() == FRIDAY + timedelta(minutes=minutes) and f'"done": {stride}' in shown


def test_stop_is_not_drawn_anew_while_the_fortnight_plays(phone: FlaskClient) -> None:
    assert 'id="stop"' in phone.post("/simulator/play", headers=HTMX).text
    later = phone.post("/simulator/play", data={"done": 360}, headers=HTMX).text
    assert 'id="stop"' not in later and '<progress id="progress" hx-swap-oob="outerHTML:#progress"' in later


def test_what_is_next_is_said(world: World, phone: FlaskClient) -> None:
    set_timer(world, timedelta(hours=2))
    shown = phone.post("/simulator/clock", data={"by": "next"}, headers=HTMX).text
    assert "Dean Marsh was texted." in shown


def test_moments_at_which_nothing_can_be_seen_are_gone_by(world: World, phone: FlaskClient) -> None:
    """The deadline of an escalation that somebody closed: nobody is texted or told."""
    with world.bot.db.work() as work:
        timers.add(work, "ladder", FRIDAY + timedelta(hours=1), person_id=world.priya)
    set_timer(world, timedelta(hours=5))
    phone.post("/simulator/clock", data={"by": "next"}, headers=HTMX)
    assert world.clock.now() == FRIDAY + timedelta(hours=5)


def test_when_nothing_more_is_coming_it_is_said(world: World, phone: FlaskClient) -> None:
    shown = phone.post("/simulator/clock", data={"by": "next"}, headers=HTMX).text
    assert "is coming soon" in shown and world.clock.now() == FRIDAY
