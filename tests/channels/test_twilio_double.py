"""The double itself: its receipts, the texts it posts, its log on disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bot.channels.provider import SendError
from bot.channels.signature import genuine
from bot.channels.twilio_provider import TwilioProvider
from tests.channels.roads import ASHA, DEAN, ring, text
from tests.doubles.twilio_account import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER
from tests.doubles.twilio_control import Control, logged, running
from tests.doubles.twilio_double import TwilioDouble


class Webhook:
    """Our side: keeps each form that is posted to it, and whether it was signed by the holder of the token."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.genuine: list[bool] = []
        self.url = ""

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.genuine.append(genuine(AUTH_TOKEN, request.url, request.form, request.headers.get("X-Twilio-Signature")))
        self.forms.append({**request.form.to_dict(), **request.args.to_dict()})
        return Response("<Response/>", content_type="text/xml")(environ, start)

    def heard(self, number: int) -> list[dict[str, str]]:
        """The forms, once so many have come."""
        wait_until(lambda: len(self.forms) >= number)
        return self.forms


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    ours = Webhook()
    server = make_server("127.0.0.1", 0, ours, threaded=True)
    ours.url = f"http://127.0.0.1:{server.port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield ours
    server.shutdown()
    server.server_close()


def provider(url: str, public_url: str = "https://bot.example", timeout: float = 5) -> TwilioProvider:
    return TwilioProvider(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, public_url, url, timeout)


@contextmanager
def bad(control: Control, number: str, code: int) -> Iterator[None]:
    control.switch(bad={number: code})
    yield
    control.reset()


def statuses(forms: list[dict[str, str]]) -> list[str]:
    return [form.get("MessageStatus") or form["CallStatus"] for form in forms]


def test_receipts_name_the_attempt_and_are_signed(double: TwilioDouble, webhook: Webhook) -> None:
    sid = provider(double.url, webhook.url).send(text(attempt="attempt-7"))
    forms = webhook.heard(2)
    assert statuses(forms) == ["sent", "delivered"]
    assert all(form["attempt"] == "attempt-7" and form["MessageSid"] == sid and form["To"] == DEAN for form in forms)
    assert webhook.genuine == [True, True]


def test_a_call_tells_each_of_its_steps(double: TwilioDouble, webhook: Webhook) -> None:
    provider(double.url, webhook.url).send(ring())
    assert statuses(webhook.heard(4)) == ["initiated", "ringing", "in-progress", "completed"]


def test_receipts_may_come_twice_and_the_last_first(double: TwilioDouble, webhook: Webhook) -> None:
    Control(double.url).switch(receipts={"copies": 2, "reverse": True})
    provider(double.url, webhook.url).send(text())
    assert statuses(webhook.heard(4)) == ["delivered", "delivered", "sent", "sent"]
    assert Control(double.url).accepted()[0]["status"] == "delivered", "a final state never goes back"


def test_receipts_may_come_late(double: TwilioDouble, webhook: Webhook) -> None:
    Control(double.url).switch(receipts={"delay": 600})
    provider(double.url, webhook.url).send(text())
    assert webhook.forms == [] and Control(double.url).accepted()[0]["sent"] is None
    Control(double.url).advance(1200)
    assert statuses(webhook.heard(2)) == ["sent", "delivered"]


def test_receipts_come_for_a_text_whose_answer_never_did(double: TwilioDouble, webhook: Webhook) -> None:
    Control(double.url).fault("hang", accepted=True)
    with pytest.raises(SendError, match="timeout"):
        provider(double.url, webhook.url, timeout=0.3).send(text(attempt="attempt-8"))
    assert webhook.heard(2)[0]["attempt"] == "attempt-8"


def test_a_bad_number_shows_in_its_receipt(double: TwilioDouble, webhook: Webhook) -> None:
    with bad(Control(double.url), DEAN, 30005):
        provider(double.url, webhook.url).send(text())
        last = webhook.heard(2)[-1]
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30005")


@pytest.mark.parametrize("together", [False, True])
def test_a_phones_text_is_posted_as_often_as_told(double: TwilioDouble, webhook: Webhook, together: bool) -> None:
    url = webhook.url + "/twilio/inbound"
    told = Control(double.url).inbound(DEAN, "yes & no", url=url, times=5, together=together)
    assert told["answers"] == [200] * 5 and webhook.genuine == [True] * 5
    assert {(form["MessageSid"], form["From"], form["Body"]) for form in webhook.forms} == {
        (told["sid"], DEAN, "yes & no")
    }


def test_whoever_is_rung_can_press_a_key(double: TwilioDouble, webhook: Webhook) -> None:
    sid = provider(double.url, webhook.url).send(ring())
    told = Control(double.url).visit(sid, digits="1")
    assert told == {"status": 200, "text": "<Response/>"}
    pressed = next(form for form in webhook.heard(1) if "Digits" in form)
    assert (pressed["Digits"], pressed["notice"], pressed["To"], pressed["CallSid"]) == ("1", "notice-1", ASHA, sid)


def test_nothing_is_posted_beyond_loopback(double: TwilioDouble) -> None:
    provider(double.url, "https://bot.example").send(text())
    wait_until(lambda: len(double.posts.made) == 2)
    assert [post["status"] for post in Control(double.url).posts()] == [None, None]


def test_an_unknown_switch_is_refused(double: TwilioDouble) -> None:
    with pytest.raises(OSError, match="400"):
        Control(double.url).switch(receits={"hold": True})


def test_as_a_process_of_its_own_it_logs_before_it_answers(tmp_path: Path) -> None:
    log = tmp_path / "accepted.jsonl"
    with running(log) as control:
        sent = [provider(control.url).send(text(f"text {number}")) for number in range(5)]
        control.fault("reset", accepted=True)
        with pytest.raises(SendError, match="reset"):
            provider(control.url).send(text("the sixth"))
        assert [record["sid"] for record in logged(log)][:5] == sent
        assert logged(log)[5]["body"] == "the sixth"
    assert len(logged(log)) == 6, "it outlives the process"
