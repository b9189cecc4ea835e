"""The commands about what is written: check, understand."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot import wiring
from bot.cli import fields, teach
from bot.clock.now import SystemClock
from bot.core import check as core_check
from bot.core.library import Library
from bot.core.problem import Problem, Refused
from bot.core.triage import FLOWS
from bot.revisions import library, read_folder, revision_of
from bot.understanding import Understanding, describe
from bot.wording.check import problems as wording_problems
from bot.wording.sign_off import table
from bot.wording.words import Words

LINE = re.compile(r"\d+")
BEGUN = FLOWS | {"stopped", "welcome_back", "number_check", "missed_appointment", "closed"}
"""The flows that the code begins by name: triage, opting out and in, silence, a missed appointment, a close."""


def all_problems() -> list[Problem]:
    """Every problem of every flow, pathway, rule, phrase and message, errors first, then by file and line."""
    found: list[Problem] = []
    today = SystemClock().now().date()
    try:
        files = read_folder(wiring.ROOT)
    except Refused as refused:
        return sorted(refused.problems, key=_place)
    shelf = _read(lambda: library(files), found)
    words = _read(lambda: wiring.words_of(files), found)
    understanding = _read(lambda: wiring.understanding_of(files), found)
    if shelf is not None and understanding is not None:
        found += core_check.needs_are_meant(shelf.house_rules, understanding.topics)
    if shelf is not None:
        found += core_check.check(shelf, BEGUN, today)
    if shelf is not None and words is not None:
        found += _of_words(shelf, words, today)
    return sorted(set(found), key=_place)


def _place(problem: Problem) -> tuple[str, str, int, str, str]:
    """`flows/a.yaml:9` comes before `flows/a.yaml:10`."""
    file, _, rest = problem.where.partition(":")
    line = LINE.match(rest)
    return problem.level, file, int(line[0]) if line else 0, rest, problem.what


def _read(read: Any, found: list[Problem]) -> Any:
    try:
        return read()
    except Refused as refused:
        found += refused.problems
        return None


def _of_words(shelf: Library, words: Words, today: date) -> list[Problem]:
    telling = shelf.house_rules.telling_words
    return wording_problems(words, fields.used(shelf), telling=telling, samples=fields.LONGEST, today=today)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
@click.option("--sign-off", is_flag=True, help="Print the safety messages as a table for a clinician to sign.")
@click.option("--calendar", "as_calendar", is_flag=True, help="Print what each pathway sends when instead.")
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw that calendar into an SVG file.")
def check(as_json: bool, sign_off: bool, as_calendar: bool, picture: Path | None) -> None:
    """Find every problem of every flow, pathway, rule, area and message; status 1 where there is an error."""
    if sign_off:
        files = read_folder(wiring.ROOT)
        click.echo(f"Revision {revision_of(files)}\n\n" + "\n".join(table(wiring.words_of(files))))
        return
    if as_calendar or picture:
        return _calendar(as_calendar, picture)
    found = all_problems()
    errors = [problem for problem in found if problem.level == "error"]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in found], indent=2))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"{len(errors)} errors, {len(found) - len(errors)} warnings")
    sys.exit(1 if errors else 0)


def _calendar(show: bool, picture: Path | None) -> None:
    """What cannot be read cannot be drawn: its problems are said instead."""
    from bot.cli import calendar  # only now: rich's tables are slow to load

    try:
        shelf = library(read_folder(wiring.ROOT))
    except Refused as refused:
        raise click.ClickException("\n".join(str(problem) for problem in refused.problems)) from None
    if show:
        calendar.show(shelf)
    if picture is not None:
        picture.write_text(calendar.picture(shelf), encoding="utf-8")
        click.echo(f"Drawn: {picture}")


@click.command()
@click.option("--jsonl", is_flag=True, help='Read JSON lines: {"text": ..., "language": ...}.')
@click.argument("source", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--explain", is_flag=True, help="Say why: which phrase, or what likeness to examples.")
@click.option("--fit", is_flag=True, help="Fit the second layer on its examples and write it; reads no text.")
@click.option("--language", default="en", metavar="NAME", help="With --fit or --learn: the language.")
@click.option("--anyway", is_flag=True, help="With --fit: write it even if it forgets danger that it knew.")
@click.option("--lessons", is_flag=True, help="List the texts that staff want it to learn from.")
@click.option("--accept", default="", metavar="ID", help="Accept a lesson here, where one person works alone.")
@click.option("--refuse", default="", metavar="ID", help="Refuse a lesson, with --because.")
@click.option("--because", default="", help="The reason, kept with the lesson.")
@click.option("--learn", is_flag=True, help="Learn from every accepted lesson, unless danger would be forgotten.")
def understand(jsonl: bool, source: Any, explain: bool, **asked: Any) -> None:
    """Say what each text means: one a line in, one JSON line each out."""
    if _taught(**asked):
        return
    recognise = wiring.understanding_of(read_folder(wiring.ROOT))
    for text, language in _texts(source, jsonl):
        why = {"because": recognise.explain(text, language=language)} if explain else {}
        click.echo(json.dumps({**_understood(recognise, text, language), **why}, ensure_ascii=False))


def _taught(
    *, fit: bool, language: str, anyway: bool, lessons: bool, accept: str, refuse: str, because: str, learn: bool
) -> bool:
    """Do what is asked of the teaching; False where nothing is."""
    if fit:
        click.echo(f"Written: {teach.fitting(wiring.ROOT, language, anyway=anyway)}")
    elif lessons or accept or refuse or learn:
        from bot.cli import lessons as lesson_commands  # only now: it opens the database's side of the house

        if lessons:
            lesson_commands.listed(lesson_commands.the_database())
        elif accept or refuse:
            lesson_commands.decided(accept or refuse, bool(accept), because)
        else:
            lesson_commands.learn(lesson_commands.the_database(), wiring.ROOT, SystemClock().now(), language)
    return fit or lessons or bool(accept or refuse) or learn


def _understood(recognise: Understanding, text: str, language: str) -> Mapping[str, object]:
    return describe(text, recognise(text, language=language))


def _texts(source: Any, jsonl: bool) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(source, 1):
        text = line.rstrip("\r\n")
        if not jsonl:
            yield text, "en"
        elif text.strip():
            yield _one(text, number)


def _one(line: str, number: int) -> tuple[str, str]:
    try:
        told = json.loads(line)
        text = str(told["text"]).encode("utf-8", "replace").decode()  # half a surrogate cannot be printed again
        return text, str(told.get("language") or "en")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.ClickException(f'line {number} is no JSON object with "text"') from None
