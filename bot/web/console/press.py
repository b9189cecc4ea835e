"""What every press does: one handler, then back to the page with a sentence that says what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from bot.handlers.refusal import Refusal


def press(act: Callable[[], str], back: str) -> ResponseReturnValue:
    """Do it and say it; a Refusal is said instead, and nothing was changed."""
    try:
        flash(act(), "done")
    except Refusal as refusal:
        flash(said(refusal), "problem")
    return redirect(back, 303)


def said(refusal: Refusal) -> str:
    return f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.do.rstrip('.')}."


def typed(name: str, limit: int = 500) -> str:
    """What was typed into a field, without null bytes and the space around it; raises Refusal when it is too long."""
    text = request.form.get(name, "").replace("\0", "").strip()
    if len(text) > limit:
        raise Refusal(name, f"it has {len(text)} characters", f"Write at most {limit}")
    return text


def ticked(name: str) -> bool:
    return bool(request.form.get(name))


FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A two-digit year is a slip, and at the ends of the calendar no day can be counted on."""


def typed_date(name: str) -> date:
    """The day typed into three fields; raises Refusal."""
    parts = [request.form.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    try:
        year, month, day = (int(part) for part in parts)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(year)
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise Refusal(
            name,
            "that is not a date",
            "Write the day, month and year in numbers, the year with four digits, such as 3 6 2027",
        ) from None


def typed_wall(name: str) -> datetime:
    """The day of three fields and the time of a fourth, as the clock on the wall shows it; raises Refusal."""
    day = typed_date(name)
    text = request.form.get(f"{name}-time", "").strip().replace(".", ":")
    try:
        return datetime.combine(day, datetime.strptime(text, "%H:%M").time())  # noqa: DTZ007 (wall time)
    except ValueError:
        raise Refusal(f"{name}-time", "that is not a time", "Write it as 14:30") from None


def typed_time(name: str) -> time | None:
    """A time as the clock on the wall shows it, where one is typed; raises Refusal."""
    text = typed(name, 20).replace(".", ":")
    try:
        return datetime.strptime(text, "%H:%M").time() if text else None  # noqa: DTZ007 (wall time)
    except ValueError:
        raise Refusal(name, "that is not a time", "Write it as 14:30") from None
