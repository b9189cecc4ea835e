"""People: what becomes of a row that was read, and how it is taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.core.imports import Flaw, Kind, Values, Verdict, settled
from bot.handlers import custody, many, numbers
from bot.handlers import people as handler
from bot.handlers.bot import Bot
from bot.handlers.imports.session import Entry, Session
from bot.handlers.people import Registration
from bot.store import enrolments, imports, many_people, people, staff
from bot.store.database import Work
from bot.store.enrolments import Enrolment
from bot.store.people import Person
from bot.store.vault import WontOpen

SETTLED_BY_STAFF = {
    "pathway": "a change of pathway is a worker's decision",
    "anchor_date": "it has begun: a worker decides on another day",
}


def judge(bot: Bot, work: Work, session: Session, entries: Sequence[Entry]) -> list[Verdict]:
    """What becomes of each row, as the register stands now."""
    hashes = {one.reference: work.vault.hash("reference", one.reference) for one in entries}
    there = many_people.with_references(work, list(hashes.values()))
    known = imports.sourced_of(work, [row_id for row_id, _, _ in there.values()])
    phones = {str(one.says.get("phone") or ""): "" for one in entries if hashes[one.reference] not in there}
    phones = {phone: people.hash_phone(work, phone) or "" for phone in phones if phone}
    used = many_people.having_phones(work, list(phones.values()))
    staffs = staff.with_phones(work, list(phones.values()))
    verdicts = []
    for one in entries:
        if found := there.get(hashes[one.reference]):
            verdicts.append(_known(work, session, one, found, known.get(found[0])))
        else:
            verdicts.append(_new(one, phones.get(str(one.says.get("phone"))), used, staffs))
    return verdicts


def _new(one: Entry, phone_hash: str | None, used: Mapping[str, str], staffs: set[str]) -> Verdict:
    flaws = one.flaws
    if phone_hash in staffs:
        flaw = Flaw(one.line, "phone", "this is the number of a member of staff", "Give the person's own number")
        return Verdict(one.line, "bad", one.reference, flaws=(*flaws, flaw))
    if phone_hash in used:
        what = "this number is in use by somebody else"
        flaws = (
            *flaws,
            Flaw(one.line, "phone", what, "Both are kept and texted to neither: a person decides", bad=False),
        )
    return Verdict(one.line, "new", one.reference, {**one.says, **one.extra}, flaws=flaws)


def _known(
    work: Work, session: Session, one: Entry, found: tuple[str, str, str], source: imports.Sourced | None
) -> Verdict:
    row_id, team_id, status = found

    def left(column: str, what: str, do: str) -> Verdict:
        return Verdict(
            one.line, "left", one.reference, flaws=(Flaw(one.line, column, what, do, bad=False),), row_id=row_id
        )

    if session.team_id not in (None, team_id):
        flaw = Flaw(one.line, "reference", "somebody of another team has this reference", "Ask the team that has them")
        return Verdict(one.line, "bad", one.reference, flaws=(flaw,), row_id=row_id)
    if source and source.digest == digest(work, one.says):
        return Verdict(one.line, "unchanged", one.reference, row_id=row_id)
    if status != "active":
        why = {"died": "they died", many_people.DEATH_REPORTED: "somebody says that they have died"}.get(
            status, "their case is closed"
        )
        return left("reference", f"{why}: nothing is changed", "Only a worker opens a case again")
    try:
        who = people.get(work, row_id)
    except WontOpen:
        return left("reference", "their row does not open", "Tell whoever looks after this service")
    assert who is not None
    return _compared(work, session, one, who, source)


def _compared(work: Work, session: Session, one: Entry, who: Person, source: imports.Sourced | None) -> Verdict:
    on = the_enrolment(work, who.id, one.says["pathway"])
    ours, before = said_of(who, on), imports.said(work, who.id, source) if source else None
    changes, kept = settled(before, one.says, ours)
    waits = on is not None and on.inside and (on.confirmed_at is None or on.held_at is not None)
    # The day of a pathway that they are not on is no other day of the one they are on.
    same = waits and on is not None and on.pathway == one.says["pathway"]
    ours_to_decide = {"pathway"} if same else {"pathway", "anchor_date"}
    blocked = sorted(ours_to_decide & changes.keys())
    flaws = list(one.flaws)
    for name in blocked:
        what = f"{SETTLED_BY_STAFF[name]}: {_say(session, name, ours[name])} stays"
        flaws.append(Flaw(one.line, _column(name), what, "Change it on their page", bad=False))
    for name in kept:
        do = f"Change it on their page if {_say(session, name, one.says[name])} is right"
        what = f"a worker has {_say(session, name, ours[name])} here: it stays"
        flaws.append(Flaw(one.line, _column(name), what, do, bad=False))
    told = {
        _column(name): (_say(session, name, ours[name]), _say(session, name, value))
        for name, value in changes.items()
        if name not in blocked
    }
    # What was kept is heard all the same: it is said once, not at every import.
    kind: Kind = "changed" if told else "left" if flaws else "unchanged"
    return Verdict(one.line, kind, one.reference, {**one.says, **one.extra}, told, tuple(flaws), who.id)


def the_enrolment(work: Work, person_id: str, pathway: str) -> Enrolment | None:
    """On that pathway, else on the first that they are on."""
    active = enrolments.active_of(work, person_id)
    return next((one for one in active if one.pathway == pathway), active[0] if active else None)


def said_of(who: Person, on: Enrolment | None) -> dict[str, Any]:
    """What a source may say of a person, as it stands with us."""
    return {
        "first_name": who.first_name,
        "last_name": who.private.get("last_name", ""),
        "phone": who.phone or "",
        "pathway": on.pathway if on else "",
        "anchor_date": on.anchor_day.isoformat() if on and on.anchor_day else "",
        "area": who.area,
        "agency": who.agency,
        "keyworker_id": who.keyworker_id or "",
        "language": who.language,
        "discreet": who.discreet,
    }


def _column(name: str) -> str:
    return name.removesuffix("_id")


def _say(session: Session, name: str, value: Any) -> str:
    if name == "keyworker_id":
        return session.worker(str(value))
    return {True: "yes", False: "no", "": "nothing"}.get(value, str(value))


def digest(work: Work, says: Values) -> str:
    """The keyed hash of what a source says: the same words again are known without opening anything."""
    return work.vault.hash("import", repr(sorted((name, says[name]) for name in says if name != "team_id")))


def take(bot: Bot, work: Work, session: Session, new: Sequence[Verdict], by: str | None) -> list[str]:
    """Register the new ones; their ids in order."""
    return many.register_all(bot, work, [_registration(session, one.values) for one in new], by, session.now)


def _registration(session: Session, values: Values) -> Registration:
    team = session.team(values["team_id"])
    return Registration(
        first_name=values["first_name"],
        last_name=values.get("last_name", ""),
        phone=values.get("phone"),
        pathway=values["pathway"],
        anchor_date=date.fromisoformat(values["anchor_date"]),
        area=values.get("area") or team.area,
        agency=values.get("agency") or team.agency,
        team_id=team.id,
        keyworker_id=values.get("keyworker_id"),
        language=values.get("language", "en"),
        discreet=values.get("discreet", True),
        reference=values["reference"],
    )


def alter(bot: Bot, work: Work, session: Session, one: Verdict, by: str | None) -> None:
    """Carry out what changed of somebody whom we know; raises Refusal."""
    names = {name: one.values[name] for name in one.values if _column(name) in one.changes}
    for name, value in names.items():
        if change := CHANGES.get(name):
            change(bot, work, one.row_id, value, by, session.now)
    plain = {name: value for name, value in names.items() if name in ("area", "agency", "language", "discreet")}
    if plain:
        people.change(work, one.row_id, **plain)
    private = {name: value for name, value in names.items() if name in ("first_name", "last_name")}
    if private and (who := people.get(work, one.row_id, lock=True)):
        people.keep_private(work, who, **private)


CHANGES: Mapping[str, Callable[[Bot, Work, str, Any, str | None, datetime], None]] = {
    "phone": lambda bot, work, row_id, value, by, now: numbers.changed(bot, work, row_id, value, now),
    "keyworker_id": lambda bot, work, row_id, value, by, now: handler.handed_over(
        bot, work, row_id, value, by or "", now
    ),
    "anchor_date": lambda bot, work, row_id, value, by, now: custody.release_moved(
        bot, work, row_id, date.fromisoformat(value), by, now
    ),
}
"""Fields whose change is more than a new value."""
