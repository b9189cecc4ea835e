"""Callum is released in a week: Nadia refers him from prison, and the Bridge team takes him on, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.core.referral import ACCEPTED, DECLINED, WAITING, WITHDRAWN
from bot.handlers import accepting, appointments, people, referrals
from bot.handlers.accepting import Acceptance
from bot.handlers.refusal import Refusal
from bot.store import agencies
from bot.store import appointments as appointment_rows
from bot.store import people as people_rows
from bot.store import referrals as rows
from bot.store.appointments import appointment
from bot.store.escalations import escalation
from bot.store.outbox import outbox
from bot.store.people import person
from bot.store.referrals import Stored
from bot.store.staff import shift
from bot.store.timers import timer
from tests.handlers.telling import assert_no_one_lost, at, owed, rows_of, wall, write
from tests.handlers.test_same_moment import at_once, meeting
from tests.support.partners import Partners, partners, referred
from tests.support.world import World

FRIDAY_NOON = wall(2026, 6, 12, 12, 0)


def stored(there: World, row_id: str) -> Stored:
    with there.bot.db.look() as work:
        found = rows.get(work, row_id)
    assert found is not None
    return found


def taking(there: World, **changes: Any) -> Acceptance:
    known: dict[str, Any] = {
        "keyworker_id": there.staff["Asha"], "met_by": "Asha", "where": "Hope House", "wall": FRIDAY_NOON
    }  # fmt: skip
    return Acceptance(**{**known, **changes})


def letters(there: World, staff_id: str) -> list[str]:
    return [row["message"] for row in owed(there, outbox.c.staff_id == staff_id, outbox.c.escalation_id.is_(None))]


def sides(there: World, kind: str) -> set[str]:
    return {row["team_id"] for row in rows_of(there, escalation, escalation.c.kind == kind)}


def test_callum_is_accepted_and_the_first_text_says_who_meets_him(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    assert letters(there, there.staff["Asha"]) == ["notice-referral"]
    there.wait(hours=2)
    person_id = accepting.accept(there.bot, row_id, taking(there), there.staff["Asha"])
    one, who = stored(there, row_id), there.who(person_id)
    assert (one.state, one.person_id, one.decided_by) == (ACCEPTED, person_id, there.staff["Asha"])
    assert (who.first_name, who.keyworker_id, who.custody) == ("Callum", there.staff["Asha"], "in_prison")
    assert who.private["safe_contact"] == "Not after six, his brother reads it"
    assert letters(there, them.nadia) == ["notice-accepted"]
    there.wait(days=7, hours=-1)
    assert there.got() == [] and set(there.kinds()) <= {"task_overdue"}
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    first, second = there.got()
    assert first == "Hi Callum. Asha will meet you today at midday at Hope House. Not there? Ring 07700 900999."
    assert second.startswith("Hi, is this Callum?")
    assert_no_one_lost(there)


def test_a_meeting_that_was_moved_or_called_off_is_told_as_it_stands(there: World, them: Partners) -> None:
    person_id = accepting.accept(there.bot, referred(there, them), taking(there), there.staff["Asha"])
    with there.bot.db.look() as work:
        [met] = appointment_rows.of_person(work, person_id)
    appointments.move(there.bot, met.id, wall(2026, 6, 12, 15, 30), there.staff["Asha"])
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert "meet you Friday 12 June at 3:30pm" in there.got()[0]


def test_without_a_meeting_ahead_the_welcome_is_the_usual_one(there: World, them: Partners) -> None:
    person_id = accepting.accept(there.bot, referred(there, them), taking(there), there.staff["Asha"])
    with there.bot.db.look() as work:
        [met] = appointment_rows.of_person(work, person_id)
    appointments.cancel(there.bot, met.id, there.staff["Asha"])
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    there.run()
    assert [text[:18] for text in there.got()] == ["Hi, is this Callum"]


def test_nobody_accepts_in_time_and_both_teams_are_told_until_somebody_does(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    due = stored(there, row_id).accept_by
    assert due == at(2026, 6, 5, 17), "eight working hours from nine"
    there.wait(hours=7, minutes=59)
    assert there.kinds() == []
    there.wait(minutes=2)
    assert sides(there, "referral_waiting") == {there.team_id, them.prison_team}
    told = {row["staff_id"] for row in owed(there, outbox.c.escalation_id.is_not(None))}
    assert told == {there.staff["Joe"], them.nadia}
    bodies = [row["body"] for row in owed(there, outbox.c.escalation_id.is_not(None))]
    assert all("Callum R" in body and "Reid" not in body and "unknown" not in body for body in bodies)
    there.wait(days=4)
    assert len(rows_of(there, escalation)) == 2, "one for each side, however often"
    accepting.accept(there.bot, row_id, taking(there), there.staff["Joe"])
    assert there.kinds() == [], "what was raised about it ends with the decision"
    assert rows_of(there, timer, timer.c.kind == "referral", timer.c.state == "waiting") == []
    assert_no_one_lost(there)


def test_somebody_released_tomorrow_must_be_accepted_before_and_today_within_the_hour(
    there: World, them: Partners
) -> None:
    tomorrow = referred(there, them, release_day=there.today + timedelta(days=1), reference="N-2")
    today = referred(there, them, release_day=there.today, reference="N-3")
    assert stored(there, tomorrow).accept_by == at(2026, 6, 5, 17)
    assert stored(there, today).accept_by == at(2026, 6, 5, 10)


def test_declined_goes_back_to_whoever_referred_with_the_reason(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    with pytest.raises(Refusal, match="reason is missing"):
        accepting.decline(there.bot, row_id, there.staff["Priya"], " ")
    accepting.decline(there.bot, row_id, there.staff["Priya"], "He moves to Dudley")
    one = stored(there, row_id)
    assert (one.state, one.reason, one.first_name) == (DECLINED, "He moves to Dudley", "Callum")
    assert sides(there, "referral_declined") == {them.prison_team}
    assert letters(there, them.nadia) == ["notice-declined"]
    assert rows_of(there, timer, timer.c.kind == "referral", timer.c.state == "waiting") == []


def test_withdrawn_it_waits_no_more_and_cannot_be_accepted(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    there.wait(hours=9)
    with pytest.raises(Refusal, match="another agency's"):
        referrals.withdraw(there.bot, row_id, there.staff["Asha"], "")
    referrals.withdraw(there.bot, row_id, them.nadia, "He stays inside")
    assert stored(there, row_id).state == WITHDRAWN and there.kinds() == []
    with pytest.raises(Refusal, match="Nadia Worker has withdrawn it already"):
        accepting.accept(there.bot, row_id, taking(there), there.staff["Asha"])
    assert rows_of(there, person) == []


def test_asha_and_priya_accept_at_the_same_moment_and_one_of_them_is_told_who_did(
    kept: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = referred(kept, partners(kept))

    def accepts(name: str) -> Callable[[], str]:
        def act() -> str:
            try:
                return accepting.accept(kept.bot, row_id, taking(kept), kept.staff[name])
            except Refusal as refusal:
                return refusal.what

        return act

    with monkeypatch.context() as patch:
        patch.setattr(accepting, "the_referral", meeting(referrals.the_referral))
        said = at_once(accepts("Asha"), accepts("Priya"))
    [person_id] = [one["id"] for one in rows_of(kept, person)]
    other = next(one for one in said if one != person_id)
    assert person_id in said and other.endswith("has accepted it already")
    assert len(rows_of(kept, appointment)) == 1
    assert_no_one_lost(kept)


def test_another_agencys_staff_can_neither_accept_nor_decline(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    for act in (
        lambda: accepting.accept(there.bot, row_id, taking(there), them.owen),
        lambda: accepting.decline(there.bot, row_id, them.nadia, "no room"),
        lambda: accepting.accept(there.bot, row_id, taking(there, keyworker_id=them.owen), there.staff["Asha"]),
    ):
        with pytest.raises(Refusal):
            act()
    assert stored(there, row_id).state == WAITING and rows_of(there, person) == []


def test_a_place_that_gives_him_away_is_refused(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    with pytest.raises(Refusal, match='it says "prison"'):
        accepting.accept(there.bot, row_id, taking(there, where="the prison gate"), there.staff["Asha"])


def test_whoever_referred_has_a_part_and_somebody_known_is_not_registered_twice(there: World, them: Partners) -> None:
    person_id = accepting.accept(there.bot, referred(there, them), taking(there), there.staff["Asha"])
    with there.bot.db.look() as work:
        [part] = agencies.involved(work, person_id)
    assert (part.agency.name, part.wish, part.basis) == ("Northgate healthcare", "share", "direct_care")
    later = taking(there, wall=wall(2026, 6, 13, 9, 0))
    again = accepting.accept(there.bot, referred(there, them, phone=None), later, there.staff["Priya"])
    assert again == person_id and len(rows_of(there, person)) == 1
    with there.bot.db.look() as work:
        assert people_rows.get(work, person_id) is not None
    assert_no_one_lost(there)


def test_another_persons_reference_takes_nobody_over(there: World, them: Partners) -> None:
    """A slip in the reference would give Callum's case to whoever was referred, and register nobody."""
    person_id = accepting.accept(there.bot, referred(there, them), taking(there), there.staff["Asha"])
    other = referred(there, them, first_name="Ray", phone=None)
    with pytest.raises(Refusal, match="N-1 is Callum Reid here"):
        accepting.accept(there.bot, other, taking(there), there.staff["Priya"])
    assert there.who(person_id).keyworker_id == there.staff["Asha"] and stored(there, other).state == WAITING


