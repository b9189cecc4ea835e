"""Areas (local authorities) and the services that somebody can be sent to, read from files that staff edit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Literal

from bot.core.opening import ALL_DAY, CLOSED, Day, Hours, read_day
from bot.core.raw import Raw
from bot.core.working_time import DAYS

ANYBODY = "anybody"
LONGEST = 60
"""Characters of a name, an address or whom it is for: what a text has room for."""

Adder = Literal["yes", "no", "check"]
_PHONE = re.compile(r"\d{3}|\d{3} \d{3}|0[\d ]{9,14}")
_RANGE = re.compile(r"([a-z]{3})-([a-z]{3})")


@dataclass(frozen=True, slots=True)
class Service:
    """One door or line. `checked` is the day when somebody rang or went there; None: nobody has.

    An `example` is nobody's: the demo shows it, live mode does not start with it.
    """

    key: str
    kinds: tuple[str, ...]
    name: str
    address: str
    phone: str
    who: str
    hours: Hours
    source: str
    example: bool
    checked: date | None
    review: date
    where: str


@dataclass(frozen=True, slots=True)
class Area:
    """`everywhere` stands behind every other area. `adder`: whether Project ADDER funds it, "check" if not known."""

    name: str
    also: tuple[str, ...]
    adder: Adder
    everywhere: bool
    services: tuple[Service, ...]
    where: str

    @property
    def key(self) -> str:
        return plain(self.name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area of a revision by its name, and each kind of service in words for staff."""

    by_name: Mapping[str, Area] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def called(self, name: str) -> Area | None:
        """The area that somebody wrote so, whatever its capitals; None: not one of ours."""
        wanted = plain(name)
        for area in self.by_name.values():
            if not area.everywhere and wanted in map(plain, (area.name, *area.also)):
                return area
        return None

    def services(self, name: str) -> Iterator[Service]:
        """What somebody in that area can be sent to, nearest first: its own, then what stands behind every area."""
        if area := self.called(name):
            yield from area.services
        for one in self.by_name.values():
            if one.everywhere:
                yield from one.services


def plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def read_kinds(raw: Raw) -> Mapping[str, str]:
    """The kinds of services, from their file; raises Refused."""
    raw.only("kinds")
    kinds = raw.down("kinds")
    return {kind: kinds.text(kind) for kind in kinds}


def read(raw: Raw, kinds: Mapping[str, str]) -> Area:
    """An area from its file; raises Refused, naming file, line, service and what to do."""
    raw.only("area", "also", "adder", "everywhere", "services")
    listed = raw.down("services")
    return Area(
        name=raw.text("area"),
        also=tuple(str(item.data) for item in raw.down("also").items()) if "also" in raw else (),
        adder=raw.one_of("adder", ("yes", "no", "check"), "check"),
        everywhere=raw.one_of("everywhere", ("yes", "no"), "no") == "yes",
        services=tuple(_service(key, listed.down(key, f"service {key}"), kinds) for key in listed),
        where=raw.where,
    )


def _service(key: str, raw: Raw, kinds: Mapping[str, str]) -> Service:
    raw.only(
        "kinds", "name", "address", "phone", "for", "hours", "except", "bank_holidays", "source", "example", "checked",
        "review",
    )  # fmt: skip
    example = raw.mapping().get("example", False)
    if not isinstance(example, bool):
        raise raw.refuse(f"`example: {example}` is not known", "Write `example: true`, or leave it out")
    service = Service(
        key=key,
        kinds=tuple(_kind(item, kinds) for item in raw.down("kinds").items()),
        name=_short(raw, "name"),
        address=_short(raw, "address", ""),
        phone=_phone(raw),
        who=_short(raw, "for", ANYBODY),
        hours=_hours(raw),
        source=str(raw.mapping().get("source") or ""),
        example=example,
        checked=_day(raw, "checked"),
        review=_review(raw),
        where=raw.where,
    )
    if not service.address and not service.phone:
        raise raw.refuse("nobody can come or ring here", "Give it an `address` or a `phone`")
    if not example and not service.source:
        raise raw.refuse("this service has no source", "Write `source:` and who said so, and where; or `example: true`")
    return service


def _kind(item: Raw, kinds: Mapping[str, str]) -> str:
    if item.data not in kinds:
        near = get_close_matches(str(item.data), kinds, n=1)
        do = f"Did you mean {near[0]}?" if near else f"Use: {', '.join(kinds)}; or add it to the kinds"
        raise item.refuse(f'"{item.data}" is no kind of service', do)
    return str(item.data)


def _short(raw: Raw, key: str, default: str | None = None) -> str:
    if default is not None and raw.mapping().get(key) is None:
        return default
    words = " ".join(raw.text(key).split())
    if len(words) > LONGEST:
        raise raw.refuse(f"`{key}` has {len(words)} characters", f"Keep it under {LONGEST}: it goes into a text")
    return words


def _phone(raw: Raw) -> str:
    phone = _short(raw, "phone", "")
    if phone and not _PHONE.fullmatch(phone):
        raise raw.refuse(f'"{phone}" is no phone number', 'Write it as it is dialled here, such as "0121 496 0001"')
    return phone


def _hours(raw: Raw) -> Hours:
    usual = raw.down("hours")
    always = usual.data == "always"
    week = (ALL_DAY,) * 7 if always else _week(usual)
    holidays = None if always else _holidays(raw)
    differ = raw.down("except") if raw.mapping().get("except") else None
    days = {_date(differ, key): differ.reading(read_day, differ.text(key)) for key in differ} if differ else {}
    return Hours(week, days, holidays)


def _week(raw: Raw) -> tuple[Day, ...]:
    """Days that are not listed are closed; none is listed twice."""
    found: dict[int, Day] = {}
    for key in raw:
        for day in _days(raw, key):
            if day in found:
                raise raw.down(key).refuse(f"`{DAYS[day]}` stands here twice", "Give each day one line")
            found[day] = raw.down(key).reading(read_day, raw.text(key))
    if not any(found.values()):
        raise raw.refuse("it is never open", "Write `mon-fri: 09:00-17:00`, or `hours: always`")
    return tuple(found.get(day, CLOSED) for day in range(7))


def _days(raw: Raw, key: str) -> range:
    ends = _RANGE.fullmatch(key)
    first, last = (ends[1], ends[2]) if ends else (key, key)
    if first not in DAYS or last not in DAYS or DAYS.index(last) < DAYS.index(first):
        raise raw.down(key).refuse(f"`{key}` is no day", f"Use: {', '.join(DAYS)}, or a range such as mon-fri")
    return range(DAYS.index(first), DAYS.index(last) + 1)


def _holidays(raw: Raw) -> Day | None:
    if "bank_holidays" not in raw:
        raise raw.refuse("it does not say what happens on bank holidays",
                         "Write `bank_holidays: closed`, `bank_holidays: as usual` or times")  # fmt: skip
    written = raw.text("bank_holidays")
    return None if written == "as usual" else raw.down("bank_holidays").reading(read_day, written)


def _review(raw: Raw) -> date:
    day = _day(raw, "review")
    if day is None:
        raise raw.refuse("it has no day for its next review", "Write `review: 2027-05-01`")
    return day


def _day(raw: Raw, key: str) -> date | None:
    return None if raw.mapping().get(key) is None else raw.down(key).reading(_iso, raw.text(key))


def _date(raw: Raw, key: str) -> date:
    return raw.down(key).reading(_iso, key)


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no day; write it as 2027-05-01') from None
