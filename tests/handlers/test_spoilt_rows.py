"""A row that nobody can read keeps back nobody else, and never an answer to danger."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.handlers import delivery, timers, watchdog
from bot.handlers import inbound as handler
from bot.handlers.inbound import Incoming
from bot.store import state
from bot.store.conversations import conversation
from bot.store.outbox import outbox
from bot.store.people import person
from bot.store.staff import staff
from bot.store.timers import timer
from tests.handlers.telling import (
    LEANNE,
    OVERDOSE,
    RING_999,
    STRANGER,
    owed,
    provider,
    rows_of,
    settled,
    told_in_order,
    write,
)  # fmt: skip
from tests.support.world import DEAN, World

SPOILT = b"\x01spoilt spoilt spoilt"


def test_a_spoilt_person_stops_no_ladder(there: World) -> None:
    leanne = there.person("Leanne", LEANNE)
    settled(there)
    write(there, update(person).where(person.c.id == leanne).values(private=SPOILT))
    for _ in range(48):
        there.clock.advance(3600)
        timers.ring_due(there.bot)
    assert rows_of(there, timer, timer.c.state == "aside"), "set aside after its tries"
    handler.receive(there.bot, Incoming("SMdanger", DEAN, OVERDOSE, there.clock.now()))
    [one] = [each for each in there.open() if each.kind == "overdose_now"]
    for _ in range(30):
        there.clock.advance(60)
        timers.ring_due(there.bot)
    assert len(told_in_order(there, one.id)) > 1, "it climbs"


def test_a_spoilt_text_stops_no_answer_to_danger_and_a_human_is_told(there: World) -> None:
    settled(there)
    with there.bot.db.work() as work:
        state.put(work, "paused", "yes")
    handler.receive(there.bot, Incoming("SM1", LEANNE, OVERDOSE, there.clock.now()))
    first = owed(there, outbox.c.state == "waiting", outbox.c.lane == 0)[0]
    write(there, update(outbox).where(outbox.c.id == first["id"]).values(private=SPOILT))
    there.clock.advance(1)
    handler.receive(there.bot, Incoming("SM2", DEAN, OVERDOSE, there.clock.now()))
    delivery.send_urgent(there.bot)
    said = [each.body for each in provider(there).sent_since(DEAN, there.clock.now() - timedelta(hours=1))]
    assert any(body.startswith(RING_999) for body in said)
    assert "undeliverable" in there.kinds()


def test_danger_of_somebody_whose_conversation_cannot_be_read_is_answered(kept: World) -> None:
    kept.person()
    write(kept, update(conversation).values(revision="gone"))
    kept.texts(OVERDOSE)
    assert kept.got()[-1].startswith(RING_999)
    assert {"overdose_now", "flow_fault"} <= set(kept.kinds())


def test_danger_of_somebody_whose_own_row_cannot_be_read_is_answered(there: World) -> None:
    settled(there)
    write(there, update(person).values(private=SPOILT))
    there.texts(OVERDOSE)
    assert {"overdose_now", "flow_fault"} <= set(there.kinds())


def test_a_spoilt_duty_worker_does_not_silence_danger(there: World) -> None:
    write(there, update(staff).where(staff.c.id == there.staff["Joe"]).values(private=SPOILT))
    there.texts(OVERDOSE, STRANGER)
    assert there.got(STRANGER)[-1].startswith(RING_999)
    assert "overdose_now" in there.kinds()


def test_one_spoilt_person_does_not_stop_the_watchdog(there: World) -> None:
    leanne, dean = there.person("Leanne", LEANNE), there.person()
    write(there, update(timer).values(state="dropped"))
    write(there, update(person).where(person.c.id == leanne).values(private=SPOILT))
    watchdog.look(there.bot)
    assert dean in [one.person_id for one in there.open() if one.kind == "plan_lost"]
