"""Asha's phone rings: for each escalation that nobody has, and for none that somebody has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from bot.store import escalations
from tests.web.simulator_world import World, owe, raise_escalation, settled

HTMX = {"HX-Request": "true"}


def test_ashas_phone_rings_and_she_presses_one(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "danger", "urgent", world.priya)
    settled(phone)
    page = phone.get("/simulator").text
    assert "Phone ringing" in page and "Nobody has it yet" in page
    sid = page.partition('name="sid" value="')[2].partition('"')[0]
    assert "It is yours now." in phone.post("/simulator/press", data={"sid": sid}, headers=HTMX).text
    calls = [(path, form.get("Digits"), good) for path, form, good in world.heard if "voice" in path]
    assert [(digits, good) for _, digits, good in calls] == [(None, True), ("1", True)]
    assert calls[0][0].startswith("/twilio/voice?notice=")


def test_yesterdays_call_rings_no_more(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "danger", "urgent", world.priya)
    phone.post("/simulator/clock", data={"by": "day"})
    assert "Phone ringing" not in phone.get("/simulator").text
    assert phone.post("/simulator/press", data={"sid": "CA0"}).status_code == 404


def take(world: World, found: str, **columns: str) -> None:
    with world.bot.db.work() as work:
        one = escalations.get(work, found)
        assert one and escalations.move(work, one, **columns)


def test_two_calls_that_nobody_answered_both_ring(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "danger", "urgent", world.priya)
    raise_escalation(world, "medical", "urgent", world.dean)
    page = phone.get("/simulator").text
    assert page.count("Phone ringing") == 2
    sid = page.partition('name="sid" value="')[2].partition('"')[0]
    shown = phone.post("/simulator/press", data={"sid": sid}, headers=HTMX).text
    assert (shown.count("Phone ringing"), shown.count("Call answered")) == (1, 1)


@pytest.mark.parametrize("state", ["mine", "closed"])
def test_a_call_rings_no_more_once_somebody_has_it_or_it_is_closed(
    world: World, phone: FlaskClient, state: str
) -> None:
    found = raise_escalation(world, "danger", "urgent", world.priya)
    raise_escalation(world, "medical", "urgent", world.dean)
    take(world, found, state=state)
    assert phone.get("/simulator").text.count("Phone ringing") == 1


def test_one_escalation_that_called_twice_is_one_call_to_answer(world: World, phone: FlaskClient) -> None:
    found = raise_escalation(world, "danger", "urgent", world.priya)
    world.clock.moment += timedelta(minutes=5)
    with world.bot.db.work() as work:
        owe(
            work,
            "+447700900101",
            "Press 1.",
            world.clock.now(),
            channel="call",
            staff_id=world.asha,
            escalation_id=found,
        )
    world.deliver()
    page = phone.get("/simulator").text
    assert page.count("Phone ringing") == 1 and "Phone ringing (14:05)" in page
