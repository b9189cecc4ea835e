"""How the phone page says moments, states and numbers."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.web.simulator.board import local

DELIVERY = {
    "sent": "Sent",
    "delivered": "Delivered",
    "undelivered": "Not delivered",
    "failed": "Refused by the network",
    "unsure": "Unsure",
    "received": "Received",
}
BEHAVIOUR = {"reachable": "On", "off": "Phone off", "gone": "Number gone"}
CHANNEL = {"sms": "Text", "call": "Call", "email": "E-mail"}


def clock(moment: datetime) -> str:
    """`09:05`, in local time."""
    return f"{local(moment):%H:%M}"


def day(moment: datetime) -> str:
    """`Friday 27 November`, in local time."""
    here = local(moment)
    return f"{here:%A} {here.day} {here:%B}"


def stamp(moment: datetime) -> str:
    """`Fri 27 Nov, 09:05`, in local time."""
    here = local(moment)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


def until(moment: datetime, now: datetime) -> str:
    """`in 3 hours`, `in 20 minutes`, `2 hours ago`."""
    gap = moment - now
    said = _length(abs(gap))
    return f"{said} ago" if gap < timedelta(0) else f"in {said}"


def _length(gap: timedelta) -> str:
    minutes = max(1, round(gap.total_seconds() / 60))
    if minutes < 90:
        return _count(minutes, "minute")
    hours = round(minutes / 60)
    return _count(hours, "hour") if hours < 36 else _count(round(hours / 24), "day")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def phone_number(number: str) -> str:
    """`07700 900001` for a number in E.164."""
    return f"0{number[3:7]} {number[7:]}" if number.startswith("+44") and len(number) == 13 else number


def parts(count: int) -> str:
    return _count(count, "part")


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()


def tint(name: str) -> int:
    """One of six colours for a name, the same every time."""
    return sum(name.encode()) % 6


FILTERS = {
    "clock": clock,
    "day": day,
    "moment": stamp,
    "phone_number": phone_number,
    "parts": parts,
    "initials": initials,
    "tint": tint,
}
