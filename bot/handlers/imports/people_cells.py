"""People: what the cells of a row say of somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core.cells import BadCell, day, yes_or_no
from bot.core.imports import Flaw, Row
from bot.handlers.imports.session import LANGUAGES, Cells, Entry, Session, once
from bot.handlers.phones import read_mobile
from bot.importers.table import Columns

COLUMNS = Columns(
    ("reference", "first_name", "last_name", "phone", "pathway", "anchor_date", "area", "agency", "keyworker",
     "language", "discreet"),
    ("reference", "first_name", "pathway", "anchor_date"),
)  # fmt: skip


def read(session: Session, row: Row) -> Entry | list[Flaw]:
    """What the row says; a list of what is wrong where it says nothing that can be used."""
    cells = Cells(row)
    reference = cells.words("reference", 60, needed=True)
    once(session, cells, reference)
    says: dict[str, Any] = {
        "reference": reference,
        "first_name": cells.words("first_name", 60, needed=True),
        "last_name": cells.words("last_name", 60),
        "phone": cells.read("phone", read_mobile),
        "pathway": cells.read("pathway", lambda text: _pathway(session, text), needed=True),
        "area": cells.words("area", 60),
        "agency": cells.words("agency", 60),
        "keyworker_id": cells.read("keyworker", lambda text: _keyworker(session, text)),
        "language": cells.read("language", _language),
        "discreet": cells.read("discreet", yes_or_no),
    }
    anchor = cells.read("anchor_date", day, needed=True)
    if anchor and says["pathway"]:
        _still_running(session, cells, anchor, says["pathway"])
    says["anchor_date"] = anchor.isoformat() if anchor else None
    team_id = _team(session, cells, says)
    if not cells.sound or team_id is None:
        return cells.flaws
    _number_twice(session, cells, says["phone"])
    # An empty cell says nothing: it takes nothing away.
    spoken = {name: value for name, value in says.items() if value is not None}
    return Entry(row.line, spoken, tuple(cells.flaws), {"team_id": team_id})


def _pathway(session: Session, text: str) -> str:
    name = text.strip().casefold().replace(" ", "_")
    if name not in session.pathways:
        raise BadCell(f'there is no pathway "{text[:30]}"', f"Choose one of {', '.join(sorted(session.pathways))}")
    return name


def _language(text: str) -> str:
    code = text.strip().casefold()
    if code not in LANGUAGES:
        raise BadCell(f'"{text[:20]}" is no language that we write', f"Write one of {', '.join(sorted(LANGUAGES))}")
    return code


def _keyworker(session: Session, text: str) -> str:
    wanted = text.strip().casefold()
    found = [one for one in session.workers if wanted in (one.name.casefold(), one.email.casefold())]
    found = [one for one in found if session.team_id in (None, one.team_id)]
    if len(found) != 1:
        what = f'"{text[:40]}" is {"the name of several workers" if found else "nobody who works here"}'
        raise BadCell(what, "Write the e-mail address that they sign in with")
    return found[0].id


def _still_running(session: Session, cells: Cells, anchor: date, pathway: str) -> None:
    over = (session.now.astimezone(session.zone).date() - anchor).days - session.pathways[pathway].days
    if over > 0:
        cells.bad(
            "anchor_date", f"the pathway from that day was over {over} days ago", "Leave them out, or mend the day"
        )


def _team(session: Session, cells: Cells, says: Mapping[str, Any]) -> str | None:
    """Whose team somebody new would be: the session's, the keyworker's, or the only one for that agency and area."""
    if session.team_id:
        return session.team_id
    worker = next((one for one in session.workers if one.id == says["keyworker_id"]), None)
    if worker:
        return worker.team_id
    fitting = [team for team in session.teams if (team.agency, team.area) == (says["agency"], says["area"])]
    among = fitting or session.teams
    if len(among) == 1:
        return str(among[0].id)
    cells.bad("keyworker", "it is not clear whose team this is", "Name a keyworker, or import for one team with --team")
    return None


def _number_twice(session: Session, cells: Cells, phone: str | None) -> None:
    if phone and (first := session.phones.setdefault(phone, cells.row.line)) != cells.row.line:
        cells.note(
            "phone", f"line {first} has this number too", "Both are kept and texted to neither: a person decides"
        )
