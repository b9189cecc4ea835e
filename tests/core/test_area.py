"""How areas are read and named, and what Marcus is told of a line that is wrong: file, line, service, what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.core.area import read_kinds
from bot.core.check.problem import Refused
from bot.core.opening import ALL_DAY, CLOSED
from tests.core.content import area_of, areas_of, raw, service

NINE_TO_FIVE = ((540, 1020),)


def test_a_service_is_read() -> None:
    (house,) = area_of().services
    assert (house.key, house.kinds, house.name, house.phone) == ("house", ("naloxone",), "Hope House", "116 123")
    assert house.hours.week == (NINE_TO_FIVE,) * 5 + (CLOSED,) * 2 and house.hours.holidays == CLOSED
    assert (house.who, house.example) == ("anybody", False)
    assert (house.checked, house.review) == (date(2026, 5, 1), date(2026, 11, 1))


def test_hours_may_be_always_or_differ_on_single_days() -> None:
    line = service(hours="always", bank_holidays=None, address=None)
    door = service(bank_holidays="as usual", **{"except": {"2026-12-24": "09:00-12:00", "2026-12-27": "closed"}})
    first, second = area_of(services={"line": line, "door": door}).services
    assert first.hours.always and first.hours.week == (ALL_DAY,) * 7
    assert second.hours.days == {date(2026, 12, 24): ((540, 720),), date(2026, 12, 27): CLOSED}
    assert second.hours.holidays is None


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"kinds": ["naloxon"]}, '"naloxon" is no kind of service', "Did you mean naloxone?"),
    ({"kinds": ["dentist"]}, '"dentist" is no kind', "add it to the kinds"),
    ({"kinds": "naloxone"}, "not a list", "Write it as a list"),
    ({"name": None}, "`name` is missing", "Write `name:"),
    ({"name": "x" * 61}, "61 characters", "Keep it under 60"),
    ({"address": None, "phone": None}, "nobody can come or ring here", "`address` or a `phone`"),
    ({"phone": "+44 121 496 0001"}, "is no phone number", "0121 496 0001"),
    ({"phone": "ring us"}, "is no phone number", "0121 496 0001"),
    ({"source": None}, "has no source", "who said so"),
    ({"example": "yes"}, "`example: yes` is not known", "Write `example: true`"),
    ({"hours": {"mon": "9-5"}}, '"9-5" is no opening time', "Mend it"),
    ({"hours": {"monday": "09:00-17:00"}}, "`monday` is no day", "mon-fri"),
    ({"hours": {"fri-mon": "09:00-17:00"}}, "`fri-mon` is no day", "mon-fri"),
    ({"hours": {"mon-fri": "09:00-17:00", "wed": "10:00-17:00"}}, "`wed` stands here twice", "one line"),
    ({"hours": {"mon": "closed"}}, "it is never open", "hours: always"),
    ({"hours": "9 to 5"}, "not named entries", "name: value"),
    ({"bank_holidays": None}, "bank holidays", "`bank_holidays: closed`"),
    ({"bank_holidays": "maybe"}, '"maybe" is no opening time', "Mend it"),
    ({"except": {"24 December": "closed"}}, '"24 December" is no day', "Mend it"),
    ({"except": {"2026-12-24": "early"}}, '"early" is no opening time', "Mend it"),
    ({"checked": "May"}, '"May" is no day', "Mend it"),
    ({"review": None}, "no day for its next review", "Write `review: 2027-05-01`"),
    ({"opening": "always"}, "`opening` is not known here", "Use: kinds"),
]


@pytest.mark.parametrize(("changes", "what", "do"), BAD, ids=lambda case: str(case)[:40])
def test_a_bad_line_is_refused_with_its_place(changes: dict[str, Any], what: str, do: str) -> None:
    with pytest.raises(Refused) as refused:
        area_of(services={"house": service(**changes)})
    (problem,) = refused.value.problems
    assert what in problem.what and do in problem.do
    assert problem.where.startswith("flows/areas/walsall.yaml:") and problem.where.endswith("service house")


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"adder": "maybe"}, "`adder: maybe` is not known"), ({"council": "x"}, "`council` is not known here")],
)
def test_a_bad_area_is_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(Refused, match=what):
        area_of(**changes)


def test_an_area_is_known_by_any_of_its_names() -> None:
    walsall, line = area_of(also=["Walsall MBC"]), area_of("everywhere", everywhere="yes")
    areas = areas_of(walsall, line)
    assert areas.called(" WALSALL ") == areas.called("walsall-mbc") == walsall
    assert areas.called("Leeds") is None and areas.called("") is None and areas.called("everywhere") is None
    assert walsall.key == "walsall"


def test_what_stands_everywhere_comes_after_the_areas_own() -> None:
    everywhere = area_of("everywhere", {"line": service(name="A line")}, everywhere="yes")
    areas = areas_of(everywhere, area_of())
    assert [one.name for one in areas.services("Walsall")] == ["Hope House", "A line"]
    assert [one.name for one in areas.services("Leeds")] == ["A line"]


def test_the_kinds_are_words_for_staff() -> None:
    assert read_kinds(raw({"kinds": {"food": "food bank"}})) == {"food": "food bank"}
    with pytest.raises(Refused, match="`kinds` is missing"):
        read_kinds(raw({}))
