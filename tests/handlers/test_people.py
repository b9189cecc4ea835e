"""Dean's case from before his release to a human's close; whatever happens to his phone, somebody has him in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.handlers import closing, endings, numbers, people, tasks, writing
from bot.handlers.people import Registration
from bot.handlers.refusal import Refusal
from bot.store import state
from bot.store.conversations import conversation
from bot.store.outbox import outbox
from bot.store.people import person
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import OVERDOSE, assert_no_one_lost, owed, rows_of, settled, wall, write
from tests.support.world import DEAN, World

LEANNE = "+447700900002"
NEW = "+447700900003"


def form(there: World, **changes: object) -> Registration:
    known: dict[str, object] = {
        "first_name": "Dean", "last_name": "Foster", "phone": DEAN, "pathway": "prison_release",
        "anchor_date": there.today, "area": "Birmingham", "agency": "treatment", "team_id": there.team_id,
        "keyworker_id": there.staff["Asha"],
    }  # fmt: skip
    return Registration(**{**known, **changes})  # type: ignore[arg-type]


def open_tasks(there: World) -> list[str]:
    return [row["kind"] for row in rows_of(there, task, task.c.state == "open")]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("phone", "0121 496 0000"),
        ("phone", "not a number"),
        ("phone", "+1 212 555 0100"),
        ("phone", "07700"),
        ("first_name", " "),
        ("pathway", "nowhere"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(there: World, field: str, wrong: str) -> None:
    with pytest.raises(Refusal) as refused:
        people.register(there.bot, form(there, **{field: wrong}), by=None)
    assert refused.value.field == field and rows_of(there, person) == []


def test_the_same_reference_twice_is_refused(there: World) -> None:
    people.register(there.bot, form(there, reference="A1"), by=None)
    with pytest.raises(Refusal, match="registered already"):
        people.register(there.bot, form(there, reference="A1", phone=LEANNE), by=None)


def test_nothing_is_texted_before_a_named_person_has_confirmed_the_release(kept: World) -> None:
    person_id = kept.person(day=kept.today + timedelta(days=7), out=False)
    kept.wait(days=7)
    assert kept.got() == []
    assert_no_one_lost(kept)
    people.confirm_release(kept.bot, person_id, kept.staff["Asha"])
    kept.run()
    assert kept.got()[0].startswith("Hi, is this Dean?")
    people.confirm_release(kept.bot, person_id, kept.staff["Joe"])
    kept.run()
    assert len(kept.got()) == 1, "confirmed twice is confirmed once"
    assert_no_one_lost(kept)


def test_a_release_that_nobody_has_confirmed_by_five_is_an_escalation(there: World) -> None:
    there.person(out=False)
    there.wait(hours=7, minutes=59)
    assert there.kinds() == []
    there.wait(minutes=2)
    assert there.kinds() == ["release_unconfirmed"]
    assert_no_one_lost(there)


def test_a_number_in_use_is_kept_and_not_texted_and_a_human_is_asked(there: World) -> None:
    settled(there)
    before = len(there.got())
    other = there.person("Leanne")
    there.wait(hours=2)
    assert there.who(other).number == "conflict" and there.who(other).phone == DEAN
    assert len(there.got()) == before
    assert "number_shared" in there.kinds() and "reach_otherwise" in open_tasks(there)
    numbers.decide_number(there.bot, other, "verified", there.staff["Asha"])
    assert there.who(other).number == "verified"
    assert_no_one_lost(there)


def test_without_a_phone_contact_is_a_dated_task_one_at_a_time(there: World) -> None:
    there.person(phone=None)
    there.wait(days=2)
    assert open_tasks(there) == ["reach_otherwise"]
    assert "task_overdue" in there.kinds(), "not done in four working hours"
    assert_no_one_lost(there)
    [one] = rows_of(there, task, task.c.state == "open")
    tasks.done(there.bot, one["id"], there.staff["Asha"])
    assert_no_one_lost(there)
    there.wait(days=2)
    assert open_tasks(there) == ["reach_otherwise"], "the next contact asks again"


def test_back_in_custody_his_texts_freeze_and_nothing_is_closed(kept: World) -> None:
    person_id = settled(kept)
    before = len(kept.got())
    people.set_custody(kept.bot, person_id, "in_prison", kept.staff["Asha"])
    kept.wait(days=2)
    assert len(kept.got()) == before and kept.who(person_id).status == "active"
    assert "reach_otherwise" in open_tasks(kept)
    assert_no_one_lost(kept)
    kept.texts("you can text me again mate")
    assert "text_while_frozen" in kept.kinds() and len(kept.got()) == before
    people.confirm_release(kept.bot, person_id, kept.staff["Asha"])
    kept.wait(days=2)
    assert len(kept.got()) > before, "the pathway goes on"
    assert_no_one_lost(kept)


def test_words_of_custody_freeze_texts_until_somebody_has_looked(there: World) -> None:
    person_id = settled(there)
    there.texts("been recalled")
    assert there.who(person_id).custody == "to_verify"
    assert "custody_hint" in there.kinds()
    assert_no_one_lost(there)


def test_danger_is_answered_while_texts_are_frozen(there: World) -> None:
    person_id = settled(there)
    people.set_custody(there.bot, person_id, "in_prison", there.staff["Asha"])
    there.texts(OVERDOSE)
    assert there.got()[-1].startswith("Ring 999 now.")


def test_what_was_owed_to_the_old_number_does_not_reach_its_next_owner(there: World) -> None:
    person_id = settled(there)
    with there.bot.db.work() as work:
        state.put(work, "paused", "yes")
    there.texts("my script wasnt there")
    there.wait(hours=3, minutes=5)
    numbers.change_number(there.bot, person_id, "07700 900003", there.staff["Asha"])
    still = owed(there, outbox.c.person_id == person_id, outbox.c.state == "waiting")
    assert {row["to"] for row in still} <= {NEW}
    with there.bot.db.work() as work:
        state.put(work, "paused", "")
    before = len(there.got())
    there.run()
    assert len(there.got()) == before
    assert there.got(NEW)[0].count("Dean") == 1 and there.who(person_id).number == "unverified"
    assert_no_one_lost(there)


def test_a_new_number_that_is_somebody_elses_asks_a_human(there: World) -> None:
    person_id = settled(there)
    settled(there, LEANNE)
    numbers.change_number(there.bot, person_id, LEANNE, there.staff["Asha"])
    assert there.who(person_id).number == "conflict" and "number_shared" in there.kinds()
    with pytest.raises(Refusal):
        numbers.change_number(there.bot, person_id, "0121 496 0000", there.staff["Asha"])
    assert_no_one_lost(there)


def test_the_pathways_end_needs_a_humans_close(there: World) -> None:
    person_id = there.person(day=there.today - timedelta(days=27))
    there.texts("yes")
    there.texts("no")
    there.wait(days=3, hours=9)
    assert "pathway_end" in there.kinds() and there.who(person_id).status == "active"
    with pytest.raises(Refusal, match="escalation is open"):
        endings.close(there.bot, person_id, there.staff["Asha"], "finished")
    for one in there.open():
        closing.close(there.bot, one.id, there.staff["Asha"], "done", "he is well")
    assert_no_one_lost(there)
    endings.close(there.bot, person_id, there.staff["Asha"], "finished")
    assert there.who(person_id).status == "closed"
    assert rows_of(there, timer, timer.c.state == "waiting") == []
    assert_no_one_lost(there)


def test_one_of_two_who_share_a_number_is_closed_and_the_others_question_stays(there: World) -> None:
    there.person()
    other = there.person("Leanne", DEAN)
    people.set_custody(there.bot, other, "in_prison", there.staff["Asha"])
    [asked] = rows_of(there, conversation, conversation.c.waiting.is_(True))
    assert asked["flow"] == "welcome"
    assert_no_one_lost(there)


def test_after_a_death_nothing_is_sent_and_its_alarms_stay_until_a_human_has_closed_them(there: World) -> None:
    person_id = there.person()
    there.texts(OVERDOSE)
    before = len(there.got())
    endings.died(there.bot, person_id, there.staff["Asha"])
    assert there.kinds() == ["overdose_now"]
    closing.close(there.bot, there.open()[0].id, there.staff["Joe"], "ambulance", "")
    there.wait(days=3)
    assert len(there.got()) == before and there.open() == []
    assert rows_of(there, timer, timer.c.state == "waiting") == []


def test_a_worker_stops_and_starts_the_texts(there: World) -> None:
    person_id = settled(there)
    numbers.stop_texts(there.bot, person_id, there.staff["Asha"])
    with pytest.raises(Refusal, match="cannot be texted"):
        writing.write(there.bot, person_id, there.staff["Asha"], "How did it go?")
    assert_no_one_lost(there)
    numbers.start_texts(there.bot, person_id, there.staff["Asha"])
    writing.write(there.bot, person_id, there.staff["Asha"], "How did it go?")
    there.run()
    assert there.got()[-1] == "How did it go?"
    assert_no_one_lost(there)


def test_another_keyworker_takes_over_with_everything_that_is_open(there: World) -> None:
    person_id = settled(there)
    people.hand_over(there.bot, person_id, there.staff["Priya"], there.staff["Asha"])
    there.texts("my script wasnt there")
    told = owed(there, outbox.c.escalation_id.is_not(None))
    assert {row["staff_id"] for row in told} == {there.staff["Priya"]}
    with pytest.raises(Refusal):
        people.hand_over(there.bot, person_id, "nobody", there.staff["Asha"])


def test_the_database_itself_refuses_a_person_whom_nobody_has_in_hand(kept: World) -> None:
    settled(kept)
    with pytest.raises(IntegrityError):
        write(kept, person.update().values(next_contact_at=None, open_escalation_id=None))


def test_an_appointment_of_a_person_without_a_phone_is_a_task_too(there: World) -> None:
    person_id = there.person(phone=None)
    there.appointment(person_id, wall(2026, 6, 9, 10, 0))
    there.wait(days=3, hours=2)
    assert "reach_otherwise" in open_tasks(there)
    assert_no_one_lost(there)
