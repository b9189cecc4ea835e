"""Scripts drive the demo's phones and its clock: in demo mode only, signed like everything else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect

from bot.channels.twilio_provider import TwilioProvider
from bot.web.simulator import install
from bot.wiring import ROOT
from tests.web.simulator_world import (
    DEAN,
    FRIDAY,
    TOKEN,
    World,
    send,
    set_timer,
)

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_thread_says_when_and_takes_a_plus_that_became_a_space(phone: FlaskClient) -> None:
    send(phone)
    thread = phone.get(f"/simulator/api/messages?phone={DEAN}").get_json()
    assert thread[0] == {"direction": "inbound", "body": "hello", "at": FRIDAY.isoformat(), "status": "received"}


def test_without_a_signature_our_own_webhook_refuses(world: World) -> None:
    install(world.app, world.bot, world.advance, signing=False)
    answer = send(world.app.test_client())
    assert (answer.status_code, "403" in answer.get_json()["error"]) == (502, True)
    assert [good for _, _, good in world.heard] == [False]


def test_with_another_token_our_own_webhook_refuses(world: World) -> None:
    install(world.app, world.bot, world.advance, token=TOKEN + "!")
    assert send(world.app.test_client()).status_code == 502


def test_the_clock_stops_wherever_something_falls_due(world: World, phone: FlaskClient) -> None:
    set_timer(world, timedelta(hours=1))
    set_timer(world, timedelta(hours=5))
    answer = phone.post("/simulator/api/clock", json={"advance_seconds": 8 * 3600})
    assert answer.get_json() == {"now": (FRIDAY + timedelta(hours=8)).isoformat()}
    assert [(stop - FRIDAY) / timedelta(hours=1) for stop in world.stops] == [1, 5, 8]
    thread = phone.get(f"/simulator/api/messages?phone={DEAN}").get_json()
    hours = [(FRIDAY + timedelta(hours=hour)).isoformat() for hour in (1, 5)]
    assert [(one["at"], one["status"]) for one in thread] == [(hour, "delivered") for hour in hours]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"from": DEAN},
        {"from": DEAN, "body": ""},
        {"from": DEAN, "body": 5},
        {"from": DEAN, "body": "a\0b"},
        {"from": DEAN, "body": "a" * 1601},
        {"from": "12345", "body": "hi"},
        {"from": None, "body": "hi"},
    ],
)
def test_a_script_that_sends_nonsense_is_told_what_is_wrong(world: World, phone: FlaskClient, data: Any) -> None:
    answer = phone.post("/simulator/api/messages", json=data)
    assert answer.status_code == 400 and answer.get_json()["error"]
    assert world.heard == []


@pytest.mark.parametrize("seconds", [None, -1, "60", True, 1e12, float("nan")])
def test_a_clock_goes_neither_back_nor_for_ever(world: World, phone: FlaskClient, seconds: Any) -> None:
    answer = phone.post("/simulator/api/clock", json={"advance_seconds": seconds})
    assert answer.status_code == 400 and answer.get_json()["error"]
    assert world.stops == []


def test_a_thread_of_no_demo_number_is_no_thread(phone: FlaskClient) -> None:
    for query in ("", "?phone=", "?phone=nobody"):
        assert phone.get(f"/simulator/api/messages{query}").status_code == 400


def test_in_a_live_service_there_is_no_simulator(world: World) -> None:
    world.bot.provider = TwilioProvider.__new__(TwilioProvider)
    install(world.app, world.bot, world.advance)
    client = world.app.test_client()
    assert client.get("/simulator").status_code == 404
    for path in ("messages", "clock"):
        assert client.post(f"/simulator/api/{path}", json={}).status_code == 404


def test_the_three_calls_of_the_readme_work(phone: FlaskClient) -> None:
    calls = re.findall(r"^curl (?:-d '(.*?)' )?'?http://127\.0\.0\.1:8000(/\S+?)'?(?: +#.*)?$", README, re.MULTILINE)
    answers = [phone.post(path, data=data) if data else phone.get(path) for data, path in calls]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    said, thread, clock = (answer.get_json() for answer in answers)
    assert said["sid"].startswith("SM") and thread[0]["body"] == "yes"
    assert clock == {"now": (FRIDAY + timedelta(days=1)).isoformat()}


def test_scripts_need_no_form_token_and_the_page_does(world: World) -> None:
    world.app.config["SECRET_KEY"] = "a test"
    CSRFProtect(world.app)

    install(world.app, world.bot, world.advance)
    client = world.app.test_client()
    assert client.post("/simulator/api/clock", json={"advance_seconds": 1}).status_code == 200
    assert client.post("/simulator/clock", data={"by": "hour"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "code", "says"),
    [
        ("GET", "clock", 405, "POST"),
        ("DELETE", "messages", 405, "GET, POST"),
        ("GET", "nothing/here", 404, "messages and clock"),
        ("POST", "", 404, "messages and clock"),
    ],
)
def test_a_script_that_asks_at_the_wrong_door_reads_json(
    phone: FlaskClient, method: str, path: str, code: int, says: str
) -> None:
    answer = phone.open(f"/simulator/api/{path}".rstrip("/"), method=method)
    assert answer.status_code == code and says in answer.get_json()["error"]
    assert answer.headers.get("Allow") == (says if code == 405 else None)