def test_a_referral_whose_deadline_is_lost_is_found_and_gets_another(there: World, them: Partners) -> None:
    row_id = referred(there, them)
    write(there, timer.delete().where(timer.c.kind == "referral"))
    there.wait(minutes=30)
    assert there.kinds() == ["plan_lost"] and sides(there, "plan_lost") == {there.team_id}
    there.wait(days=3)
    assert sides(there, "referral_waiting") == {there.team_id, them.prison_team}
    assert stored(there, row_id).state == WAITING


def test_somebody_accepted_after_the_day_is_asked_after_within_the_hour(there: World, them: Partners) -> None:
    row_id = referred(there, them, release_day=there.today)
    there.wait(hours=9)
    late = taking(there, wall=wall(2026, 6, 6, 10, 0))
    person_id = accepting.accept(there.bot, row_id, late, there.staff["Asha"])
    there.wait(hours=1, minutes=1)
    assert there.kinds() == ["release_unconfirmed"]
    people.confirm_release(there.bot, person_id, there.staff["Asha"])
    assert_no_one_lost(there)


def test_a_prison_team_without_a_rota_is_told_all_the_same(there: World, them: Partners) -> None:
    write(there, shift.delete().where(shift.c.team_id == them.prison_team))
    referred(there, them)
    there.wait(hours=9)
    told = {row["staff_id"] for row in owed(there, outbox.c.escalation_id.is_not(None))}
    assert them.nadia in told
