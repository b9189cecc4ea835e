"""What staff taught, on the command line: listed, decided where one person works alone, and learned from."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from bot import settings as settings_room
from bot import wiring
from bot.cli import teach
from bot.cli.ready import ready
from bot.clock.now import SystemClock
from bot.handlers import lessons as handler
from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store import lessons
from bot.store.database import Database
from bot.store.lessons import Lesson
from bot.understanding import fit
from bot.understanding.lessons import FILE, Known, objection, row, spoken

HELD_OUT = "tests/understanding/heldout"


def the_database() -> Database:
    """The database of this machine's settings."""
    return ready(settings_room.load())


def the_bot() -> Bot:
    """The bot of this machine's settings, for what is done by hand."""
    return wiring.build(settings_room.load(), SystemClock(), db=the_database())


def listed(db: Database) -> None:
    """Every lesson that is not yet learned from or refused."""
    with db.look() as work:
        found = [*lessons.in_state(work, lessons.OFFERED), *lessons.in_state(work, lessons.ACCEPTED)]
    for one in found:
        click.echo(f'{one.id} {one.state} ({one.language}): "{one.text}" is {one.intent}, was {one.was or "nothing"}')
    click.echo(f"{len(found)} texts to learn from")


def decided(lesson_id: str, accept: bool, because: str) -> None:
    """Accept or refuse one as it stands; raises ClickException."""
    bot = the_bot()
    with bot.db.look() as work:
        one = lessons.get(work, lesson_id)
    if one is None:
        raise click.ClickException(f"there is no lesson {lesson_id}: --lessons lists them")
    try:
        if accept:
            handler.accept(bot, lesson_id, None, one.text, one.intent, because)
        else:
            handler.refuse(bot, lesson_id, None, because)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.what}. {refusal.do}") from None
    click.echo("Accepted: --learn takes it." if accept else "Refused.")


def learn(db: Database, root: Path, now: datetime, language: str = "en", fits: teach.Fits = fit.fit) -> None:
    """Learn from every accepted lesson of a language; raises ClickException where that would forget danger.

    1. Refuse what is nearly an example or a held-out text. 2. Fit on the examples and the lessons. 3. Compare with the
    model that is there. 4. Replace examples and model together, and only then call the lessons taken.
    """
    folder = root / wiring.UNDERSTANDING / language
    with alone(folder):
        _learn(db, root, now, language, fits)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two that learn at once would each forget what the other learned: raises ClickException for the second."""
    with (folder / ".learning").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException("somebody is learning already: wait until they are done") from None
        yield


def _learn(db: Database, root: Path, now: datetime, language: str, fits: teach.Fits) -> None:
    with db.look() as work:
        accepted = lessons.in_state(work, lessons.ACCEPTED)
    folder = root / wiring.UNDERSTANDING / language
    _of_other_languages(accepted, language)
    files = teach.taught(folder)
    new = _sifted(db, root, [one for one in accepted if one.language == language], files, now)
    if not new:
        return click.echo("There is nothing to learn.")
    rows = [row(one.text, one.intent, one.was, language) for one in new]
    there = files.get(FILE, "")
    added = [each for each in dict.fromkeys(rows) if each not in there.splitlines()]
    files = {**files, FILE: "".join(f"{each}\n" for each in (*there.splitlines(), *added))}
    click.echo(f"{len(added)} new examples")
    model = teach.fitted_on(root, files, language, fits)
    result = teach.compared(root, files, language, model)
    teach.tell(result)
    if not result.passed:
        raise click.ClickException("nothing was changed: mend or refuse the lesson that did this, then learn again")
    teach.replace({folder / teach.EXAMPLES / FILE: files[FILE].encode(), folder / teach.MODEL: model.packed()})
    with db.work() as work:
        for one in new:
            lessons.take(work, one.id)
    click.echo(f"{len(new)} lessons learned. Start the service again: it understands by them from then on.")


def _sifted(db: Database, root: Path, accepted: list[Lesson], files: dict[str, str], now: datetime) -> list[Lesson]:
    """Those that teach something new; the others are refused, each with the reason."""
    examples = teach.examples_of(files, accepted[0].language) if accepted else []
    known, by_text = Known(one.text for one in examples), {one.text: one for one in examples}
    held_out = Known(_held_out(root))
    there = set(files.get(FILE, "").splitlines())
    new: list[Lesson] = []
    for one in accepted:
        # Its row is there already where learning was cut off between the files and the list: it is learned, not twice.
        if row(one.text, one.intent, one.was, one.language) in there:
            new.append(one)
        elif why := objection(one.text, one.intent, known, by_text, held_out) or _said_by_another(one, new):
            click.echo(f'Not learned: "{one.text}": {why}')
            with db.work() as work:
                lessons.decide(work, one.id, lessons.REFUSED, by=None, now=now, reason=why, frm=lessons.ACCEPTED)
        else:
            new.append(one)
    return new


def _said_by_another(one: Lesson, new: list[Lesson]) -> str | None:
    """Why it adds nothing to the lessons before it; None where it does."""
    near = Known(spoken(other.text) for other in new).near(one.text)
    if near is None:
        return None
    other = next(each for each in new if spoken(each.text) == near)
    same = "nearly the same" if other.intent == one.intent else f"{other.intent}, and not {one.intent}"
    return f'another lesson says {same}: "{other.text}"'


def _held_out(root: Path) -> list[str]:
    """The texts that measure; they are not shipped everywhere."""
    paths = sorted((root / HELD_OUT).glob("*.tsv"))
    if not paths:
        click.echo("The held-out texts are not here: lessons are not compared with them.")
    return [line.partition("\t")[0] for path in paths for line in path.read_text("utf-8").splitlines()]


def _of_other_languages(accepted: list[Lesson], language: str) -> None:
    others = sorted({one.language for one in accepted} - {language})
    if others:
        click.echo(f"Lessons in {', '.join(others)} wait: learn them with --learn --language {others[0]}")
