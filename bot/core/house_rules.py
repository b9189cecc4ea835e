"""The house rules: quiet hours, working time, limits, ladders and reminders, read from one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core import ladder, working_time
from bot.core.effects import URGENCIES, Urgency
from bot.core.ladder import Ladder
from bot.core.raw import Raw
from bot.core.span import Span
from bot.core.when import When, parse_when
from bot.core.working_time import Calendar, IsHoliday, QuietHours, WorkingTime

CODE_MEANINGS = ("opted_out", "bad_number", "try_again", "tell_staff")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how late and how often."""

    routine_texts_a_day: int
    routine_texts_a_week: int
    same_flow_days_apart: int
    texts_apart: Span
    automatic_answer_within: Span
    unknown_sender_reply_every: Span
    early_days: int
    high_risk_days: int
    contact_worth_for: Span
    hold_for: Span
    referral_accept_within: Span
    referral_at_least: Span
    look_for: Span


@dataclass(frozen=True, slots=True)
class Reminder:
    """A flow that begins before each appointment, or only before those of its `kinds`."""

    flow: str
    at: When
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of escalation: what staff read, and how urgent it is when nothing else says so."""

    name: str
    says: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Everything in the house rules file."""

    zone: ZoneInfo
    quiet_hours: QuietHours
    working_time: WorkingTime
    limits: Limits
    reminders: tuple[Reminder, ...]
    ladders: Mapping[str, Ladder]
    kinds: Mapping[str, Kind]
    needs: Mapping[str, str]
    codes: Mapping[str, str]
    telling_words: frozenset[str]
    where: str

    def ladder_for(self, urgency: str) -> Ladder:
        return self.ladders[urgency]

    def reminders_of(self, kind: str) -> tuple[Reminder, ...]:
        """The reminders of a kind of appointment: its own where it has any, else the general ones."""
        own = tuple(reminder for reminder in self.reminders if kind in reminder.kinds)
        return own or tuple(reminder for reminder in self.reminders if not reminder.kinds)

    def calendar(self, holiday: IsHoliday) -> Calendar:
        """Which days are worked; bank holidays are given."""
        return Calendar(self.zone, self.working_time, holiday)

    def kind(self, name: str) -> Kind:
        return self.kinds.get(name) or Kind(name, name.replace("_", " "), "today")


def read(raw: Raw) -> HouseRules:
    """The house rules from their file; raises Refused."""
    raw.only(
        "zone", "quiet_hours", "working_time", "limits", "reminders", "ladders", "escalations", "needs", "codes",
        "telling_words",
    )  # fmt: skip
    ladders = raw.down("ladders")
    for urgency in URGENCIES:
        if urgency not in ladders:
            raise ladders.refuse(f"there is no ladder `{urgency}`", f"Add one for each of: {', '.join(URGENCIES)}")
    return HouseRules(
        zone=_zone(raw),
        quiet_hours=working_time.read_quiet_hours(raw.down("quiet_hours")),
        working_time=working_time.read_working_time(raw.down("working_time")),
        limits=_limits(raw.down("limits")),
        reminders=tuple(_reminder(item) for item in raw.down("reminders").items()),
        ladders={name: ladder.read(name, ladders.down(name, f"ladder {name}")) for name in ladders},
        kinds={
            name: _kind(name, raw.down("escalations").down(name, f"kind {name}")) for name in raw.down("escalations")
        },
        needs={intent: raw.down("needs").text(intent) for intent in raw.down("needs")},
        codes={str(code): raw.down("codes").one_of(code, CODE_MEANINGS) for code in raw.down("codes")},
        telling_words=frozenset(str(item.data) for item in raw.down("telling_words").items()),
        where=raw.where,
    )


def _zone(raw: Raw) -> ZoneInfo:
    try:
        return ZoneInfo(raw.text("zone"))
    except (ZoneInfoNotFoundError, ValueError):
        raise raw.refuse(f"`zone: {raw.text('zone')}` is unknown", "Write `zone: Europe/London`") from None


def _limits(raw: Raw) -> Limits:
    raw.only(*Limits.__dataclass_fields__)
    return Limits(
        routine_texts_a_day=raw.number("routine_texts_a_day", 3),
        routine_texts_a_week=raw.number("routine_texts_a_week", 7),
        same_flow_days_apart=raw.number("same_flow_days_apart", 2),
        texts_apart=raw.span("texts_apart", "2h"),
        automatic_answer_within=raw.span("automatic_answer_within", "10m"),
        unknown_sender_reply_every=raw.span("unknown_sender_reply_every", "1d"),
        early_days=raw.number("early_days", 4),
        high_risk_days=raw.number("high_risk_days", 14),
        contact_worth_for=raw.span("contact_worth_for", "12h"),
        hold_for=raw.span("hold_for", "1h"),
        referral_accept_within=raw.span("referral_accept_within", "8 working hours"),
        referral_at_least=raw.span("referral_at_least", "1h"),
        look_for=raw.span("look_for", "8h"),
    )


def _reminder(raw: Raw) -> Reminder:
    raw.only("flow", "at", "kinds")
    kinds = frozenset(str(item.data) for item in raw.down("kinds").items()) if "kinds" in raw else frozenset()
    if "kinds" in raw and not kinds:
        raise raw.refuse("`kinds` is empty", "Name the kinds of appointment, or leave it out")
    return Reminder(raw.text("flow"), raw.reading(parse_when, raw.text("at")), kinds)


def _kind(name: str, raw: Raw) -> Kind:
    raw.only("says", "urgency")
    return Kind(name, raw.text("says"), raw.one_of("urgency", URGENCIES))
