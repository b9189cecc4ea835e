"""The simulated provider: the shipped sibling of the real one, for the demo, the rehearsal and the tests."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Literal

from bot.channels import limits
from bot.channels.ledger import Ledger, MemoryLedger
from bot.channels.provider import Accepted, ChannelName, Outgoing, Received, SendError

Behaviour = Literal["reachable", "off", "gone", "blocked"]

OUR_NUMBER = "+447700900000"
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
"""What the real provider acts on by itself. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""

_TEXT_ENDS: dict[Behaviour, tuple[str, str | None]] = {
    "off": ("undelivered", "30003"),
    "gone": ("undelivered", "30005"),
}
_CALL_ENDS: dict[Behaviour, tuple[str, str | None]] = {"off": ("no-answer", None), "gone": ("failed", None)}

log = logging.getLogger(__name__)


class SimulatedProvider:
    """Takes texts and calls as Twilio would, and delivers them to nobody.

    `now` gives the moment (UTC) on the clock that `since` is told by. `behaviours` says of a number (E.164) that it is
    `off`, `gone` or `blocked`; any other is reachable. `on_accepted(sid, outgoing)` is called after each acceptance:
    there the demo posts the signed receipt whose form `receipt` gives.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        ledger: Ledger | None = None,
        *,
        number: str = OUR_NUMBER,
        account_sid: str = "AC" + "0" * 32,
        behaviours: MutableMapping[str, Behaviour] | None = None,
        on_accepted: Callable[[str, Outgoing], None] | None = None,
    ) -> None:
        self._now = now
        self._ledger = MemoryLedger() if ledger is None else ledger
        self.number = number
        self._account_sid = account_sid
        self._behaviours = {} if behaviours is None else behaviours
        self.on_accepted = on_accepted

    @property
    def can_ring(self) -> bool:
        return True

    def behave(self, number: str, behaviour: Behaviour) -> None:
        """From now on this phone is so."""
        self._behaviours[number] = behaviour

    def behaviour(self, number: str) -> Behaviour:
        return self._behaviours.get(number, "reachable")

    def send(self, outgoing: Outgoing) -> str:
        """Take one text or call; returns its id. Raises SendError as the real provider would."""
        limits.check(outgoing, ("sms", "call"))
        if code := self._refusal(outgoing):
            raise SendError(code, permanent=True)
        status, error_code = self.outcome(outgoing)
        body = "" if outgoing.channel == "call" else outgoing.body
        sid = self._next_sid("CA" if outgoing.channel == "call" else "SM")
        self._ledger.append(outgoing, Accepted(sid, outgoing.to, body, status, self._now(), error_code))
        self._tell(sid, outgoing)
        return sid

    def sent_since(self, to: str, since: datetime, *, channel: ChannelName = "sms") -> list[Accepted]:
        """What was taken for that number since the moment, newest first."""
        taken = [one for one in self._ledger.sent_to(to, channel) if one.at is None or one.at >= since]
        return taken[::-1]

    def received_since(self, since: datetime) -> list[Received]:
        """Every text held for us since the moment, oldest first."""
        return [text for text in self._ledger.received() if text.at >= since]

    def text_in(self, sender: str, body: str) -> Received:
        """A phone texts us: it is held here as the provider would hold it, whether or not our webhook then hears it."""
        text = Received(self._next_sid("SM"), sender, self.number, body, self._now())
        self._ledger.hold(text)
        word = body.strip().upper()
        if word in STOP_WORDS:
            self.behave(sender, "blocked")
        elif word in START_WORDS and self.behaviour(sender) == "blocked":
            self.behave(sender, "reachable")
        return text

    def outcome(self, outgoing: Outgoing) -> tuple[str, str | None]:
        """How it ends at that phone: the provider's word, and its error code where there is one."""
        behaviour = self.behaviour(outgoing.to)
        if outgoing.channel == "call":
            return _CALL_ENDS.get(behaviour, ("completed", None))
        return _TEXT_ENDS.get(behaviour, ("delivered", None))

    def receipt(self, sid: str, outgoing: Outgoing) -> dict[str, str]:
        """The form that the provider would post to `/twilio/status?attempt=...` when it has ended."""
        kind = "Call" if outgoing.channel == "call" else "Message"
        status, error_code = self.outcome(outgoing)
        form = {f"{kind}Sid": sid, f"{kind}Status": status, "To": outgoing.to, "From": self.number}
        form |= {"AccountSid": self._account_sid, "ApiVersion": "2010-04-01"}
        return form | ({"ErrorCode": error_code} if error_code else {})

    def _refusal(self, outgoing: Outgoing) -> str | None:
        call = outgoing.channel == "call"
        if not re.fullmatch(r"\+[1-9]\d{7,14}", outgoing.to):
            return "21211"
        if call:
            return None
        if not outgoing.body:
            return "21602"
        if len(outgoing.body) > limits.LONGEST_BODY:
            return "21617"
        return "21610" if self.behaviour(outgoing.to) == "blocked" else None

    def _next_sid(self, kind: str) -> str:
        return f"{kind}{self._ledger.next_number():032x}"

    def _tell(self, sid: str, outgoing: Outgoing) -> None:
        """A receipt that fails is the receipt's trouble: the text was taken."""
        if self.on_accepted is None:
            return
        try:
            self.on_accepted(sid, outgoing)
        except Exception as error:
            log.warning("the hook after accepting %s failed: %s", sid, type(error).__name__)
