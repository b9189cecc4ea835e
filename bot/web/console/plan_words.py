"""What became of somebody's plan, in the words of their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.core.pathway import ANCHORS
from bot.web.console.say import plain

NOT_BY_A_TICK = ("confirm_release", "confirm_start", "close_or_extend")
"""Tasks that end only with what they ask for."""

CHANGED: Mapping[str, str] = {
    "pathway added": "On a pathway: {pathway}, from {day}",
    "pathway closed": "Off a pathway: {pathway}. {outcome}",
    "start confirmed": "The start is recorded: {pathway}",
    "released": "The release is confirmed",
    "early release": "Out earlier than planned: on {is}, not on {was}",
    "release moved": "The release has moved from {was} to {is}",
    "release postponed": "The release is put off: it was planned for {was}",
    "transferred": "Moved to another prison: {place}",
    "in custody": "Back in prison: texts are frozen",
    "may be in custody": "May be in custody: texts are frozen",
}


def changed(line: Mapping[str, Any]) -> str:
    """A line of what became of their plan."""
    said = {key: _shown(str(value)) for key, value in line.items() if isinstance(value, str)}
    return CHANGED.get(line["what"], plain(line["what"])).format_map({"was": "a day not known", **said})


def _shown(value: str) -> str:
    """A day or a name as staff read it; an empty one is not known."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return plain(value) if "_" in value or value.islower() else value
    return f"{day.day} {day:%B %Y}"


FILTERS: Mapping[str, Callable[..., Any]] = {"changed": changed}
GLOBALS: Mapping[str, Any] = {"anchors": ANCHORS, "NOT_BY_A_TICK": NOT_BY_A_TICK}
