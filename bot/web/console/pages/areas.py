"""Areas and services: where somebody can be sent, what is open now, and which reviews are due. Read only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from bot.core.area import Area, Service
from bot.core.opening import Opening
from bot.store import people
from bot.web.console.say import now
from bot.web.sign_in.who import the_bot


@dataclass(frozen=True, slots=True)
class Door:
    """A service as it stands at the moment of the page; `due` is why somebody has to look at it, or nothing."""

    service: Service
    opening: Opening
    kinds: str
    due: str


def add(doors: Blueprint) -> None:
    doors.add_url_rule("/areas", "areas", show)
    doors.add_url_rule("/areas/<key>", "area", look)


def show() -> str:
    areas = the_bot().rules.areas
    listed = [(area, _doors(area)) for area in areas.by_name.values()]
    with the_bot().db.look() as work:
        written = people.areas(work)
    strange = sorted((name for name in written if areas.called(name) is None), key=str.casefold)
    counts = {area.name: 0 for area, _ in listed}
    for name, many in written.items():
        if area := areas.called(name):
            counts[area.name] += many
    return render_template("console/areas.html", listed=listed, counts=counts, strange=strange)


def look(key: str) -> str:
    area = next((one for one in the_bot().rules.areas.by_name.values() if one.key == key), None)
    if area is None:
        abort(404)
    return render_template("console/area.html", area=area, doors=_doors(area))


def _doors(area: Area) -> list[Door]:
    bot, rules = the_bot(), the_bot().rules
    return [
        Door(
            service=one,
            opening=one.hours.at(now(), rules.house_rules.zone, bot.holiday),
            kinds=", ".join(rules.areas.kinds.get(kind, kind) for kind in one.kinds),
            due=_due(one),
        )
        for one in area.services
    ]


def _due(service: Service) -> str:
    if service.example:
        return "an example: nobody is there"
    if service.checked is None:
        return "nobody has checked it"
    return "review overdue" if service.review < now().date() else ""
