"""Every golden talk, told through the real handlers: what was written by hand is what happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.core import span
from bot.handlers import appointments, enrolling, people
from bot.store import appointments as rows
from bot.store import enrolments
from tests.support.world import DEAN, World, world

TALKS = sorted(Path(__file__).parent.glob("*.talk"))


class Telling:
    """Goes through a talk line by line; `pending` are the texts he has got and no line has named yet."""

    def __init__(self, there: World) -> None:
        self.there = there
        self.person = ""
        self.got = 0
        self.known: set[tuple[str, str]] = set()
        self.fresh: list[str] = []

    def pending(self) -> list[str]:
        return self.there.got(DEAN)[self.got :]

    def act(self, do: Callable[[], object]) -> None:
        """Something happens; every text of what happened before must have been named."""
        assert self.pending() == [], "nobody expected these texts"
        self.known = self._all()
        do()
        self.there.run()

    def _all(self) -> set[tuple[str, str]]:
        return {(one.kind, one.urgency) for one in self.there.open()}

    def text(self, expected: str) -> None:
        pending = self.pending()
        assert pending, f"he got nothing, where this was expected: {expected}"
        assert pending[0] == expected
        self.got += 1

    def escalation(self, expected: str) -> None:
        kind, urgency = expected.split()
        assert (kind, urgency) in self._all() - self.known, f"open: {self._all()}, before: {self.known}"

    def line(self, line: str) -> None:
        if line.startswith("< "):
            self.text(line[2:])
        elif line.startswith("> "):
            self.act(lambda: self.there.texts(line[2:]))
        elif line == "confirm release":
            self.act(lambda: people.confirm_release(self.there.bot, self.person, self.there.staff["Asha"]))
        elif line == "confirm start":
            self.act(self.start)
        elif line == "recall":
            self.act(lambda: people.set_custody(self.there.bot, self.person, "in_prison", self.there.staff["Asha"]))
        elif line == "no escalation":
            assert self._all() == set()
        else:
            word, _, rest = line.partition(" ")
            {"wait": self.wait, "escalation:": self.escalation, "person:": self.register,
             "appointment:": self.appointment, "missed:": self.missed, "also:": self.also}[word](rest)  # fmt: skip

    def wait(self, how_long: str) -> None:
        self.act(lambda: self.there.wait(seconds=span.parse(how_long).seconds))

    def register(self, who: str) -> None:
        found = re.match(r"(\w+), (?:released|on (\w+) from) (\S+)(?: at (\S+))?, keyworker Asha", who)
        assert found
        at = time.fromisoformat(found[4]) if found[4] else None
        pathway = found[2] or "prison_release"
        self.person = self.there.person(found[1], day=date.fromisoformat(found[3]), out=False, pathway=pathway, at=at)

    def start(self) -> None:
        """Asha records every start that is not recorded yet."""
        with self.there.bot.db.look() as work:
            waiting = [one for one in enrolments.active_of(work, self.person) if not one.confirmed_at]
        for one in waiting:
            enrolling.confirm_start(self.there.bot, one.id, self.there.staff["Asha"])

    def also(self, what: str) -> None:
        name, _, day = what.partition(" from ")
        on = date.fromisoformat(day)
        asha = self.there.staff["Asha"]
        self.act(lambda: enrolling.add_pathway(self.there.bot, self.person, name, on, asha, started=True))

    def appointment(self, what: str) -> None:
        found = re.match(r"(\S+ \S+) (.+) at (.+) with Asha", what)
        assert found
        wall = datetime.fromisoformat(found[1])
        self.there.appointment(self.person, wall, found[2].replace(" ", "_"), found[3])

    def missed(self, when: str) -> None:
        with self.there.bot.db.look() as work:
            meeting = rows.of_person(work, self.person)[0]
        self.act(lambda: appointments.record(self.there.bot, meeting.id, "missed", self.there.staff["Asha"]))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_talk(path: Path) -> None:
    _title, told = path.read_text().split("\n--\n")
    lines = [line for line in told.splitlines() if line.strip()]
    start = lines.pop(0).removeprefix("today: ")
    with world(datetime.fromisoformat(start)) as there:
        telling = Telling(there)
        for number, line in enumerate(lines, start=4):
            try:
                telling.line(line)
            except AssertionError as error:
                raise AssertionError(f"{path.name}:{number}: {line}\n{error}") from None
        assert telling.pending() == [], "nobody expected these texts at the end"
