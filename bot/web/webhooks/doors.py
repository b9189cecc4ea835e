"""The three doors: texts that come in, receipts for what went out, and calls."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.handlers import inbound, receipts, voice
from bot.handlers.bot import Bot
from bot.handlers.inbound import Incoming
from bot.handlers.receipts import Receipt
from bot.handlers.voice import Spoken
from bot.settings import Settings
from bot.web.webhooks import form
from bot.web.webhooks.guard import Guard

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
WAITS_FOR_A_KEY = 10
"""Seconds."""
TIMES_SAID = 2


ADDRESS = "/twilio"


def application(bot: Bot, settings: Settings) -> Flask:
    """The provider's doors below `/twilio`, as an application of their own; its signature alone opens them.

    Sessions, sign-in and form tokens are the pages' matter: here they would cost half a millisecond of every text.
    """
    app = Flask("bot.web.webhooks")
    doors = Blueprint("twilio", __name__, url_prefix=ADDRESS)
    doors.before_request(Guard(settings.twilio_auth_token, settings.public_url))

    @doors.post("/inbound")
    def text_comes_in() -> Response:
        inbound.receive(bot, _incoming(bot))
        return _xml(NOTHING_TO_SAY)

    @doors.post("/status")
    def receipt_comes_in() -> Response:
        receipts.receive(bot, _receipt())
        return Response(status=204)

    @doors.post("/voice")
    def call_is_answered() -> Response:
        notice = request.args.get("notice", "").replace("\0", "")
        return _xml(
            _said(voice.answer(bot, notice or None, form.chosen("Digits") or None, form.chosen("From") or None))
        )

    app.register_blueprint(doors)
    return app


def _incoming(bot: Bot) -> Incoming:
    return Incoming(
        sid=form.sid("MessageSid", "SmsSid"),
        sender=form.sender(),
        body=form.needed("Body"),
        received_at=bot.clock.now(),
        to=form.chosen("To") or "",
        opt_out_type=form.chosen("OptOutType") or None,
    )


def _receipt() -> Receipt:
    status = form.chosen("MessageStatus") or form.chosen("CallStatus") or form.chosen("SmsStatus")
    if not status:
        form.bad("MessageStatus is missing")
    return Receipt(
        sid=form.sid("MessageSid", "CallSid", "SmsSid"),
        status=status[:40],
        error_code=(form.chosen("ErrorCode") or "")[:40] or None,
        attempt=request.args.get("attempt", "").replace("\0", "")[:80] or None,
    )


def _said(spoken: Spoken) -> str:
    """TwiML: the words, and where a key is awaited, ten seconds for it; the same address hears the key."""
    answer = VoiceResponse()
    if spoken.gather:
        gather = Gather(num_digits=1, timeout=WAITS_FOR_A_KEY, action_on_empty_result=False)
        gather.say(spoken.words, language="en-GB", loop=TIMES_SAID)
        answer.append(gather)
    else:
        answer.say(spoken.words, language="en-GB")
    return str(answer)


def _xml(text: str) -> Response:
    return Response(text, 200, content_type="text/xml; charset=utf-8")
