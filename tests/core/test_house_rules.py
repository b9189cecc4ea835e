"""The house rules as Marcus writes them, and what he is told of bad ones."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from bot.core.check.problem import Refused
from bot.core.house_rules import Kind, Reminder, read
from bot.core.pathway import When
from bot.core.span import Span
from tests.core.content import LADDERS, LONDON, raw, rules_of


def test_house_rules_are_read() -> None:
    rules = rules_of(
        reminders=[{"flow": "reminder", "at": "appointment - 2h"}],
        needs={"naloxone_info": "naloxone"},
        codes={21610: "opted_out"},
        telling_words=["probation"],
    )
    assert rules.zone == LONDON and rules.quiet_hours.starts == time(21)
    assert rules.reminders == (Reminder("reminder", When("appointment", -7_200)),)
    assert rules.codes == {"21610": "opted_out"} and rules.telling_words == {"probation"}
    assert rules.ladder_for("urgent").any_hour and rules.needs == {"naloxone_info": "naloxone"}


def test_a_kind_of_appointment_with_reminders_of_its_own_gets_none_of_the_others() -> None:
    rules = rules_of(
        reminders=[
            {"flow": "usual", "at": "appointment - 1d"},
            {"flow": "court", "at": "appointment - 2d", "kinds": ["court_review"]},
            {"flow": "court", "at": "appointment - 2h", "kinds": ["court_review", "hearing"]},
        ]
    )
    assert [one.flow for one in rules.reminders_of("key_work")] == ["usual"]
    assert [one.at.seconds for one in rules.reminders_of("court_review")] == [-172_800, -7_200]
    assert [one.flow for one in rules.reminders_of("hearing")] == ["court"]


def test_limits_that_nobody_wrote_are_careful_ones() -> None:
    limits = rules_of().limits
    assert (limits.automatic_answer_within, limits.early_days, limits.high_risk_days) == (Span(600), 4, 14)


def test_a_kind_that_nobody_wrote_still_reaches_somebody_today() -> None:
    assert rules_of().kind("struggling").says == "Struggling"
    assert rules_of().kind("flow_fault") == Kind("flow_fault", "flow fault", "today")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"zone": "Europe/Leeds"}, "`zone: Europe/Leeds` is unknown"),
        ({"ladders": {"urgent": LADDERS["urgent"]}}, "there is no ladder `today`"),
        ({"codes": {21610: "shrug"}}, "`21610: shrug` is not known"),
        ({"limits": {"early_days": "four"}}, "`early_days: four` is not a whole number"),
        ({"limits": {"texts": 4}}, "`texts` is not known here"),
        ({"reminders": [{"flow": "reminder", "at": "soon!"}]}, "is not a moment"),
        ({"reminders": [{"flow": "a", "at": "appointment - 2h", "kinds": []}]}, "`kinds` is empty"),
        ({"reminders": [{"flow": "a", "at": "appointment - 2h", "kinds": "court"}]}, "not a list"),
        ({"escalations": {"struggling": {"says": "Struggling", "urgency": "soon"}}}, "`urgency: soon`"),
        ({"needs": ["naloxone"]}, "this is a list"),
        ({"noise": 1}, "`noise` is not known here"),
    ],
)
def test_bad_house_rules_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        rules_of(**change)
    assert refused.value.problems[0].where.startswith("flows/house_rules.yaml")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Refused, match="`ladders` is missing"):
        read(raw({"zone": "Europe/London"}))
