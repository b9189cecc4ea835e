"""Dean's demo phone: what he texts goes through the signed webhook, and what he gets came out of the outbox."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.web.simulator import install
from bot.web.simulator.network import Answer
from bot.web.simulator.rings import spoken
from tests.web.simulator_world import (
    ASHA_PHONE,
    DEAN,
    FRIDAY,
    PRIYA,
    TOKEN,
    World,
    make_world,
    owe,
    raise_escalation,
    send,
    set_timer,
    settled,
    states,
    texts_of,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def phone(world: World) -> FlaskClient:
    install(world.app, world.bot, world.advance)
    return world.app.test_client()


def test_dean_texts_and_gets_an_answer_through_the_signed_webhook(world: World, phone: FlaskClient) -> None:
    sid = send(phone, "can you help").get_json()["sid"]
    path, form, genuine = world.heard[0]
    assert (path, genuine) == ("/twilio/inbound", True)
    assert (form["MessageSid"], form["From"], form["Body"]) == (sid, DEAN, "can you help")
    settled(phone)
    assert texts_of(phone) == [
        ("inbound", "can you help", "received"),
        ("outbound", "Thank you. Asha has your text.", "delivered"),
    ]


def test_the_page_says_that_the_webhook_refused(world: World) -> None:
    install(world.app, world.bot, world.advance, signing=False)
    answer = world.app.test_client().post("/simulator/text", data={"phone": DEAN, "body": "hello"})
    assert (answer.status_code, answer.text) == (502, "Our own webhook refused the text.")


def test_every_text_gets_its_signed_receipt_that_names_the_attempt(world: World, phone: FlaskClient) -> None:
    send(phone)
    settled(phone)
    path, form, genuine = next(one for one in world.heard if one[0].startswith("/twilio/status"))
    assert (path.startswith("/twilio/status?attempt="), form["MessageStatus"], genuine) == (True, "delivered", True)
    assert states(world) == ["delivered"]


@pytest.mark.parametrize("behaviour", ["off", "gone"])
def test_a_text_to_a_phone_that_is_away_is_not_delivered(world: World, phone: FlaskClient, behaviour: str) -> None:
    assert phone.post("/simulator/phone", data={"phone": DEAN, "behaviour": behaviour}).status_code == 303
    send(phone)
    settled(phone)
    assert states(world) == ["undelivered"]
    assert "Not delivered" in phone.get("/simulator").text


def test_what_waits_for_tomorrow_is_not_on_the_phone_yet(world: World, phone: FlaskClient) -> None:
    with world.bot.db.work() as work:
        owe(work, DEAN, "Good morning", FRIDAY, due_at=FRIDAY + timedelta(days=1))
    assert texts_of(phone) == []


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
    while done < 336:
        shown = phone.post("/simulator/play", data={"done": done}, headers=HTMX).text
        done, strides = done + 6, strides + 1
        assert (f"hx-vals='{{\"done\": {done}}}'" in shown) == (done < 336)
        assert ("<progress" in shown) == (done < 336)
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
    form = {"phone": DEAN, "body": "hello", "played": "12"}
    assert "Playing a fortnight: day 1 of 14" in phone.post("/simulator/text", data=form, headers=HTMX).text


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


def test_asha_texts_too(world: World, phone: FlaskClient) -> None:
    phone.post("/simulator/text", data={"phone": ASHA_PHONE, "body": "MINE 1234"})
    assert world.heard[0][1]["From"] == ASHA_PHONE
    assert "Text from Asha" in phone.get("/simulator").text


def test_nothing_is_drawn_again_while_nothing_changes(phone: FlaskClient) -> None:
    settled(phone)
    seen = phone.get("/simulator").text.partition("pulse?seen=")[2].partition('"')[0]
    assert phone.get(f"/simulator/pulse?seen={seen}").status_code == 204
    send(phone)
    assert "Asha has your text" in phone.get(f"/simulator/pulse?seen={seen}").text


def test_bubbles_show_their_parts(phone: FlaskClient) -> None:
    send(phone, "a" * 161)
    assert "2 parts" in phone.get("/simulator").text


def test_what_dean_types_is_shown_as_typed(phone: FlaskClient) -> None:
    send(phone, "<script>alert(1)</script>")
    page = phone.get("/simulator").text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_a_restart_forgets_no_thread(world: World, phone: FlaskClient, tmp_path: Path) -> None:
    send(phone, "before the restart")
    again = World(world.bot, world.provider, world.clock, type(world.app)("the app, started again"))
    install(again.app, again.bot, again.advance, token=TOKEN)
    assert "before the restart" in again.app.test_client().get("/simulator").text


@pytest.mark.parametrize(
    "path,data",
    [
        ("text", {"phone": "12345", "body": "hi"}),
        ("text", {"phone": PRIYA, "body": "a\0b"}),
        ("phone", {"phone": PRIYA, "behaviour": "eaten"}),
        ("clock", {"by": "century"}),
        ("play", {"done": "336"}),
    ],
)
def test_the_page_refuses_what_it_never_offers(phone: FlaskClient, path: str, data: dict[str, str]) -> None:
    assert phone.post(f"/simulator/{path}", data=data).status_code == 400


def test_the_page_holds_no_inline_script_or_style(phone: FlaskClient) -> None:
    page = phone.get("/simulator").text
    assert "<style" not in page and " style=" not in page and " onclick" not in page and "hx-on" not in page
    assert all(" src=" in tag for tag in page.split("<script")[1:])


@pytest.mark.parametrize(
    "answer,words",
    [
        (Answer(403, ""), "The call failed: the webhook answered 403."),
        (Answer(200, "no xml"), "The call failed: the webhook's answer was no TwiML."),
        (Answer(200, "<Response><Gather><Say>One.</Say></Gather><Say>Two.</Say></Response>"), "One. Two."),
    ],
)
def test_what_a_call_says(answer: Answer, words: str) -> None:
    assert spoken(answer) == words
