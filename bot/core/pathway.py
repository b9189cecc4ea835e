"""A pathway: what contact somebody gets, relative to an anchor date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.effects import URGENCIES, Urgency
from bot.core.raw import Raw
from bot.core.when import Every, When, parse_every, parse_when

__all__ = ["ANCHORS", "Anchor", "Contact", "Pathway", "When", "parse_when", "read"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a pathway counts from. `says` is the day in words; `task` confirms that it has come; `until_then` is how
    staff read what has not been confirmed yet; `inside`: there is no phone before it (safety rule 13)."""

    name: str
    says: str
    task: str
    until_then: str
    inside: bool = False


ANCHORS: Mapping[str, Anchor] = {
    one.name: one
    for one in (
        Anchor("release", "Day of release", "confirm_release", "release not confirmed", inside=True),
        Anchor("order_start", "Day the order starts", "confirm_start", "start not recorded"),
        Anchor("seen", "Day they were seen in the custody suite", "confirm_start", "start not recorded"),
    )
}

BEFORE_DAY_OFF = "before a day off"


@dataclass(frozen=True, slots=True)
class Contact:
    """A planned contact: a `flow` by text once the start is confirmed, or a `task` for the keyworker.

    A task not done by `by` raises the escalation `otherwise`. `one_of` is the name that it repeats under; with
    `before_day_off` it is planned only where the anchor day, or the day after it, is a day off.
    """

    name: str
    at: When
    flow: str = ""
    task: str = ""
    by: When | None = None
    otherwise: str = ""
    urgency: Urgency = "today"
    one_of: str = ""
    before_day_off: bool = False


@dataclass(frozen=True, slots=True)
class Pathway:
    """Contacts by name, counted from the anchor, over so many days; what repeats is there once for each time."""

    name: str
    about: str
    anchor: str
    days: int
    contacts: Mapping[str, Contact]
    where: str

    @property
    def texts(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.contacts.values() if contact.flow)

    @property
    def tasks(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.contacts.values() if contact.task)

    @property
    def starts(self) -> Anchor:
        return ANCHORS[self.anchor]


def read(raw: Raw) -> Pathway:
    """A pathway from its file; raises Refused."""
    raw.only("pathway", "about", "anchor", "days", "contacts")
    anchor = raw.one_of("anchor", tuple(ANCHORS))
    listed = raw.down("contacts")
    contacts: dict[str, Contact] = {}
    for name in listed:
        for contact in _contacts(name, listed.down(name, f"contact {name}"), (anchor, "confirmed")):
            if contact.name in contacts:
                raise listed.refuse(f"two contacts are called {contact.name}", "Give one another name")
            contacts[contact.name] = contact
    if not any(contact.task for contact in contacts.values()):
        raise raw.refuse("no contact is a task", "End with a task: a pathway's end needs a human's close")
    return Pathway(raw.text("pathway"), raw.text("about"), anchor, raw.number("days", 28), contacts, raw.where)


MOST_TIMES = 200


def _contacts(name: str, raw: Raw, anchors: tuple[str, ...]) -> Iterator[Contact]:
    """The contact, or each time of one that repeats: the second of `check_in` is `check_in_2`."""
    one = _contact(name, raw, anchors)
    if "every" not in raw:
        yield one
        return
    every: Every = raw.reading(parse_every, raw.text("every"))
    if one.at.anchor == "confirmed" or one.at.morning:
        raise raw.refuse("`every` needs a day to count from", f"Set `at` against `{anchors[0]}`")
    times = (every.until - one.at.seconds) // every.step + 1
    if not 1 <= times <= MOST_TIMES:
        raise raw.refuse(f"`every: {raw.text('every')}` is {max(times, 0)} times", "Let it end after it begins")
    for number in range(times):
        later = number * every.step
        by = one.by.later(later) if one.by else None
        yield Contact(
            f"{name}_{number + 1}", one.at.later(later), one.flow, one.task, by, one.otherwise, one.urgency, name,
            one.before_day_off,
        )  # fmt: skip


def _contact(name: str, raw: Raw, anchors: tuple[str, ...]) -> Contact:
    raw.only("at", "every", "only", "flow", "task", "by", "otherwise", "urgency")
    if ("flow" in raw) == ("task" in raw):
        raise raw.refuse("a contact is a text or a task", "Give it one of `flow:` and `task:`")
    if "task" in raw and not ("by" in raw and "otherwise" in raw):
        raise raw.refuse("this task may be forgotten", "Give it `by:` a moment and `otherwise:` an escalation")
    at = _when(raw, "at", anchors)
    if "task" in raw and at.anchor == "confirmed":
        raise raw.refuse("a task cannot wait for the confirmation", f"Set it against `{anchors[0]}`")
    return Contact(
        name=name,
        at=at,
        flow=str(raw.mapping().get("flow", "")),
        task=str(raw.mapping().get("task", "")),
        by=_when(raw, "by", anchors) if "by" in raw else None,
        otherwise=str(raw.mapping().get("otherwise", "")),
        urgency=raw.one_of("urgency", URGENCIES, "today"),
        before_day_off="only" in raw and bool(raw.one_of("only", (BEFORE_DAY_OFF,))),
    )


def _when(raw: Raw, key: str, anchors: tuple[str, ...]) -> When:
    when = raw.reading(parse_when, raw.text(key))
    if when.anchor not in anchors:
        raise raw.refuse(f"`{key}` counts from `{when.anchor}`", f"Count from one of: {', '.join(anchors)}")
    return when
