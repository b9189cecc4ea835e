"""What reaches another agency about Dean: what a named worker recorded and he knows of, and nothing by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.handlers import appointments, disclosures, endings, who_sees
from bot.handlers.disclosures import Report
from bot.handlers.refusal import Refusal
from bot.store import disclosures as rows
from bot.store.disclosures import disclosure
from bot.store.outbox import outbox
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import (
    assert_no_one_lost,
    ordered,
    owed,
    phone_is,
    phones_answer,
    rows_of,
    wall,
    write,
)
from tests.support.partners import Partners
from tests.support.world import DEAN, World


def missed(there: World, person_id: str) -> str:
    """He did not come on Saturday at ten, and Asha has recorded it."""
    meeting = there.appointment(person_id, wall(2026, 6, 6, 10, 0))
    there.wait(days=1, hours=2)
    appointments.record(there.bot, meeting, "missed", there.staff["Asha"])
    there.run()
    return meeting


def told(there: World, person_id: str, them: Partners) -> list[str]:
    with there.bot.db.look() as work:
        return [one.what for one in rows.of_person(work, person_id, them.probation)]


def spoken(there: World, them: Partners, meeting: str | None, **changes: Any) -> Report:
    known: dict[str, Any] = {
        "agency_id": them.probation, "about": "attendance", "reason": "In hospital", "explained": "conversation",
        "appointment_id": meeting, "explained_at": there.clock.now() - timedelta(minutes=5), "how": "On the phone",
    }  # fmt: skip
    return Report(**{**known, **changes})


def letters(there: World, staff_id: str) -> list[dict[str, Any]]:
    return owed(there, outbox.c.staff_id == staff_id)


def test_a_recorded_absence_reaches_nobody_by_itself(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    missed(there, person_id)
    there.texts("i used last night")
    there.wait(days=3)
    assert told(there, person_id, them) == [] and letters(there, them.owen) == []
    assert rows_of(there, disclosure) == []


def test_asha_records_it_with_its_reason_and_owen_is_told(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    meeting = missed(there, person_id)
    disclosures.report(there.bot, person_id, spoken(there, them, meeting), there.staff["Asha"])
    assert told(there, person_id, them) == ["Did not come: Saturday 06 June 2026, 10:00"]
    [letter] = letters(there, them.owen)
    assert letter["message"] == "notice-told" and "Dean F" in letter["body"] and "hospital" not in letter["body"]
    with pytest.raises(Refusal, match="recorded for them already"):
        disclosures.report(there.bot, person_id, spoken(there, them, meeting), there.staff["Asha"])


def test_a_text_explains_it_first_and_only_once_it_arrived_is_owen_told(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    meeting = missed(there, person_id)
    phones_answer(there)
    by_text = spoken(there, them, meeting, explained="text", explained_at=None, how="")
    disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    assert told(there, person_id, them) == []
    there.run()
    assert there.got()[-1].startswith("Hi Dean. We must pass on if you came")
    assert "probation" not in there.got()[-1]
    there.wait(minutes=11)
    assert len(told(there, person_id, them)) == 1 and len(letters(there, them.owen)) == 1


def test_an_absence_that_was_corrected_meanwhile_is_not_told(there: World, them: Partners) -> None:
    """A false absence is a breach for Dean; what is true is recorded anew."""
    person_id = ordered(there, them)
    meeting = missed(there, person_id)
    phones_answer(there)
    by_text = spoken(there, them, meeting, explained="text", explained_at=None, how="")
    disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    there.run()
    appointments.record(there.bot, meeting, "attended", there.staff["Asha"])
    there.wait(minutes=11)
    assert told(there, person_id, them) == []
    disclosures.report(there.bot, person_id, spoken(there, them, meeting), there.staff["Asha"])
    assert len(told(there, person_id, them)) == 1


def test_a_text_that_never_arrives_tells_nobody_and_asha_explains_in_person(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    meeting = missed(there, person_id)
    phones_answer(there)
    phone_is(there, "off", DEAN)
    by_text = spoken(there, them, meeting, explained="text", explained_at=None, how="")
    disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    there.wait(days=1, hours=1)
    assert told(there, person_id, them) == [] and letters(there, them.owen) == []
    assert "explain_first" in [row["kind"] for row in rows_of(there, task)]
    disclosures.report(there.bot, person_id, spoken(there, them, meeting), there.staff["Asha"])
    assert len(told(there, person_id, them)) == 1
    assert_no_one_lost(there)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"explained": ""}, "explained"),
        ({"explained_at": None}, "explained_at"),
        ({"how": ""}, "how"),
        ({"appointment_id": "none"}, "appointment_id"),
        ({"about": "test"}, "result"),
        ({"about": "lapse", "result": "said that he used"}, "result"),
    ],
)
def test_what_is_not_explained_or_has_no_reason_is_not_told(
    there: World, them: Partners, changes: dict[str, Any], field: str
) -> None:
    person_id = ordered(there, them)
    meeting = missed(there, person_id)
    with pytest.raises(Refusal) as refused:
        disclosures.report(there.bot, person_id, spoken(there, them, meeting, **changes), there.staff["Asha"])
    assert refused.value.field == field and rows_of(there, disclosure) == []


def test_without_an_order_nothing_is_reported_at_all(there: World, them: Partners) -> None:
    person_id = ordered(there, them, order=None)
    meeting = missed(there, person_id)
    with pytest.raises(Refusal, match="no order of a court"):
        disclosures.report(there.bot, person_id, spoken(there, them, meeting), there.staff["Asha"])


def test_a_test_result_is_told_as_it_was_recorded(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    result = spoken(there, them, None, about="test", result="Taken on 4 June, as the order asks")
    disclosures.report(there.bot, person_id, result, there.staff["Asha"])
    assert told(there, person_id, them) == ["Test: Taken on 4 June, as the order asks"]


def test_serious_harm_is_a_humans_decision_that_no_wish_stands_against(there: World, them: Partners) -> None:
    person_id = ordered(there, them, wish="keep", order=None)
    with pytest.raises(Refusal, match="why is missing"):
        disclosures.harm(there.bot, person_id, them.probation, "He named somebody", "", there.staff["Priya"])
    disclosures.harm(there.bot, person_id, them.probation, "He named somebody", "A threat", there.staff["Priya"])
    [row] = rows_of(there, disclosure)
    assert (row["ground"], row["recorded_by"]) == ("serious_harm", there.staff["Priya"])
    assert told(there, person_id, them) == ["He named somebody"]


def test_what_was_to_be_explained_is_found_where_nothing_looks_any_more(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    by_text = spoken(there, them, missed(there, person_id), explained="text")
    disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    write(there, timer.delete().where(timer.c.kind == "disclosure"))
    there.wait(minutes=20)
    assert "plan_lost" in there.kinds()


def test_after_the_case_is_over_nothing_more_is_told_and_nothing_seen(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    by_text = spoken(there, them, missed(there, person_id), explained="text")
    disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    endings.died(there.bot, person_id, there.staff["Asha"])
    there.wait(days=2)
    assert told(there, person_id, them) == []
    who = there.who(person_id)
    with there.bot.db.look() as work:
        assert [seen for _, seen in who_sees.everybody(there.bot, work, who, there.clock.now())] == [frozenset()]


def test_while_danger_is_open_nothing_is_explained_by_text(there: World, them: Partners) -> None:
    person_id = ordered(there, them)
    by_text = spoken(there, them, missed(there, person_id), explained="text")
    there.texts("I took too much and cant breathe")
    with pytest.raises(Refusal, match="danger is open"):
        disclosures.report(there.bot, person_id, by_text, there.staff["Asha"])
    assert rows_of(there, disclosure) == []
