"""The wait for a reply counts from when its question really went, and is set once, however late that was."""

from __future__ import annotations

from datetime import datetime

from bot.channels.provider import SendError
from bot.handlers import receipts, reconcile, timers
from bot.handlers.receipts import Receipt
from bot.store import outbox as outbox_rows
from bot.store.outbox import outbox
from bot.store.timers import timer
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import assert_no_one_lost, at, owed, provider, rows_of, settled
from tests.support.world import DEAN, World

NEXT_DAY = (2026, 6, 6)
"""Dean was released on Friday; on Saturday at half past ten he is asked how he is, and has four hours."""
HOURS = 3600.0


def before_the_check_in(there: World) -> None:
    settled(there)
    there.wait(days=1, hours=1)
    assert there.clock.now() == at(*NEXT_DAY, 10, 0)


def road(there: World, *fails: SendError, taken: bool = False) -> Road:
    made = Road(provider(there), list(fails), taken)
    there.bot.provider = made
    return made


def deadlines(there: World) -> list[datetime]:
    """Until when the check-in waits for Dean."""
    [asked] = owed(there, outbox.c.message == "check-in-how-are-you")
    mine = (timer.c.conversation_id == asked["conversation_id"], timer.c.kind == "wait", timer.c.state == "waiting")
    return [row["due_at"] for row in rows_of(there, timer, *mine)]


def went_at(there: World) -> datetime | None:
    [asked] = owed(there, outbox.c.message == "check-in-how-are-you")
    return asked["sent_at"]  # type: ignore[no-any-return]


def test_a_question_that_the_provider_takes_six_hours_late_waits_four_hours_from_then(kept: World) -> None:
    """Its first deadline, at half past two, rings meanwhile, and is put off."""
    before_the_check_in(kept)
    road(kept, SendError("429", retry_after=6 * HOURS))
    kept.wait(hours=6, minutes=31)
    assert went_at(kept) == at(*NEXT_DAY, 16, 30)
    assert deadlines(kept) == [at(*NEXT_DAY, 20, 30)]
    kept.wait(hours=3, minutes=58)
    assert "silent_high_risk" not in kept.kinds()
    kept.wait(minutes=1)
    assert "silent_high_risk" in kept.kinds()
    assert_no_one_lost(kept)


def test_a_question_that_goes_on_time_waits_as_decided(there: World) -> None:
    before_the_check_in(there)
    there.wait(minutes=31)
    assert deadlines(there) == [at(*NEXT_DAY, 14, 30)]


def test_of_two_texts_of_one_turn_each_late_the_wait_counts_once(there: World) -> None:
    """As where a flow says a word before it asks: both are late by the same hour."""
    before_the_check_in(there)
    road(there, SendError("429", retry_after=HOURS), SendError("429", retry_after=HOURS))
    there.wait(minutes=29)
    there.clock.advance(60)
    timers.ring_due(there.bot)
    [asked] = owed(there, outbox.c.message == "check-in-how-are-you")
    with there.bot.db.work() as work:
        outbox_rows.add(
            work, to=DEAN, body="Morning.", now=there.clock.now(), person_id=asked["person_id"], manner="routine",
            conversation_id=asked["conversation_id"], turn=asked["turn"], message="a-word-before",
        )  # fmt: skip
    there.wait(hours=1)
    assert went_at(there) == at(*NEXT_DAY, 11, 30)
    assert [row["sent_at"] for row in owed(there, outbox.c.message == "a-word-before")] == [at(*NEXT_DAY, 11, 30)]
    assert deadlines(there) == [at(*NEXT_DAY, 15, 30)]


def test_when_a_receipt_says_that_it_went_the_wait_begins(there: World) -> None:
    """The provider said "too many" and took it all the same; hours later its receipt comes."""
    before_the_check_in(there)
    road(there, SendError("429", retry_after=6 * HOURS), taken=True)
    there.wait(minutes=30)
    [asked] = owed(there, outbox.c.message == "check-in-how-are-you")
    there.wait(hours=4)
    receipts.receive(there.bot, Receipt("SMtaken", "delivered", None, f"{asked['id']}.1"))
    assert went_at(there) == at(*NEXT_DAY, 14, 30)
    assert deadlines(there) == [at(*NEXT_DAY, 18, 30)]


def test_what_is_found_at_the_provider_hours_later_has_waited_since_it_was_taken(kept: World) -> None:
    """The sender died right after the call, and everything stood still until noon."""
    before_the_check_in(kept)
    road(kept, TIME_OUT, taken=True)
    kept.wait(minutes=30)
    kept.clock.advance(1.5 * HOURS)
    assert reconcile.settle_stranded(kept.bot) == 1
    assert went_at(kept) == at(*NEXT_DAY, 10, 30)
    assert deadlines(kept) == [at(*NEXT_DAY, 14, 30)]
