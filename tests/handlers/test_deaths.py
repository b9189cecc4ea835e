"""Somebody says that Dean has died: everything freezes, nothing is lost, and a human finds out (safety rule 16)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.handlers import appointments, closing, deaths, endings, numbers, people, writing
from bot.handlers.appointments import Details
from bot.handlers.refusal import Refusal
from bot.store.appointments import appointment
from bot.store.conversations import conversation
from bot.store.outbox import outbox
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import OVERDOSE, STRANGER, assert_no_one_lost, owed, rows_of, settled, wall
from tests.support.world import ASHA, DEAN, World

TOLD = "he passed away on tuesday, this is his mum"
NEUTRAL = "Thank you for telling us. We can't talk about anyone by text"


def waiting(there: World) -> set[str]:
    return {row["kind"] for row in rows_of(there, timer, timer.c.state == "waiting")}


def frozen(there: World) -> list[tuple[str, str, object]]:
    rows = rows_of(there, timer, timer.c.state == "frozen")
    return sorted((row["kind"], row["name"] or "", row["due_at"]) for row in rows)


def test_everything_stands_still_and_the_phone_hears_one_neutral_thing(there: World) -> None:
    dean = settled(there)
    there.appointment(dean, wall(2026, 6, 8, 10))
    there.texts(TOLD)
    assert there.got()[-1].startswith(NEUTRAL)
    assert there.kinds() == ["reported_death"] and there.who(dean).death_reported_at
    assert waiting(there) == {"ladder"}
    assert rows_of(there, conversation, conversation.c.waiting.is_(True)) == []
    said = len(there.got())
    there.wait(days=20)
    assert len(there.got()) == said and there.kinds() == ["reported_death"]
    assert_no_one_lost(there)


def test_asha_is_told_and_nothing_of_it_goes_to_the_phone(there: World) -> None:
    settled(there)
    there.texts(TOLD)
    assert any("we are told that they have died - verify it" in text for text in there.got(ASHA))
    after = there.got(DEAN)[-1].lower()
    assert not any(word in after for word in ("died", "death", "passed away", "dean", "sorry"))


def test_it_was_not_true_and_everything_goes_on_where_it_stood(there: World) -> None:
    dean = settled(there)
    there.appointment(dean, wall(2026, 6, 9, 10))
    before = {(row["kind"], row["name"], row["due_at"]) for row in rows_of(there, timer, timer.c.state == "waiting")}
    there.texts("Dean died last night")
    assert {(kind, name) for kind, name, _ in frozen(there)} <= {(kind, name or "") for kind, name, _ in before}
    deaths.untrue(there.bot, dean, there.staff["Asha"])
    after = {(row["kind"], row["name"], row["due_at"]) for row in rows_of(there, timer, timer.c.state == "waiting")}
    assert after == before and there.open() == [] and there.who(dean).death_reported_at is None
    there.wait(hours=6)
    assert "Take care today, Dean." in there.got()[-1]
    assert_no_one_lost(there)


def test_what_fell_due_meanwhile_becomes_a_task_and_no_stale_text(there: World) -> None:
    dean = settled(there)
    there.texts(TOLD)
    there.wait(days=5)
    said = len(there.got())
    deaths.untrue(there.bot, dean, there.staff["Asha"])
    there.run()
    assert len(there.got()) == said
    assert "reach_otherwise" in {row["kind"] for row in rows_of(there, task, task.c.state == "open")}
    assert_no_one_lost(there)


def test_tasks_wait_too_and_are_asked_for_again(there: World) -> None:
    dean = there.person(out=False)
    there.wait(hours=1)
    assert [row["kind"] for row in rows_of(there, task, task.c.state == "open")] == ["confirm_release"]
    deaths.told(there.bot, dean, there.staff["Asha"])
    assert rows_of(there, task, task.c.state == "open") == []
    there.wait(days=1)
    assert there.kinds() == ["reported_death"]
    deaths.untrue(there.bot, dean, there.staff["Asha"])
    there.run()
    assert "release_unconfirmed" in there.kinds()
    assert_no_one_lost(there)


def test_it_was_true_and_everything_ends(there: World) -> None:
    dean = settled(there)
    there.texts(TOLD)
    endings.died(there.bot, dean, there.staff["Asha"])
    assert there.who(dean).status == "died" and frozen(there) == []
    closing.close(there.bot, there.open()[0].id, there.staff["Asha"], "done", "Spoke to the coroner's officer")
    there.wait(days=3)
    assert there.open() == [] and there.got()[-1].startswith(NEUTRAL)
    assert_no_one_lost(there)


def test_nobody_closes_it_unverified(there: World) -> None:
    settled(there)
    there.texts(TOLD)
    [one] = there.open()
    with pytest.raises(Refusal, match="nobody has verified"):
        closing.close(there.bot, one.id, there.staff["Asha"], "done", "")
    there.texts(f"DONE {one.code}", ASHA)
    assert there.kinds() == ["reported_death"]
    assert "cannot be closed by text" in there.got(ASHA)[-1]


Act = Callable[[World, str], object]
CHANGES: dict[str, Act] = {
    "appointment": lambda there, who: appointments.add(
        there.bot, who, Details("clinic", wall(2026, 6, 10, 9), "Hope House", "Sam"), by=None
    ),
    "release": lambda there, who: people.confirm_release(there.bot, who, there.staff["Asha"]),
    "custody": lambda there, who: people.set_custody(there.bot, who, "in_prison", there.staff["Asha"]),
    "missed": lambda there, who: appointments.record(
        there.bot, rows_of(there, appointment)[0]["id"], "missed", there.staff["Asha"]
    ),
    "number": lambda there, who: numbers.change_number(there.bot, who, "07700 900003", there.staff["Asha"]),
    "close": lambda there, who: endings.close(there.bot, who, there.staff["Asha"], "finished"),
    "text": lambda there, who: writing.write(there.bot, who, there.staff["Asha"], "How are you?"),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_nothing_new_is_planned_or_imported_meanwhile(there: World, change: str) -> None:
    dean = settled(there)
    there.appointment(dean, wall(2026, 6, 9, 10))
    there.texts(TOLD)
    with pytest.raises(Refusal):
        CHANGES[change](there, dean)
    assert_no_one_lost(there)


def test_danger_on_that_phone_is_still_answered(there: World) -> None:
    settled(there)
    there.texts(TOLD)
    there.texts(OVERDOSE)
    assert there.got()[-1].startswith("Ring 999 now.") and "overdose_now" in there.kinds()


def test_danger_that_is_open_stays_open_and_its_worker_hears(there: World) -> None:
    settled(there)
    there.texts(OVERDOSE)
    said = len(there.got())
    there.texts(TOLD)
    assert sorted(there.kinds()) == ["overdose_now", "reported_death"]
    assert len(there.got()) == said


def test_told_twice_it_is_one_alarm_and_one_answer(there: World) -> None:
    settled(there)
    there.texts(TOLD)
    said = len(there.got())
    there.texts("Dean is dead. stop texting")
    assert sorted(there.kinds()) == ["opted_out", "reported_death"] and len(there.got()) == said


def test_from_another_phone_nobody_is_named_and_a_human_hears_today(there: World) -> None:
    dean = settled(there)
    there.texts("this is his mum. he died on friday", STRANGER)
    assert [(one.kind, one.urgency) for one in there.open()] == [("reported_death", "today")]
    assert there.who(dean).death_reported_at is None
    assert "Dean" not in there.got(STRANGER)[-1]


def test_a_hint_of_custody_withdraws_what_was_asked(there: World) -> None:
    """Whoever holds the phone now is asked nothing, and nothing that was owed goes."""
    there.person()
    there.texts("hes been arrested this is his girlfriend")
    assert there.kinds() == ["custody_hint"]
    assert rows_of(there, conversation, conversation.c.waiting.is_(True)) == []
    said = len(there.got())
    there.wait(days=3)
    assert len(there.got()) == said and owed(there, outbox.c.state == "waiting") == []
    assert_no_one_lost(there)


def test_whoever_comes_back_is_heard_by_the_team_that_had_them(there: World) -> None:
    dean = settled(there)
    for one in there.open():
        closing.close(there.bot, one.id, there.staff["Asha"], "done", "")
    endings.close(there.bot, dean, there.staff["Asha"], "moved_away")
    there.run()
    assert "Our regular texts stop now" not in there.got()[-1]
    there.texts("can you help me again")
    assert there.kinds() == ["came_back"] and "Dean" not in there.got()[-1]
    said = len(there.got())
    there.texts("hello")
    assert len(there.got()) == said
