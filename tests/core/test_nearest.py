"""Which door Dean is sent to: open now, else the next to open, and what a text can say of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.area import Areas
from bot.core.effects import Say
from bot.core.nearest import FIELDS, REACH, Found, nearest
from bot.core.steps import Move, parse
from bot.core.steps.find import FINDER
from tests.core.content import LONDON, area_of, areas_of, raw, service

FRIDAY = datetime(2026, 6, 5, 10, tzinfo=UTC)
"""11 in the morning on a London wall."""


def no_holiday(day: date) -> bool:
    return False


def find(areas: Areas, kind: str = "naloxone", area: str = "Walsall", moment: datetime = FRIDAY) -> Found | None:
    return nearest(areas, kind, area, moment, LONDON, no_holiday)


def open_from(name: str, hours: str | dict[str, str], **more: Any) -> dict[str, Any]:
    times = {"mon-sun": hours} if isinstance(hours, str) and hours != "always" else hours
    return service(name=name, hours=times, **more)


def found(*services: dict[str, Any], moment: datetime = FRIDAY) -> str | None:
    one = find(areas_of(area_of(services={f"s{n}": s for n, s in enumerate(services)})), moment=moment)
    return one.service.name if one else None


@pytest.mark.parametrize(
    ("services", "name"),
    [
        ([open_from("First", "09:00-17:00"), open_from("Second", "09:00-20:00")], "First"),
        ([open_from("Shut", "12:00-17:00"), open_from("Open", "10:00-13:00")], "Open"),
        ([open_from("Late", "14:00-17:00"), open_from("Soon", "12:00-13:00")], "Soon"),
        ([open_from("Closing", "09:00-11:20"), open_from("Open", "09:00-13:00")], "Open"),
        ([open_from("Closing", "09:00-11:20"), open_from("Shut", "11:30-13:00")], "Closing"),
        ([open_from("Bed", "09:00-17:00", kinds=["housing"]), open_from("Kit", "13:00-17:00")], "Kit"),
        ([open_from("Bed", "always", kinds=["housing"], bank_holidays=None)], None),
    ],
)
def test_the_door_that_helps_soonest(services: list[dict[str, Any]], name: str | None) -> None:
    assert found(*services) == name


def test_an_area_that_nobody_knows_has_only_what_stands_everywhere() -> None:
    assert find(areas_of(area_of()), area="Leeds") is None
    line = area_of("everywhere", {"line": open_from("A line", "always", bank_holidays=None)}, everywhere="yes")
    one = find(areas_of(area_of(), line), area="Leeds")
    assert one and one.service.name == "A line"


@pytest.mark.parametrize(
    ("hours", "moment", "says"),
    [
        ("always", FRIDAY, {"service_open": "always", "service_until": None, "service_opens": None}),
        ("09:00-17:00", FRIDAY, {"service_open": "today", "service_until": "17:00:00"}),
        ("09:00-02:00", FRIDAY, {"service_open": "tonight", "service_until": "02:00:00"}),
        ("09:00-08:30", FRIDAY, {"service_open": "now", "service_until": "08:30:00"}),
        ("all day", FRIDAY, {"service_open": "now", "service_until": None}),
        ("12:30-13:00", FRIDAY, {"service_open": "later", "service_opens": "2026-06-05 12:30:00+01:00"}),
    ],
)
def test_what_is_said_of_the_door(hours: str, moment: datetime, says: dict[str, str | None]) -> None:
    holidays = None if hours == "always" else "as usual"
    week = "all day" if hours == "all day" else hours
    extra = {"except": {"2026-06-20": "closed"}} if hours == "all day" else {}
    one = find(areas_of(area_of(services={"s": open_from("Hope House", week, bank_holidays=holidays, **extra)})))
    assert one
    given = dict(one.given)
    assert {name: given[name] and str(given[name]) for name in says} == says
    assert set(given) == set(FIELDS)


@pytest.mark.parametrize(
    ("changes", "reach", "who"),
    [
        ({}, "both", "anybody"),
        ({"phone": None}, "address", "anybody"),
        ({"address": None, "for": "women"}, "phone", "some"),
    ],
)
def test_how_it_is_reached_and_whom_it_is_for(changes: dict[str, Any], reach: str, who: str) -> None:
    one = find(areas_of(area_of(services={"s": service(**changes)})))
    assert one
    given = dict(one.given)
    assert (given["service_reach"], given["service_who"]) == (reach, who)


quarters = st.integers(0, 95).map(lambda n: f"{n // 4:02}:{n % 4 * 15:02}")
sometimes = st.tuples(quarters, quarters).filter(lambda pair: pair[0] != pair[1]).map("-".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(sometimes, min_size=1, max_size=4), st.integers(0, 14 * 96))
def test_nobody_waits_at_a_shut_door_while_another_is_open(hours: list[str], quarter: int) -> None:
    moment = datetime(2026, 3, 22, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    doors = {f"s{n}": open_from(f"Door {n}", times) for n, times in enumerate(hours)}
    area = area_of(services=doors)
    one = find(areas_of(area), moment=moment)
    assert one
    others = [service.hours.at(moment, LONDON, no_holiday) for service in area.services]
    if any(other.now for other in others):
        assert one.opening.now
    else:
        assert one.opening.opens == min(other.opens for other in others if other.opens)
    if any(other.now and (other.until is None or other.until - moment >= REACH) for other in others):
        assert one.opening.until is None or one.opening.until - moment >= REACH


STEP = {"find": "naloxone", "say": "go-there", "then": "open", "later": "shut", "none": "nobody"}


@pytest.mark.parametrize(("hours", "to"), [("09:00-17:00", "open"), ("13:00-17:00", "shut")])
def test_a_step_says_what_it_found(hours: str, to: str) -> None:
    one = find(areas_of(area_of(services={"s": open_from("Hope House", hours)})))
    assert one
    assert parse(raw(STEP)).enter({FINDER: lambda kind: one}) == Move((Say("go-there", one.given),), to)


def test_a_step_that_finds_nothing_says_nothing_of_a_place() -> None:
    assert parse(raw(STEP)).enter({FINDER: lambda kind: None}) == Move(to="nobody")
