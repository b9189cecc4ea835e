"""Files that somebody brings, as they lie on somebody's desk."""

from __future__ import annotations

from io import BytesIO

from bot.handlers.imports import runs
from bot.handlers.imports.looking import Report, Source
from bot.store import imports
from bot.store.imports import Run
from tests.support.world import World

PEOPLE = "reference,first_name,last_name,phone,pathway,anchor_date,area,agency,keyworker,language,discreet"
MEETINGS = "reference,person_reference,kind,starts_at,place,with_whom,status"
DEANS = "R1,Dean,Foster,07700 900001,prison_release,2026-06-12,Birmingham,treatment,asha@example.org,en,yes"
LEANNES = "R2,Leanne,Hart,07700 900002,prison_release,2026-06-19,Birmingham,treatment,Asha Worker,en,no"


def a_file(kind: str, *lines: str, encoding: str = "utf-8", calendar: bool = False, person: str = "") -> Source:
    head = () if calendar else (PEOPLE if kind == "people" else MEETINGS,)
    raw = "\r\n".join((*head, *lines)) + "\r\n"
    return Source(kind, "list.csv", BytesIO(raw.encode(encoding)), 50, calendar, person)


def look(there: World, source: Source) -> Report:
    return runs.look(there.bot, source, None)


def bring(there: World, source: Source, *, skip_bad: bool = False) -> Run:
    """Brought, said yes to and taken over to the end."""
    run_id = runs.bring(there.bot, source, None, there.staff["Asha"])
    runs.start(there.bot, run_id, there.staff["Asha"], skip_bad=skip_bad)
    while runs.take_next(there.bot, run_id):
        continue
    return the_run(there, run_id)


def the_run(there: World, run_id: str) -> Run:
    with there.bot.db.look() as work:
        run = imports.get(work, run_id)
    assert run is not None
    return run
