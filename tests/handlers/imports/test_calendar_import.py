"""A clinic's calendar: repeating events, one that moved, one that is called off, and a series that ends."""

from __future__ import annotations

import pytest

from bot.core.imports import Unreadable
from bot.store import appointments as rows
from bot.store.tables import metadata
from tests.handlers.imports.files import DEANS, a_file, bring, look
from tests.support.world import World

WEEKLY = """BEGIN:VEVENT
UID:clinic-1
DTSTART;TZID=Europe/London:20260609T100000
RRULE:FREQ=WEEKLY;COUNT=4
CATEGORIES:Clinic
LOCATION:Hope House
ORGANIZER;CN=Dr Shah:mailto:shah@example.org
X-PERSON-REFERENCE:R1
END:VEVENT"""
MOVED = """BEGIN:VEVENT
UID:clinic-1
RECURRENCE-ID;TZID=Europe/London:20260616T100000
DTSTART;TZID=Europe/London:20260617T153000
END:VEVENT"""
OFF = """BEGIN:VEVENT
UID:clinic-1
RECURRENCE-ID;TZID=Europe/London:20260623T100000
DTSTART;TZID=Europe/London:20260623T100000
STATUS:CANCELLED
END:VEVENT"""
ONCE = """BEGIN:VEVENT
UID:once
DTSTART:20260610T083000Z
X-PERSON-REFERENCE:R1
END:VEVENT"""


@pytest.fixture
def here(there: World) -> World:
    bring(there, a_file("people", DEANS))
    return there


def calendar(*events: str) -> tuple[str, ...]:
    body = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clinic//EN", *events, "END:VCALENDAR"))
    return tuple(body.splitlines())


def all_of(there: World) -> list[tuple[str, str, str]]:
    with there.bot.db.look() as work:
        ids = [row.id for row in work.execute(metadata.tables["appointment"].select())]
        found = rows.named(work, ids).values()
    return sorted((one.wall, one.status, one.kind) for one in found)


def test_repeating_events_are_unrolled_and_moved_ones_are_themselves(here: World) -> None:
    run = bring(here, a_file("appointments", *calendar(WEEKLY, MOVED, OFF, ONCE), calendar=True))
    assert all_of(here) == [
        ("2026-06-09T10:00", "planned", "clinic"),
        ("2026-06-10T09:30", "planned", "meeting"),
        ("2026-06-17T15:30", "planned", "clinic"),
        ("2026-06-30T10:00", "planned", "clinic"),
    ]
    assert run.left_alone == 1, "what was off from the start needs nothing"


def test_the_calendar_of_tomorrow_moves_and_cancels_what_we_have(here: World) -> None:
    bring(here, a_file("appointments", *calendar(WEEKLY), calendar=True))
    run = bring(here, a_file("appointments", *calendar(WEEKLY, MOVED, OFF), calendar=True))
    assert (run.changed, run.unchanged, run.added) == (2, 2, 0)
    assert all_of(here)[1:3] == [("2026-06-17T15:30", "planned", "clinic"), ("2026-06-23T10:00", "cancelled", "clinic")]


def test_an_occurrence_that_is_gone_from_its_series_is_cancelled(here: World) -> None:
    bring(here, a_file("appointments", *calendar(WEEKLY), calendar=True))
    shorter = WEEKLY.replace("COUNT=4", "COUNT=3").replace(
        "CATEGORIES", "EXDATE;TZID=Europe/London:20260616T100000\nCATEGORIES"
    )
    report = look(here, a_file("appointments", *calendar(shorter), calendar=True))
    assert len(report.changes) == 2
    bring(here, a_file("appointments", *calendar(shorter), calendar=True))
    assert [status for _, status, _ in all_of(here)] == ["planned", "cancelled", "planned", "cancelled"]


def test_a_calendar_of_one_person_needs_no_reference_in_its_events(here: World) -> None:
    bare = ONCE.replace("X-PERSON-REFERENCE:R1\n", "")
    assert look(here, a_file("appointments", *calendar(bare), calendar=True)).bad[0].column == "person_reference"
    assert look(here, a_file("appointments", *calendar(bare), calendar=True, person="R1")).counts["added"] == 1


@pytest.mark.parametrize(
    ("event", "column", "what"),
    [
        (ONCE.replace(":20260610T083000Z", ";VALUE=DATE:20260610"), "DTSTART", "lasts a whole day"),
        (ONCE.replace("20260610T083000Z", "2026AA10"), "DTSTART", "cannot be read"),
        (ONCE.replace("UID:once\n", ""), "UID", "has no UID"),
        (WEEKLY.replace("FREQ=WEEKLY;COUNT=4", "FREQ=SECONDLY"), "RRULE", "more than once a day"),
        (WEEKLY.replace("FREQ=WEEKLY;COUNT=4", "FREQ=DAILY;BYHOUR=1,2,3"), "RRULE", "more than once a day"),
    ],
)
def test_an_event_that_cannot_be_meant_is_named_and_the_others_stand(
    here: World, event: str, column: str, what: str
) -> None:
    good = ONCE.replace("once", "other")
    report = look(here, a_file("appointments", *calendar(good, event), calendar=True))
    [flaw] = report.bad
    assert (flaw.line, flaw.column) == (9, column) and what in flaw.what
    assert report.counts["added"] == 1


@pytest.mark.parametrize(
    "text", ["hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT", "BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR"]
)
def test_what_is_no_calendar_is_refused(here: World, text: str) -> None:
    with pytest.raises(Unreadable, match="not a whole calendar"):
        look(here, a_file("appointments", *text.splitlines(), calendar=True))


def test_an_endless_repetition_ends_at_the_horizon(here: World) -> None:
    report = look(here, a_file("appointments", *calendar(WEEKLY.replace(";COUNT=4", "")), calendar=True))
    assert report.counts["added"] == 26
