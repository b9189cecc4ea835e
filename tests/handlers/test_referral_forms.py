"""What a referral may hold and from whom: needed and no more, or it is refused with nothing kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.handlers import referrals
from bot.handlers.refusal import Refusal
from bot.store.outbox import outbox
from bot.store.referrals import referral
from tests.handlers.telling import rows_of
from tests.support.partners import Partners, form, referred
from tests.support.world import World


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("first_name", " "),
        ("release_day", -1),
        ("consent", "no"),
        ("needs", ("debts",)),
        ("medication", "60ml"),
        ("safe_contact", "on 60 ml, ring his mum"),
        ("phone", "0121 496 0000"),
        ("to_team_id", "nowhere"),
    ],
)
def test_what_a_referral_may_not_hold_is_refused_and_nothing_is_kept(
    there: World, them: Partners, field: str, wrong: Any
) -> None:
    value = there.today + timedelta(days=wrong) if isinstance(wrong, int) else wrong
    with pytest.raises(Refusal) as refused:
        referred(there, them, **{field: value})
    assert refused.value.field == field and rows_of(there, referral) == [] and rows_of(there, outbox) == []


def test_probation_takes_nobody_on_and_may_not_refer_who_was_not_asked(there: World, them: Partners) -> None:
    for changes in (
        {"to_team_id": them.probation_team},
        {"from_team_id": them.probation_team, "consent": "direct_care"},
        {"from_team_id": there.team_id},
    ):
        with pytest.raises(Refusal):
            referred(there, them, **changes)


def test_the_same_person_sent_twice_waits_once(there: World, them: Partners) -> None:
    referred(there, them)
    with pytest.raises(Refusal, match="waits for that team already"):
        referrals.refer(there.bot, form(there, them), None)
