"""Lengths of time as Marcus writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.core.span import Span, clock_time, local, parse
from tests.core.content import LONDON


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30s", Span(30)),
        ("30m", Span(1_800)),
        (" 24h ", Span(86_400)),
        ("2d", Span(172_800)),
        ("1w", Span(604_800)),
        ("1d at 10:00", Span(86_400, at=time(10))),
        ("4 working hours", Span(14_400, "working")),
        ("1 working hour", Span(3_600, "working")),
        ("90 working minutes", Span(5_400, "working")),
    ],
)
def test_a_span_is_read(text: str, span: Span) -> None:
    assert parse(text) == span


@pytest.mark.parametrize("text", ["", "soon", "24", "1 day", "-1h", "1.5h", "2 working days", "99999h"])
def test_what_is_no_span_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match='write "30m"'):
        parse(text)


def test_a_time_of_day_goes_with_days() -> None:
    with pytest.raises(ValueError, match="goes with days"):
        parse("4h at 10:00")
    with pytest.raises(ValueError, match="is not a time"):
        parse("1d at 25:00")


@pytest.mark.parametrize("text", ["", "ten", "10", "10:60", "24:00", "10:00:00"])
def test_what_is_no_time_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match='write it as "09:30"'):
        clock_time(text)


@pytest.mark.parametrize(
    ("text", "moment", "then"),
    [
        ("24h", datetime(2026, 3, 28, 10, tzinfo=UTC), datetime(2026, 3, 29, 10, tzinfo=UTC)),
        ("1d at 10:00", datetime(2026, 3, 28, 10, tzinfo=UTC), datetime(2026, 3, 29, 9, tzinfo=UTC)),
        ("1d at 10:00", datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)),
        ("1d at 10:00", datetime(2026, 6, 5, 23, 30, tzinfo=UTC), datetime(2026, 6, 7, 9, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_is_on_the_wall_of_the_person(text: str, moment: datetime, then: datetime) -> None:
    assert parse(text).after(moment, LONDON) == then


def test_an_hour_that_is_skipped_or_doubled_has_one_moment() -> None:
    half_one = time(1, 30)
    assert local(datetime.combine(date(2026, 3, 29), half_one), LONDON) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert local(datetime.combine(date(2026, 10, 25), half_one), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
