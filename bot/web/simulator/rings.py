"""Staff phones that are ringing, and the key pressed on them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

from bot.channels.provider import Outgoing
from bot.store import escalations, outbox
from bot.store.database import Work
from bot.web.simulator.network import Answer, Network

RINGS_FOR = timedelta(minutes=15)
"""On the demo's clock: long enough to see it, short enough that yesterday's call does not ring today."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A call to a member of staff. `said` is what the voice said after the key was pressed."""

    sid: str
    outgoing: Outgoing
    since: datetime
    said: str = ""


class Switchboard:
    """Remembers the calls of this run; several threads use it at once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._lock = threading.Lock()
        self._rings: dict[str, Ring] = {}

    def ring(self, sid: str, outgoing: Outgoing, now: datetime) -> None:
        with self._lock:
            self._rings = {key: one for key, one in self._rings.items() if now - one.since < RINGS_FOR}
            self._rings[sid] = Ring(sid, outgoing, now)

    def at(self, work: Work, phone: str | None, now: datetime) -> list[Ring]:
        """What rings at that number, newest first, and the call that was answered last.

        A call rings while nobody has its escalation; one escalation that called twice is one call to answer.
        """
        with self._lock:
            mine = [one for one in self._rings.values() if one.outgoing.to == phone and now - one.since < RINGS_FOR]
        newest = sorted(mine, key=lambda one: one.since, reverse=True)
        ringing: dict[str, Ring] = {}
        for one in newest:
            if not one.said and (about := _nobodys(work, one)):
                ringing.setdefault(about, one)
        return [*ringing.values(), *[one for one in newest if one.said][:1]]

    def press(self, sid: str, digits: str = "1") -> Ring | None:
        """Pick up, hear the words, press the key; None for a call that we do not know."""
        with self._lock:
            ring = self._rings.get(sid)
        if ring is None:
            return None
        heard = self._network.pick_up(sid, ring.outgoing)
        reply = self._network.pick_up(sid, ring.outgoing, digits) if heard.status == 200 else heard
        answered = replace(ring, said=spoken(reply))
        with self._lock:
            self._rings[sid] = answered
        return answered


def _nobodys(work: Work, ring: Ring) -> str | None:
    """The escalation that a call is about, as long as nobody has it."""
    row = outbox.get(work, ring.outgoing.notice) if ring.outgoing.notice else None
    one = escalations.get(work, row["escalation_id"]) if row and row["escalation_id"] else None
    return one.id if one and one.state == "open" else None


def spoken(answer: Answer) -> str:
    """The words of a TwiML answer, or what went wrong."""
    if answer.status != 200:
        return f"The call failed: the webhook answered {answer.status}."
    try:
        root = ElementTree.fromstring(answer.body)
    except ElementTree.ParseError:
        return "The call failed: the webhook's answer was no TwiML."
    return " ".join(" ".join(say.itertext()).strip() for say in root.iter("Say"))
