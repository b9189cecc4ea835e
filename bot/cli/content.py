"""The commands about what is written: check, understand."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from bot import wiring
from bot.cli import teach
from bot.clock.now import SystemClock
from bot.core import check as core_check
from bot.core.library import Library
from bot.core.problem import Problem, Refused
from bot.core.triage import FLOWS
from bot.revisions import library, read_folder
from bot.understanding import Understanding, describe
from bot.wording.check import problems as wording_problems
from bot.wording.words import Words

LINE = re.compile(r"\d+")
BEGUN = FLOWS | {"stopped", "welcome_back", "number_check", "missed_appointment"}
"""The flows that the code begins by name: triage, opting out and in, silence, a missed appointment."""

PERSON = frozenset({"first_name", "keyworker", "team", "team_phone"})
APPOINTMENT = frozenset({"appointment_kind", "appointment_when", "appointment_place", "with_whom"})
MET = frozenset({"met_by", "meet_when", "meet_where"})
SEEN = frozenset(f"{name}_{number}" for name in ("sharer", "sees", "also") for number in (1, 2, 3)) | {"order_to"}
KNOWN = {"welcome": PERSON | MET, "who_can_see": PERSON | SEEN}
"""Flows that know more than others."""
NOTICE = frozenset({"mark", "code", "who", "link"})
LETTER = frozenset({"who", "link"})
BY_HANDLERS: Mapping[str, frozenset[str]] = {
    "notice-sms": NOTICE,
    "notice-email-subject": NOTICE,
    "notice-email": NOTICE,
    "notice-more": NOTICE,
    "notice-outcome-missed": NOTICE,
    "notice-call": frozenset({"code"}),
    "voice-line": frozenset({"team_phone"}),
    "told-attendance": PERSON | APPOINTMENT,
    "told-test": PERSON,
    "notice-referral-subject": LETTER,
    "notice-referral": LETTER | {"by"},
    **{f"notice-{what}{part}": LETTER for what in ("accepted", "declined", "told") for part in ("", "-subject")},
    "staff-mine": frozenset({"code", "link", "by"}),
    "staff-mine-aloud": frozenset({"code", "by"}),
    "staff-not-yours": frozenset({"code", "who"}),
    "staff-taken": frozenset({"code", "who"}),
    "staff-unknown-code": frozenset({"code"}),
    "staff-sign-in-to-close": frozenset({"code"}),
    "staff-somebody-else": frozenset(),
    "staff-passed": frozenset({"code"}),
    "staff-passed-later": frozenset({"code"}),
    "staff-done": frozenset({"code"}),
    "staff-commands": frozenset(),
}
"""What handlers say themselves, and the fields that they give."""
LONGEST = {
    "first_name": "Christopher",
    "keyworker": "Bartholomew",
    "team": "the Riverside team",
    "team_phone": "07700 900999",
    "appointment_kind": "a key work session",
    "appointment_when": "Wednesday 23 September at 10:30am",
    "appointment_place": "Hope House, 12 Station Road",
    "with_whom": "Bartholomew",
    "mark": "says things are not good",
    "code": "4821",
    "who": "Christopher S",
    "link": "https://texts.example.org/e/4821",
    "by": "03:22",
    "met_by": "Bartholomew",
    "meet_when": "Wednesday 23 September at 10:30am",
    "meet_where": "Hope House, 12 Station Road",
    **{f"sharer_{number}": "Riverside Housing" for number in (1, 2, 3)},
    **{f"sees_{number}": "your name, who helps you, your number" for number in (1, 2, 3)},
    **{f"also_{number}": ", when you meet us, if you come" for number in (1, 2, 3)},
    "order_to": "Riverside Probation",
}
"""The longest likely words for each field."""


def all_problems() -> list[Problem]:
    """Every problem of every flow, pathway, rule, phrase and message, errors first, then by file and line."""
    found: list[Problem] = []
    try:
        files = read_folder(wiring.ROOT)
    except Refused as refused:
        return sorted(refused.problems, key=_place)
    shelf = _read(lambda: library(files), found)
    words = _read(lambda: wiring.words_of(files), found)
    _read(lambda: wiring.understanding_of(files), found)
    if shelf is not None:
        found += core_check.check(shelf, BEGUN)
    if shelf is not None and words is not None:
        found += _of_words(shelf, words)
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


def _of_words(shelf: Library, words: Words) -> list[Problem]:
    telling = shelf.house_rules.telling_words
    return wording_problems(words, _used(shelf), telling=telling, samples=LONGEST)


def _used(shelf: Library) -> dict[str, frozenset[str]]:
    """Each message, and the fields that every flow which says it can give."""
    about_appointments = {reminder.flow for reminder in shelf.house_rules.reminders} | {"missed_appointment"}
    used = dict(BY_HANDLERS)
    for flow in shelf.flows.values():
        known = PERSON | APPOINTMENT if flow.name in about_appointments else KNOWN.get(flow.name, PERSON)
        for message in flow.messages():
            used[message] = used.get(message, known) & known
    return used


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def check(as_json: bool) -> None:
    """Find every problem of every flow, pathway, rule and message; status 1 where there is an error."""
    found = all_problems()
    errors = [problem for problem in found if problem.level == "error"]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in found], indent=2))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"{len(errors)} errors, {len(found) - len(errors)} warnings")
    sys.exit(1 if errors else 0)


@click.command()
@click.option("--jsonl", is_flag=True, help='Read JSON lines: {"text": ..., "language": ...}.')
@click.argument("source", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--explain", is_flag=True, help="Say why: which phrase, or what likeness to examples.")
@click.option("--fit", is_flag=True, help="Fit the second layer on its examples and write it; reads no text.")
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


def _taught(*, fit: bool, anyway: bool, lessons: bool, accept: str, refuse: str, because: str, learn: bool) -> bool:
    """Do what is asked of the teaching; False where nothing is."""
    if fit:
        click.echo(f"Written: {teach.fitting(wiring.ROOT, anyway=anyway)}")
    elif lessons or accept or refuse or learn:
        from bot.cli import lessons as lesson_commands  # only now: it opens the database's side of the house

        if lessons:
            lesson_commands.listed(lesson_commands.the_database())
        elif accept or refuse:
            lesson_commands.decided(accept or refuse, bool(accept), because)
        else:
            lesson_commands.learn(lesson_commands.the_database(), wiring.ROOT, SystemClock().now())
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
