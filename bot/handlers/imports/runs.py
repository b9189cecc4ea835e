"""An import from the file to the register: looked over, kept sealed in batches, and taken over one batch at a time.

A batch is one transaction: its lines become rows and the batch goes, or neither. So killing a process loses nothing,
whoever comes next goes on at the batch that waits, and nobody's text waits longer than one batch takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import islice
from time import sleep

from sqlalchemy.exc import IntegrityError

from bot.core.imports import Flaw, Verdict
from bot.handlers.bot import Bot
from bot.handlers.imports.kinds import KINDS, Kind
from bot.handlers.imports.looking import MOST_TOLD, Report, Source, judged
from bot.handlers.imports.session import Entry, Session, open_session
from bot.handlers.races import until_won
from bot.handlers.refusal import Refusal
from bot.store import imports, tokens
from bot.store.database import Work
from bot.store.imports import APPLYING, DONE, DROPPED, READING, READY, Run
from bot.store.vault import WontOpen

KEPT_FOR = timedelta(hours=24)
"""How long lines wait for somebody to say yes: then they are dropped, for they hold names and numbers."""
ANSWERS_KEPT_FOR = timedelta(hours=48)
AT_ONCE = 8
"""Batches that are kept in one commit."""
TOLD_FOR = timedelta(days=30)
A_TURN = timedelta(seconds=3)
BREATH = 0.01
"""Seconds between two batches in which whoever waits for the database may have it."""
ROWS_FAULT = (Refusal, LookupError, WontOpen, IntegrityError)


def look(bot: Bot, source: Source, team_id: str | None) -> Report:
    """The dry run: what would become of every line. Raises Unreadable, Refusal."""
    with bot.db.look() as work:
        session = open_session(bot, work, team_id)
    report = Report()
    for _ in judged(bot, source, session, report):
        pass
    return report


def bring(bot: Bot, source: Source, team_id: str | None, by: str | None) -> str:
    """Look a file over and keep what is to be taken over; returns the run's id. Raises Unreadable, Refusal."""
    now = bot.clock.now()
    with bot.db.work() as work:
        session = open_session(bot, work, team_id)
        run_id = imports.begin(work, kind=source.kind, name=source.name, team_id=team_id, brought_by=by, now=now)
    report = Report()
    batches = (
        (number, [_kept(entry) for entry in some]) for number, some in enumerate(judged(bot, source, session, report))
    )
    try:
        while several := list(islice(batches, AT_ONCE)):
            with bot.db.work() as work:
                imports.put_batches(work, run_id, [(number, rows) for number, rows in several if rows])
    except BaseException:
        _forget(bot, run_id)
        raise
    with bot.db.work() as work:
        imports.change(work, run_id, state=READY, found=report.kept(), **report.counts)
    return run_id


def _kept(entry: Entry) -> list[object]:
    return [entry.line, dict(entry.says), dict(entry.extra)]


def _forget(bot: Bot, run_id: str) -> None:
    with bot.db.work() as work:
        imports.drop_batches(work, run_id)
        imports.change(work, run_id, state=DROPPED, finished_at=bot.clock.now())


def start(bot: Bot, run_id: str, by: str | None, *, skip_bad: bool) -> None:
    """Somebody says yes: the batches are taken over from now on. Raises Refusal, LookupError."""
    with bot.db.work() as work:
        run = imports.get(work, run_id, lock=True)
        if run is None:
            raise LookupError("there is no such import")
        if run.state in (APPLYING, DONE):
            return
        if run.state != READY:
            raise Refusal("import", "this import was dropped", "Bring the file again")
        if run.bad and not skip_bad:
            raise Refusal("import", f"{run.bad} lines are wrong", "Mend them, or import the others without them")
        imports.change(work, run_id, state=APPLYING, skip_bad=skip_bad, brought_by=by, applied_at=bot.clock.now())


def drop(bot: Bot, run_id: str) -> None:
    """Somebody says no: nothing is taken over. What was begun already goes on."""
    with bot.db.work() as work:
        if imports.move(work, run_id, READY, state=DROPPED, finished_at=bot.clock.now()):
            imports.drop_batches(work, run_id)


def take_next(bot: Bot, run_id: str) -> bool:
    """Take over one batch; False: there is nothing left to take."""
    more: list[bool] = []
    until_won(lambda: more.append(_take_next(bot, run_id)))
    return more[-1]


