"""Small flows, pathways and house rules, as staff would write them, for the tests of the core."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core import area, flow, house_rules, pathway
from bot.core.area import Area, Areas
from bot.core.flow import Flow
from bot.core.library import Library
from bot.core.raw import Raw

LONDON = ZoneInfo("Europe/London")
FRIDAY = datetime(2026, 6, 5, 10, tzinfo=UTC)
"""Dean is released on Friday 5 June 2026."""


def raw(data: Any, file: str = "flows/a.yaml") -> Raw:
    """Data as if read from a file where the n-th step of a path stands on line n."""
    return Raw(file, data, lambda path: len(path) or None)


def ask(then: str = "end", **more: Any) -> dict[str, Any]:
    """A question with yes and no, asked again once, whose silence leads to `then`."""
    return {
        "ask": "a-question",
        "answers": {"yes": then, "no": then},
        "unclear": {"say": "a-not-sure", "times": 1, "then": then},
        "silence": {"after": "24h", "then": then},
        **more,
    }


def flow_of(name: str, steps: Mapping[str, Any], **more: Any) -> Flow:
    """A flow that starts at the first of `steps`."""
    start = next(iter(steps))
    data = {"flow": name, "about": "A test", "start": start, "steps": steps, **more}
    return flow.read(raw(data, f"flows/{name}.yaml"))


RUNG = {"tell": "duty_worker", "by": ["call", "sms"], "within": "5m"}
LADDERS: Mapping[str, Any] = {
    "urgent": {"hours": "any", "outcome_within": "20m", "rungs": [RUNG]},
    "today": {"outcome_within": "4 working hours", "rungs": [{"tell": "keyworker", "by": ["sms"], "within": "1h"}]},
    "routine": {"outcome_within": "2d", "rungs": [{"tell": "keyworker", "by": ["email"], "within": "1d"}]},
}


def rules_of(**changes: Any) -> house_rules.HouseRules:
    """House rules that are in order, but for `changes`."""
    data = {
        "zone": "Europe/London",
        "quiet_hours": {"from": "21:00", "to": "08:00"},
        "working_time": {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"},
        "limits": {},
        "reminders": [],
        "ladders": LADDERS,
        "escalations": {"struggling": {"says": "Struggling", "urgency": "today"}},
        "needs": {},
        "codes": {},
        "telling_words": [],
        **changes,
    }
    return house_rules.read(raw(data, "flows/house_rules.yaml"))


def pathway_of(contacts: Mapping[str, Any]) -> pathway.Pathway:
    """A pathway from the day of release that ends in a task."""
    last = {"at": "release + 28d", "task": "Close", "by": "release + 30d", "otherwise": "struggling"}
    data = {"pathway": "prison_release", "about": "A test", "anchor": "release", "contacts": {**contacts, "end": last}}
    return pathway.read(raw(data, "flows/pathways/prison_release.yaml"))


KINDS = {"naloxone": "naloxone kits", "housing": "somewhere to stay", "jobcentre": "jobcentre"}


def service(**changes: Any) -> dict[str, Any]:
    """A service that is in order, open on weekdays from 9 to 5, but for `changes`; None leaves a line out."""
    data = {
        "kinds": ["naloxone"],
        "name": "Hope House",
        "address": "1 Station Road",
        "phone": "116 123",
        "hours": {"mon-fri": "09:00-17:00"},
        "bank_holidays": "closed",
        "source": "Asha rang",
        "checked": "2026-05-01",
        "review": "2026-11-01",
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def area_of(name: str = "Walsall", services: Mapping[str, Any] | None = None, **more: Any) -> Area:
    """An area with these services, one that is in order unless told."""
    data = {"area": name, "adder": "no", "services": services or {"house": service()}, **more}
    return area.read(raw(data, f"flows/areas/{name.lower()}.yaml"), KINDS)


def areas_of(*areas: Area) -> Areas:
    return Areas({one.name: one for one in areas}, KINDS)


def library_of(
    *flows: Flow, contacts: Mapping[str, Any] | None = None, areas: tuple[Area, ...] = (), **rules: Any
) -> Library:
    """A library of these flows and areas."""
    named, pathways = {one.name: one for one in flows}, {"p": pathway_of(contacts or {})}
    return Library("a", named, pathways, rules_of(**rules), areas_of(*areas))
