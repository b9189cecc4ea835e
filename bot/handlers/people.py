"""Registering people, and handing them over to another keyworker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.core.span import local
from bot.handlers import enrolling, escalations, numbers, planning
from bot.handlers.bot import Bot, about, the_person
from bot.handlers.carry_out import keep_in_hand
from bot.handlers.custody import confirm_release, set_custody
from bot.handlers.phones import read_mobile
from bot.handlers.refusal import Refusal
from bot.store import agencies, people, staff
from bot.store import escalations as escalation_rows
from bot.store.database import Work

__all__ = ["Registration", "confirm_release", "hand_over", "register", "set_custody"]


@dataclass(frozen=True, slots=True)
class Registration:
    """Somebody new. `phone` as typed, or empty; `released` when the start is confirmed: they are out, or it has begun.

    `anchor_time` is the local time of the anchor, where it is known; `more` are further pathways with their days.
    """

    first_name: str
    last_name: str
    phone: str | None
    pathway: str
    anchor_date: date
    area: str
    agency: str
    team_id: str
    keyworker_id: str | None
    language: str = "en"
    discreet: bool = True
    lawful_basis: str = "public task"
    reference: str = ""
    address: str = ""
    emergency_contact: str = ""
    released: bool = False
    anchor_time: time | None = None
    more: tuple[tuple[str, date], ...] = ()

    @property
    def pathways(self) -> tuple[tuple[str, date], ...]:
        return ((self.pathway, self.anchor_date), *self.more)


def register(bot: Bot, new: Registration, by: str | None) -> str:
    """A new person with everything planned; raises Refusal. A number in use is kept but texted to neither."""
    with bot.db.work() as work:
        return registered(bot, work, new, by, bot.clock.now())


def registered(bot: Bot, work: Work, new: Registration, by: str | None, now: datetime) -> str:
    """The same within work in hand."""
    wanted = [(enrolling.the_pathway(bot, name), day) for name, day in new.pathways]
    _refuse(new, [(pathway.name, pathway.starts.inside) for pathway, _ in wanted])
    phone = read_mobile(new.phone) if new.phone and new.phone.strip() else ""
    numbers.refuse_staffs(work, phone)
    if new.reference and people.with_reference(work, new.reference):
        raise Refusal("reference", f"{new.reference} is registered already", "Open that person instead")
    others = numbers.having(work, phone)
    inside = any(pathway.starts.inside for pathway, _ in wanted) and not new.released
    person_id = _added(work, new, phone, bool(others), "in_prison" if inside else "released", bot, now)
    zone = bot.rules.house_rules.zone
    at = local(datetime.combine(new.anchor_date, new.anchor_time), zone) if new.anchor_time else None
    begun = [
        enrolling.enrol(bot, work, person_id, pathway, day, now, by=by, at=None if number else at)
        for number, (pathway, day) in enumerate(wanted)
    ]
    if others:
        numbers.shared(bot, work, [*others, the_person(work, person_id)], now)
    for one in begun if new.released else ():
        planning.confirm(bot, work, one, by, now)
    planning.sum_up(work, person_id)
    keep_in_hand(bot, work, about(work, the_person(work, person_id)), now)
    return person_id


def _refuse(new: Registration, wanted: list[tuple[str, bool]]) -> None:
    if not new.first_name.strip():
        raise Refusal("first_name", "the first name is missing", "Write the name they go by")
    if len({name for name, _ in wanted}) < len(wanted):
        raise Refusal("pathway", "one pathway is there twice", "Choose each once")
    days = {day for (_, inside), (_, day) in zip(wanted, new.pathways, strict=True) if inside}
    if len(days) > 1:
        raise Refusal("anchor_date", "there are two days of release", "Give the same day for both")


def _added(
    work: Work, new: Registration, phone: str, taken: bool, custody: str, bot: Bot, now: datetime
) -> str:  # fmt: skip
    stopped = numbers.stopped_before(work, phone)
    columns = columns_of(new, phone, custody, bot.rules.revision, now, taken=taken, stopped=stopped)
    # Planned within this same work; the constraint is checked at once, not at the commit.
    return people.add(work, **columns, next_contact_at=now)


def columns_of(
    new: Registration, phone: str, custody: str, revision: str, now: datetime, *, taken: bool, stopped: bool
) -> dict[str, Any]:
    """What a new person's row begins as; `taken`: somebody has the number, `stopped`: it asked us to stop."""
    names = ("anchor_date", "area", "agency", "team_id", "keyworker_id", "language", "discreet", "lawful_basis")
    private = {"first_name": new.first_name.strip(), "last_name": new.last_name.strip(), "phone": phone}
    kept = {name: getattr(new, name) for name in ("reference", "address", "emergency_contact")}
    return {
        "private": {**private, **kept},
        **{name: getattr(new, name) for name in names},
        "number": "conflict" if taken else "unverified" if phone else "none",
        "custody": custody,
        "status": "active",
        "revision": revision,
        "created_at": now,
        "opted_out": stopped,
    }


def hand_over(bot: Bot, person_id: str, keyworker_id: str, staff_id: str) -> None:
    """Another keyworker: everything that is open goes along, and they are told of it anew."""
    with bot.db.work() as work:
        handed_over(bot, work, person_id, keyworker_id, staff_id, bot.clock.now())


def handed_over(bot: Bot, work: Work, person_id: str, keyworker_id: str, by: str, now: datetime) -> None:
    """The same within work in hand."""
    worker = staff.get(work, keyworker_id)
    if worker is None or not worker.active:
        raise Refusal("keyworker", "nobody active has that name", "Choose a keyworker of the team")
    old = the_person(work, person_id)
    if agencies.of_team(work, old.team_id) != agencies.of_team(work, worker.team_id):
        raise Refusal("keyworker", "they work for another agency", "Refer the person to them instead")
    people.change(work, person_id, keyworker_id=worker.id, team_id=worker.team_id)
    for one in escalation_rows.open_about(work, person_id):
        escalations.handed_over(bot, work, one, old.keyworker_id, worker, now, by=by)