def _take_next(bot: Bot, run_id: str) -> bool:
    with bot.db.work() as work:
        run = imports.get(work, run_id, lock=True)
        if run is None or run.state != APPLYING:
            return False
        batch = imports.next_batch(work, run_id)
        if batch is None:
            imports.change(work, run_id, state=DONE, finished_at=bot.clock.now())
            return False
        batch_id, kept = batch
        entries = [Entry(line, says, (), extra) for line, says, extra in kept]
        session = open_session(bot, work, run.team_id)
        _tell(work, run, take(bot, work, session, KINDS[run.kind], entries, run.brought_by))
        imports.drop_batch(work, batch_id)
        imports.count_taken(work, run_id, len(entries))
    return True


def take(bot: Bot, work: Work, session: Session, kind: Kind, entries: Sequence[Entry], by: str | None) -> list[Verdict]:
    """Take rows over as the register stands now; what cannot be taken comes back as bad, and the others stand."""
    verdicts = kind.judge(bot, work, session, entries)
    says = {id(verdict): entry.says for verdict, entry in zip(verdicts, entries, strict=True)}
    new = [verdict for verdict in verdicts if verdict.kind == "new"]
    known = [verdict for verdict in verdicts if verdict.kind != "new" and verdict.values]
    came = _added(bot, work, session, kind, new, by)
    went = [_altered(bot, work, session, kind, verdict, by) for verdict in known]
    after = {id(old): fresh for old, fresh in zip((*new, *known), (*came, *went), strict=True)}
    for verdicts_of, is_new in ((new, True), (known, False)):
        done = [(says[id(old)], after[id(old)]) for old in verdicts_of if after[id(old)].kind != "bad"]
        said = [(fresh.row_id, kind.digest(work, words), words) for words, fresh in done]
        imports.keep_sourced(work, said, new=is_new)
    return [after.get(id(verdict), verdict) for verdict in verdicts]


def _added(bot: Bot, work: Work, session: Session, kind: Kind, new: list[Verdict], by: str | None) -> list[Verdict]:
    """All at once; where one of them cannot be added, one by one, so that it stops nobody else."""
    if not new:
        return []
    try:
        with work.connection.begin_nested():
            ids = kind.take(bot, work, session, new, by)
    except ROWS_FAULT as fault:
        if len(new) == 1:
            return [_failed(new[0], fault)]
        return [fresh for one in new for fresh in _added(bot, work, session, kind, [one], by)]
    return [replace(one, row_id=row_id) for one, row_id in zip(new, ids, strict=True)]


def _altered(bot: Bot, work: Work, session: Session, kind: Kind, one: Verdict, by: str | None) -> Verdict:
    try:
        with work.connection.begin_nested():
            kind.alter(bot, work, session, one, by)
    except ROWS_FAULT as fault:
        return _failed(one, fault)
    return one


def _failed(one: Verdict, fault: Exception) -> Verdict:
    refused = isinstance(fault, Refusal)
    what, do = (fault.what, fault.do) if isinstance(fault, Refusal) else (f"not done ({type(fault).__name__})", "Again")
    column = fault.field if isinstance(fault, Refusal) and refused else ""
    return replace(one, kind="bad", flaws=(*one.flaws, Flaw(one.line, column, what, do)))


def _tell(work: Work, run: Run, verdicts: list[Verdict]) -> None:
    """What turned out wrong between the look and the taking."""
    late = [flaw for one in verdicts if one.kind == "bad" for flaw in one.flaws if flaw.bad]
    if late:
        bad = [*run.found.get("bad", ()), *(asdict(flaw) for flaw in late)][: 2 * MOST_TOLD]
        imports.change(work, run.id, found={**run.found, "bad": bad}, bad=run.bad + len(late))


def turn(bot: Bot) -> int:
    """The round: takes over what somebody said yes to, for three seconds at the most."""
    taken, began = 0, bot.clock.real()
    with bot.db.look() as work:
        under_way = imports.in_state(work, APPLYING)
    for run in under_way:
        while bot.clock.real() - began < A_TURN and take_next(bot, run.id):
            taken += 1
            sleep(BREATH)
    return taken


def tidy(bot: Bot) -> int:
    """The round: drops lines that nobody said yes to, forgets what was told of old ones and answered to old calls."""
    now = bot.clock.now()
    with bot.db.look() as work:
        old = [run for run in imports.in_state(work, READING, READY) if run.brought_at < now - KEPT_FOR]
    for run in old:
        _forget(bot, run.id)
    with bot.db.work() as work:
        answers = tokens.forget_answers(work, now - ANSWERS_KEPT_FOR)
        return len(old) + answers + imports.forget_found(work, now - TOLD_FOR)
