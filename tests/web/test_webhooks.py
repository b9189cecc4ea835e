"""What the provider posts: nobody else is let in, nothing that it brings is lost, and nothing is taken in twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.signature import sign
from bot.store import escalations, outbox, said
from bot.store.inbound import inbound
from tests.support.world import DEAN, JOE
from tests.web.front_door import PUBLIC_URL, SID, TOKEN, FrontDoor, front_door

TEXT = {"MessageSid": SID, "From": DEAN, "Body": "yes"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    with front_door(tmp_path) as found:
        yield found


def bodies(door: FrontDoor) -> list[str]:
    with door.world.bot.db.look() as work:
        rows = work.execute(inbound.select().order_by(inbound.c.id)).all()
        return [work.open("inbound.private", row.id, row.private)["body"] for row in rows]


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status", "/twilio/voice"])
@pytest.mark.parametrize("signature", ["", "AAAA", sign("another token", f"{PUBLIC_URL}/twilio/inbound", TEXT)])
def test_a_forger_gets_403_and_nothing_is_stored(door: FrontDoor, path: str, signature: str) -> None:
    assert door.post(path, TEXT, signature).status_code == 403
    assert door.rows("inbound") == 0


def test_a_signature_for_another_text_or_another_address_opens_nothing(door: FrontDoor) -> None:
    other_text = sign(TOKEN, f"{PUBLIC_URL}/twilio/inbound", {**TEXT, "Body": "stop"})
    other_host = sign(TOKEN, "https://evil.example.org/twilio/inbound", TEXT)
    for signature in (other_text, other_host):
        assert door.post("/twilio/inbound", TEXT, signature).status_code == 403
    assert door.rows("inbound") == 0


def test_a_get_is_no_way_in(door: FrontDoor) -> None:
    assert door.app.test_client().get("/twilio/inbound").status_code == 405


def test_deans_text_is_stored_and_answered_with_empty_twiml(door: FrontDoor) -> None:
    door.world.person()
    answer = door.text("yes")
    assert answer.status_code == 200 and answer.mimetype == "text/xml"
    assert list(ElementTree.fromstring(answer.data)) == []
    assert bodies(door) == ["yes"]
    assert door.text("yes").status_code == 200
    assert bodies(door) == ["yes"]


@pytest.mark.parametrize("name", ["MessageSid", "From", "Body"])
def test_a_missing_field_is_named(door: FrontDoor, name: str) -> None:
    answer = door.post("/twilio/inbound", {key: value for key, value in TEXT.items() if key != name})
    assert answer.status_code == 400 and name in answer.text
    assert door.rows("inbound") == 0


@pytest.mark.parametrize("field", [{"From": "<script>"}, {"From": ""}, {"MessageSid": "a b"}, {"MessageSid": "x" * 65}])
def test_what_cannot_be_meant_is_refused_and_not_repeated(door: FrontDoor, field: dict[str, str]) -> None:
    answer = door.post("/twilio/inbound", {**TEXT, **field})
    assert answer.status_code == 400 and "script" not in answer.text
    assert door.rows("inbound") == 0


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "\U0001f600" * 300,
        "a" * 10_000,
        "\u202eemordnilap",
        "\u0645\u0631\u062d\u0628\u0627",
        "\ufffd\x01\x1b[31m",
        "\u2019" * 50,
    ],
    ids=["empty", "blank", "emoji", "10,000 characters", "right-to-left mark", "Arabic", "control", "curly"],
)
def test_whatever_dean_types_is_kept_as_he_typed_it(door: FrontDoor, body: str) -> None:
    door.world.person()
    assert door.text(body).status_code == 200
    assert bodies(door) == [body]


def test_null_bytes_are_taken_out_and_the_rest_is_kept(door: FrontDoor) -> None:
    assert door.text("he\0lp\0").status_code == 200
    assert bodies(door) == ["help"]


def test_bytes_that_are_no_utf_8_do_not_lose_the_text(door: FrontDoor) -> None:
    raw = f"MessageSid={SID}&From=%2B{DEAN[1:]}&Body=help+%FF%FE+me".encode()
    signed = sign(TOKEN, f"{PUBLIC_URL}/twilio/inbound", {**TEXT, "Body": "help %FF%FE me"})
    kind = "application/x-www-form-urlencoded; charset=latin-1"
    answer = door.app.test_client().post(
        "/twilio/inbound", data=raw, content_type=kind, headers={"X-Twilio-Signature": signed}
    )
    assert answer.status_code == 200
    assert bodies(door) == ["help %FF%FE me"]


def test_a_body_past_the_limit_is_refused_whole(door: FrontDoor) -> None:
    assert door.text("a" * 300_000).status_code == 413
    assert door.rows("inbound") == 0


def test_a_form_that_is_none_is_a_forgery(door: FrontDoor) -> None:
    answer = door.app.test_client().post("/twilio/inbound", data=b"{", content_type="application/json")
    assert answer.status_code == 403


def test_the_same_webhook_fifty_times_at_once_is_one_text_and_one_answer(door: FrontDoor) -> None:
    door.world.person()
    before = len(door.world.got())
    ready, statuses = threading.Barrier(50), list[int]()

    def phone() -> None:
        ready.wait()
        statuses.append(door.text("im struggling").status_code)

    threads = [threading.Thread(target=phone) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 50
    assert bodies(door) == ["im struggling"]
    door.world.run()
    assert len(door.world.got()) == before + 1


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status"])
def test_while_the_database_is_away_the_provider_hears_503(
    door: FrontDoor, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT private", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(door.world.bot.db, "work", away)
        answer = door.post(path, {**TEXT, "MessageStatus": "sent"})
        assert answer.status_code == 503 and "Retry-After" in answer.headers
        assert "private" not in answer.text
    assert door.post(path, {**TEXT, "MessageStatus": "sent"}).status_code in (200, 204)


def test_a_receipt_settles_the_text_it_is_for(door: FrontDoor) -> None:
    door.world.person()
    with door.world.bot.db.look() as work:
        sent = work.execute(outbox.outbox.select().where(outbox.outbox.c.state == "sent")).first()
    assert sent is not None
    form = {"MessageSid": sent.provider_sid, "MessageStatus": "delivered"}
    for _ in range(2):
        assert door.post(f"/twilio/status?attempt={sent.id}.{sent.attempt}", form).status_code == 204
    with door.world.bot.db.look() as work:
        row = outbox.get(work, sent.id)
    assert row is not None and row["state"] == "delivered"


def test_the_attempt_in_the_address_is_signed_too(door: FrontDoor) -> None:
    form = {"MessageSid": SID, "MessageStatus": "delivered"}
    for_another = sign(TOKEN, f"{PUBLIC_URL}/twilio/status?attempt=a.1", form)
    assert door.post("/twilio/status?attempt=b.1", form, for_another).status_code == 403


def test_a_receipt_for_nothing_that_we_know_changes_nothing(door: FrontDoor) -> None:
    assert door.post("/twilio/status", {"MessageSid": SID, "MessageStatus": "delivered"}).status_code == 204
    assert door.post("/twilio/status", {"MessageSid": SID}).status_code == 400


def test_whoever_rings_the_number_hears_that_it_is_for_texts(door: FrontDoor) -> None:
    answer = door.post("/twilio/voice", {"CallSid": "CA1", "From": DEAN, "To": "+447700900000"})
    (said,) = ElementTree.fromstring(answer.data)
    assert answer.status_code == 200 and said.tag == "Say" and "999" in str(said.text)


def test_joe_is_rung_and_presses_one_to_take_it(door: FrontDoor) -> None:
    door.world.person()
    assert door.text("i want to kill myself").status_code == 200
    door.world.run()
    with door.world.bot.db.look() as work:
        (urgent,) = [one for one in escalations.all_open(work) if one.urgency == "urgent"]
        rung = [row for row in said.of_escalation(work, urgent.id) if row["channel"] == "call"]
    assert rung and rung[0]["to"] == JOE
    path = f"/twilio/voice?notice={rung[0]['id']}"
    (gather,) = ElementTree.fromstring(door.post(path, {"CallSid": "CA1"}).data)
    assert gather.tag == "Gather" and gather.get("numDigits") == "1"
    assert door.post(path, {"CallSid": "CA1", "Digits": "1"}).status_code == 200
    with door.world.bot.db.look() as work:
        taken = escalations.get(work, urgent.id)
    assert taken is not None and taken.state == "mine" and taken.owner_id == door.world.staff["Joe"]
