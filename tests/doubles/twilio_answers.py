"""How the Twilio double answers its API: what is asked, refused, accepted and listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.doubles.twilio_account import OUR_NUMBER, Account, Item
from tests.doubles.twilio_faults import Faults
from tests.doubles.twilio_posts import Posts

API = re.compile(r"/2010-04-01/Accounts/(?P<account>\w+)/(?P<kind>Messages|Calls)(?:/(?P<sid>\w+))?\.json")
KINDS = {"Messages": "message", "Calls": "call"}


@dataclass
class Refused(Exception):
    """Twilio says no: HTTP status and its own code."""

    status: int
    code: int
    says: str

    def told(self) -> dict[str, Any]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.says, "more_info": more, "status": self.status}


@dataclass
class Api:
    """The Messages and Calls of one account."""

    account: Account
    faults: Faults
    posts: Posts
    sid: str

    def create(self, kind: str, body: str) -> Item:
        """Take a text or a call; raises Refused. Its receipts are not on their way yet: see `Posts.settle`."""
        form = {name: told[0] for name, told in parse_qs(body, keep_blank_values=True).items()}
        if not re.fullmatch(r"\+[1-9]\d{7,14}", form.get("To", "")):
            raise Refused(400, 21211, f"The 'To' number {form.get('To')} is not a valid phone number.")
        return self._take_text(form) if kind == "Messages" else self._take_call(form)

    def _take_text(self, form: dict[str, str]) -> Item:
        service, body = form.get("MessagingServiceSid"), form.get("Body", "")
        if not service and not form.get("From"):
            raise Refused(400, 21603, "A 'From' phone number is required.")
        if not body:
            raise Refused(400, 21602, "Message body is required.")
        if len(body) > 1600:
            raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        if not 1 <= int(form.get("ValidityPeriod", "36000")) <= 36000:
            raise Refused(400, 21624, "Invalid validity period value")
        if form["To"] in self.faults.stop:
            raise Refused(400, 21610, f"Attempt to send to unsubscribed recipient {form['To']}")
        return self.account.add(
            kind="message", to=form["To"], sender=form.get("From", OUR_NUMBER), body=body, direction="outbound-api",
            status="accepted" if service else "queued", callback=form.get("StatusCallback"), service=service,
        )  # fmt: skip

    def _take_call(self, form: dict[str, str]) -> Item:
        if not form.get("From", "").startswith("+"):
            raise Refused(400, 21213, "Caller phone number is required.")
        if not form.get("Url") and not form.get("Twiml"):
            raise Refused(400, 21205, "Url parameter is required.")
        return self.account.add(
            kind="call", to=form["To"], sender=form["From"], body=form.get("Twiml", ""), direction="outbound-api",
            status="queued", callback=form.get("StatusCallback"), url=form.get("Url"),
        )  # fmt: skip

    def fetch(self, sid: str) -> Item:
        item = self.account.find(sid)
        if item is None:
            raise Refused(404, 20404, "The requested resource was not found")
        return item

    def list(self, kind: str, query: str) -> dict[str, Any]:
        """One page, newest first, as the switches for lists have it."""
        asked = {name: told[0] for name, told in parse_qs(query).items()}
        lists = self.faults.lists
        size = min(int(asked.get("PageSize", "50")), lists.most)
        page = int(asked.get("Page", "0"))
        found = [item for item in self.account.of(KINDS[kind]) if self._old_enough(item) and _matches(item, asked)]
        if lists.reorder:
            found = [item for pair in zip(found[1::2], found[::2], strict=False) for item in pair] + _odd_one(found)
        shown = found[page * size : (page + 1) * size]
        here = f"/2010-04-01/Accounts/{self.sid}/{kind}.json"
        rest = asked | {"PageSize": str(size)}
        more = len(found) > (page + 1) * size
        return {
            kind.lower(): [item.told(self.sid) for item in shown],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(shown) - 1, 0),
            "uri": f"{here}?{urlencode(rest | {'Page': page})}",
            "first_page_uri": f"{here}?{urlencode(rest | {'Page': 0})}",
            "previous_page_uri": f"{here}?{urlencode(rest | {'Page': page - 1})}" if page else None,
            "next_page_uri": f"{here}?{urlencode(rest | {'Page': page + 1, 'PageToken': 'PA'})}" if more else None,
        }

    def _old_enough(self, item: Item) -> bool:
        return (self.account.now() - item.created).total_seconds() >= self.faults.lists.lag


def _odd_one(items: list[Item]) -> list[Item]:
    return items[-1:] if len(items) % 2 else []


def _matches(item: Item, asked: dict[str, str]) -> bool:
    """To, From and DateSent: an item that has no sent date yet matches no filter by date, as at Twilio."""
    dates = [name for name in asked if name.startswith("DateSent")]
    if dates and item.sent is None:
        return False
    same = item.to == asked.get("To", item.to) and item.sender == asked.get("From", item.sender)
    return same and all(_dated(item.sent, name[8:], asked[name]) for name in dates)


def _dated(sent: datetime | None, sign: str, wanted: str) -> bool:
    if sent is None:
        return False
    if not sign:
        return sent.date() == date.fromisoformat(wanted[:10])
    moment = datetime.fromisoformat(wanted)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    second = sent.replace(microsecond=0)
    return second >= moment if sign == ">" else second <= moment
