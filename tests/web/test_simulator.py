"""Dean's demo phone: what he texts goes through the signed webhook, and what he gets came out of the outbox."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.store import outbox
from bot.web.simulator import install
from bot.web.simulator.network import Answer
from bot.web.simulator.pages import FORTNIGHT
from bot.web.simulator.rings import spoken
from tests.web.simulator_world import (
    ASHA_PHONE,
    DEAN,
    FRIDAY,
    PRIYA,
    TOKEN,
    World,
    owe,
    raise_escalation,
    send,
    settled,
    states,
    texts_of,
)

HTMX = {"HX-Request": "true"}


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
        ("play", {"done": str(FORTNIGHT)}),
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


def test_the_page_is_there_with_a_slash_too(phone: FlaskClient) -> None:
    assert phone.get("/simulator/").text.partition("<main>")[2] == phone.get("/simulator").text.partition("<main>")[2]


def test_escalations_are_told_in_the_words_of_the_house_rules(world: World, phone: FlaskClient) -> None:
    raise_escalation(world, "number_unverified", "today", world.dean)
    page = phone.get("/simulator").text
    assert "Nobody has said that the number is theirs" in page and "unverified" not in page


def test_an_e_mail_is_sent_and_that_is_all_that_is_known(world: World, phone: FlaskClient) -> None:
    with world.bot.db.work() as work:
        told = owe(work, "asha@team.example", "It is urgent.", FRIDAY, channel="email", subject="Urgent")
        outbox.change(work, told, state="sent", sent_at=FRIDAY)
    page = phone.get("/simulator").text
    assert "E-mail &middot; Fri 27 Nov, 14:00 &middot; Sent" in page and "its way" not in page
