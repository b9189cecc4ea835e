"""When Dean is contacted, counted from the day he is released."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.core.check.problem import Refused
from bot.core.pathway import When, parse_when
from tests.core.content import LONDON, pathway_of

DAY = 86_400


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("release", When("release")),
        (" release at 09:30 ", When("release", 0, time(9, 30))),
        ("release - 7d", When("release", -7 * DAY)),
        ("release+1d at 10:00", When("release", DAY, time(10))),
        ("appointment - 2h", When("appointment", -7_200)),
        ("confirmed + 10m", When("confirmed", 600)),
        ("release + 2 w at 9:00", When("release", 14 * DAY, time(9))),
    ],
)
def test_a_moment_is_read(text: str, when: When) -> None:
    assert parse_when(text) == when


@pytest.mark.parametrize("text", ["", "+ 1d", "release + soon", "release 1d", "Release", "release + 1d at noon"])
def test_what_is_no_moment_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="is not a moment; write"):
        parse_when(text)


def test_a_time_of_day_goes_with_whole_days() -> None:
    with pytest.raises(ValueError, match="goes with whole days"):
        parse_when("release + 2h at 10:00")
    with pytest.raises(ValueError, match="is not a time"):
        parse_when("release + 1d at 25:00")


@pytest.mark.parametrize(
    ("text", "anchor", "moment"),
    [
        ("release", date(2026, 6, 5), at(6, 5, 11)),
        ("release", date(2026, 1, 9), at(1, 9, 12)),
        ("release at 09:30", date(2026, 6, 5), at(6, 5, 8, 30)),
        ("release - 7d at 10:00", date(2026, 4, 3), at(3, 27, 10)),
        ("release + 1d at 10:00", date(2026, 3, 28), at(3, 29, 9)),
        ("release + 1d at 10:00", date(2026, 10, 24), at(10, 25, 10)),
        ("release + 1d", date(2026, 10, 24), at(10, 25, 12)),
        ("release + 3h", date(2026, 6, 5), at(6, 5, 14)),
        ("release - 3h", date(2026, 6, 5), at(6, 5, 8)),
        ("appointment - 2h", at(6, 5, 9), at(6, 5, 7)),
        ("appointment", at(6, 5, 9), at(6, 5, 9)),
        ("appointment - 1d at 17:00", at(3, 29, 9), at(3, 28, 17)),
        ("appointment - 1d at 17:00", at(10, 25, 9), at(10, 24, 16)),
        ("appointment - 1d at 17:00", at(6, 5, 23, 30), at(6, 5, 16)),
        ("appointment - 2h", at(3, 29, 2), at(3, 29, 0)),
    ],
)
def test_a_day_counts_on_the_wall_and_a_moment_by_the_clock(text: str, anchor: Any, moment: datetime) -> None:
    assert parse_when(text).moment(anchor, LONDON) == moment


TEXT = {"at": "release + 1d at 10:00", "flow": "check_in"}
TASK = {"at": "release", "task": "Ring", "by": "release + 1d", "otherwise": "struggling"}


def test_a_pathway_has_texts_and_tasks() -> None:
    read = pathway_of({"hello": TEXT, "ring": TASK})
    assert [one.name for one in read.texts] == ["hello"] and [one.name for one in read.tasks] == ["ring", "end"]
    assert (read.contacts["hello"].urgency, read.days, read.anchor) == ("today", 28, "release")


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({**TEXT, "task": "Ring"}, "a contact is a text or a task"),
        ({"at": "release"}, "a contact is a text or a task"),
        ({"at": "release", "task": "Ring"}, "this task may be forgotten"),
        ({**TASK, "at": "confirmed + 1d"}, "a task cannot wait for the confirmation"),
        ({**TEXT, "at": "birthday + 1d"}, "counts from `birthday`"),
        ({**TEXT, "at": "tomorrow!"}, "is not a moment"),
        ({**TEXT, "urgency": "soon"}, "`urgency: soon`"),
        ({"flow": "check_in"}, "`at` is missing"),
    ],
)
def test_a_bad_contact_is_refused_with_its_place(contact: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        pathway_of({"hello": contact})
    assert refused.value.problems[0].where.startswith("flows/pathways/prison_release.yaml:2 contact hello") or (
        refused.value.problems[0].where.endswith("contact hello")
    )
