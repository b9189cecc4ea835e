"""What is owed is sent once: not twice after a time-out, not for a moment that is over, not at night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.provider import Outgoing, SendError
from bot.handlers import appointments, delivery, reconcile
from bot.store import state
from bot.store.outbox import outbox
from bot.store.tasks import task
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import (
    OVERDOSE,
    RING_999,
    assert_no_one_lost,
    owed,
    phone_is,
    phones_answer,
    provider,
    rang,
    rows_of,
    settled,
    told,
    wall,
    write,
)
from tests.support.world import DEAN, World


def road(there: World, *fails: SendError, taken: bool = False) -> Road:
    """From now on the provider is this one."""
    made = Road(provider(there), list(fails), taken)
    there.bot.provider = made
    return made


def to_dean(there: World) -> list[dict[str, object]]:
    return owed(there, outbox.c.person_id.is_not(None), outbox.c.staff_id.is_(None))


def reached_dean(there: World) -> int:
    """How many texts the provider has taken for his phone."""
    real = there.bot.provider.real if isinstance(there.bot.provider, Road) else provider(there)
    return len(list(real.sent_since(DEAN, there.clock.now() - timedelta(days=9))))


def test_a_passing_error_is_tried_again_later(kept: World) -> None:
    tried = road(kept, SendError("429"), SendError("20429"))
    kept.person()
    [row] = to_dean(kept)
    assert (row["state"], row["attempt"]) == ("waiting", 1)
    kept.wait(minutes=2)
    assert to_dean(kept)[0]["state"] == "sent" and reached_dean(kept) == 1
    assert [call.attempt.rpartition(".")[2] for call in tried.calls] == ["1", "2", "3"]


def test_a_permanent_error_is_told_to_a_human(there: World) -> None:
    road(there, SendError("21408", permanent=True))
    there.person()
    assert to_dean(there)[0]["state"] == "failed"
    assert there.kinds() == ["undeliverable"]
    assert_no_one_lost(there)


def test_a_number_that_does_not_exist_is_marked_and_told(there: World) -> None:
    road(there, SendError("21211", permanent=True))
    person_id = there.person()
    assert there.who(person_id).number == "bad" and there.kinds() == ["bad_number"]
    before = reached_dean(there)
    there.wait(days=2)
    assert reached_dean(there) == before
    assert_no_one_lost(there)


def test_a_text_that_the_provider_took_although_it_timed_out_is_not_sent_again(kept: World) -> None:
    road(kept, TIME_OUT, taken=True)
    kept.person()
    assert to_dean(kept)[0]["state"] == "sending"
    kept.clock.advance(4)
    assert reconcile.settle_stranded(kept.bot) == 1
    kept.wait(minutes=5)
    [row] = to_dean(kept)
    assert row["state"] == "sent" and row["provider_sid"] and reached_dean(kept) == 1


def test_a_text_that_the_provider_never_took_is_sent_again_once_its_lists_may_be_believed(kept: World) -> None:
    road(kept, TIME_OUT)
    kept.person()
    kept.clock.advance(4)
    reconcile.settle_stranded(kept.bot)
    kept.run()
    assert reached_dean(kept) == 0, "absence is not believed at once"
    kept.clock.advance(60)
    assert reconcile.settle_stranded(kept.bot) == 1
    kept.run()
    assert to_dean(kept)[0]["state"] == "sent" and reached_dean(kept) == 1


def test_while_the_providers_lists_cannot_be_read_nothing_is_sent_twice(there: World) -> None:
    made = road(there, TIME_OUT, taken=True)
    made.silent = True
    there.person()
    for _ in range(5):
        there.clock.advance(60)
        assert reconcile.settle_stranded(there.bot) == 0
        there.run()
    assert reached_dean(there) == 1
    made.silent = False
    there.clock.advance(60)
    assert reconcile.settle_stranded(there.bot) == 1
    assert to_dean(there)[0]["state"] == "sent" and reached_dean(there) == 1


def test_the_same_words_owed_twice_on_purpose_are_matched_by_count(there: World) -> None:
    settled(there)
    road(there, TIME_OUT, TIME_OUT, taken=True)
    there.texts(OVERDOSE)
    there.texts(OVERDOSE)
    there.clock.advance(4)
    assert reconcile.settle_stranded(there.bot) >= 1
    there.clock.advance(120)
    reconcile.settle_stranded(there.bot)
    there.run()
    assert there.got().count(there.got()[-1]) == 2
    sids = [row["provider_sid"] for row in to_dean(there) if str(row["body"]).startswith(RING_999)]
    assert len(set(sids)) == 2


def test_a_sender_that_froze_past_its_lease_does_not_send(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It wakes between the claim and the call."""
    claimed = delivery._claimed

    def frozen(bot: object, row_id: str) -> object:
        row = claimed(there.bot, row_id)
        there.clock.advance(61)
        return row

    made = road(there)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_claimed", frozen)
        there.person()
    assert made.calls == [] and to_dean(there)[0]["state"] == "sending"
    there.clock.advance(60)
    reconcile.settle_stranded(there.bot)
    there.run()
    assert to_dean(there)[0]["state"] == "sent" and reached_dean(there) == 1


