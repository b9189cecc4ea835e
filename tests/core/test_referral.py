"""By when somebody who is released must have been accepted, and what a referral must not carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.referral import accept_by, tells_a_dose

NOW = datetime(2026, 6, 5, 9, tzinfo=UTC)
hours = st.integers(-100, 400).map(lambda n: NOW + timedelta(hours=n))


@given(hours, hours)
def test_it_is_by_the_eve_of_the_release_where_there_is_time_and_never_at_once(
    usual: datetime, release: datetime
) -> None:
    due = accept_by(usual, release, timedelta(hours=1), NOW)
    assert due >= NOW + timedelta(hours=1)
    assert due <= max(usual, NOW + timedelta(hours=1)) and due <= max(release, NOW + timedelta(hours=1))


@pytest.mark.parametrize("text", ["on 30ml", "60 mg a day", "Takes 40 MLs", "12mcg"])
def test_a_dose_is_seen(text: str) -> None:
    assert tells_a_dose(text)


@pytest.mark.parametrize("text", ["ring after 6", "flat 30 Mill Lane", "2 kids", "4th floor"])
def test_what_is_no_dose_is_left_alone(text: str) -> None:
    assert not tells_a_dose(text)