def test_two_senders_send_it_once(kept: World) -> None:
    """The second claims while the first is on the line."""

    def another(_: Outgoing) -> None:
        delivery.send_due(kept.bot)

    road(kept).before = another
    kept.person()
    assert reached_dean(kept) == 1


def test_a_result_that_comes_back_after_another_has_taken_over_is_not_written(there: World) -> None:
    """Frozen on the line: by the time it wakes another process owns the row."""

    def takes_over(_: Outgoing) -> None:
        write(there, update(outbox).values(owner="another", lease_until=there.clock.real() + timedelta(seconds=20)))

    road(there).before = takes_over
    there.person()
    [row] = to_dean(there)
    assert (row["owner"], row["state"], row["provider_sid"]) == ("another", "sending", None)


def test_what_fails_for_ever_is_given_up_and_told(there: World) -> None:
    """A provider that is away for an hour loses nothing; when it is too late to say it, the keyworker has a task."""
    road(there, *[SendError("429")] * 600)
    there.person()
    there.wait(hours=14)
    assert to_dean(there)[0]["reason"] == "too late"
    assert "reach_otherwise" in [row["kind"] for row in rows_of(there, task)]


def test_danger_that_cannot_be_delivered_rings(there: World) -> None:
    settled(there)
    road(there, SendError("21408", permanent=True))
    there.texts(OVERDOSE)
    assert [(one.kind, one.urgency) for one in there.open()] == [("overdose_now", "urgent")]
    assert "call" in rang(there, "Joe") and told(there, "Joe", "notice-unheard") == 1


def test_danger_goes_before_everything_that_waits(there: World) -> None:
    settled(there)
    made = road(there)
    with there.bot.db.work() as work:
        state.put(work, "paused", "yes")
    there.texts("my script wasnt there")
    assert made.calls == []
    there.texts(OVERDOSE)
    assert made.calls[0].body.startswith(RING_999) or made.calls[0].channel == "call"
    assert all(call.body.startswith((RING_999, "Throughcare", "URGENT")) for call in made.calls)


def test_a_reminder_of_an_appointment_that_was_moved_or_cancelled_is_not_sent(there: World) -> None:
    person_id = settled(there)
    meeting = there.appointment(person_id, wall(2026, 6, 8, 10, 0))
    with there.bot.db.work() as work:
        state.put(work, "paused", "yes")
    there.wait(days=2, hours=1, minutes=30)
    waiting = [row for row in to_dean(there) if row["manner"] == "reminder"]
    assert [row["state"] for row in waiting] == ["waiting"]
    appointments.cancel(there.bot, meeting, there.staff["Asha"])
    with there.bot.db.work() as work:
        state.put(work, "paused", "")
    there.wait(hours=1)
    assert [row["state"] for row in to_dean(there) if row["manner"] == "reminder"] == ["dropped"]
    assert_no_one_lost(there)


def test_what_could_not_be_sent_by_day_is_not_sent_at_night(there: World) -> None:
    """Delivery stands still at five in the afternoon and goes on at eleven at night."""
    settled(there)
    with there.bot.db.work() as work:
        state.put(work, "paused", "yes")
    there.wait(hours=14)
    waiting = [row for row in to_dean(there) if row["state"] == "waiting"]
    assert waiting and all(row["manner"] == "routine" for row in waiting)
    before = reached_dean(there)
    with there.bot.db.work() as work:
        state.put(work, "paused", "")
    there.wait(minutes=30)
    assert reached_dean(there) == before
    there.wait(hours=10)
    assert_no_one_lost(there)


def test_a_phone_that_is_gone_is_found_out_by_its_receipt(there: World) -> None:
    phones_answer(there)
    phone_is(there, "gone", DEAN)
    person_id = there.person()
    assert there.who(person_id).number == "bad" and there.kinds() == ["bad_number"]
    assert_no_one_lost(there)


def test_a_phone_that_has_blocked_us_counts_as_stop(there: World) -> None:
    phone_is(there, "blocked", DEAN)
    person_id = there.person()
    assert there.who(person_id).opted_out and "opted_out" in there.kinds()
    assert_no_one_lost(there)
