"""Joe is rung for two people at once, and the provider says of neither call whether it took it: each is told apart."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update

from bot.channels.provider import Outgoing
from bot.handlers import receipts, reconcile
from bot.handlers.receipts import Receipt
from bot.store.outbox import outbox
from tests.handlers.roads import TIME_OUT, Road
from tests.handlers.telling import LEANNE, OVERDOSE, owed, provider, settled, write
from tests.support.world import DEAN, World


class Line:
    """Joe's phone line: `taken` holds, by the provider's id, the notice that each call it took was about."""

    def __init__(self, there: World, *happens: Callable[[Outgoing], None]) -> None:
        self.there = there
        self.taken: dict[str, str | None] = {}
        self._happens = list(happens)
        self.real = provider(there)
        self.real.on_accepted = self._accepted
        there.bot.provider = Road(self.real, before=self._before)

    def _before(self, outgoing: Outgoing) -> None:
        if outgoing.channel == "call" and self._happens:
            self._happens.pop(0)(outgoing)

    def _accepted(self, sid: str, outgoing: Outgoing) -> None:
        if outgoing.channel == "call":
            self.taken[sid] = outgoing.notice


def is_lost(_: Outgoing) -> None:
    raise TIME_OUT


def is_taken(there: World) -> Callable[[Outgoing], None]:
    """The provider takes the call, and its answer does not reach us."""

    def take(outgoing: Outgoing) -> None:
        assert isinstance(there.bot.provider, Road)
        there.bot.provider.real.send(outgoing)
        raise TIME_OUT

    return take


def two_dangers(there: World) -> None:
    settled(there)
    there.texts(OVERDOSE, DEAN)
    there.clock.advance(4)
    there.texts(OVERDOSE, LEANNE)


def calls(there: World) -> list[dict[str, object]]:
    return owed(there, outbox.c.channel == "call", outbox.c.staff_id == there.staff["Joe"])


def time_goes_by(there: World, seconds: int) -> None:
    for _ in range(seconds // 5):
        there.clock.advance(5)
        reconcile.settle_stranded(there.bot)
        there.run()


def assert_told_apart(there: World, line: Line) -> None:
    rows = {row["id"]: row for row in calls(there)}
    assert len({row["escalation_id"] for row in rows.values()}) == 2
    assert all(row["state"] == "sent" for row in rows.values())
    assert {line.taken[str(row["provider_sid"])] for row in rows.values()} == set(rows), "each rang for its own"
    assert all(line.taken[str(row["provider_sid"])] == key for key, row in rows.items())


def test_the_call_that_was_taken_for_marcus_does_not_count_for_dean(kept: World) -> None:
    """Dean's call never left; Marcus's rings, and nobody knows which is which: both ring, rather than one."""
    line = Line(kept, is_lost, is_taken(kept))
    two_dangers(kept)
    time_goes_by(kept, 100)
    assert_told_apart(kept, line)


def test_a_call_that_is_on_the_line_now_does_not_count_for_another(kept: World) -> None:
    """Dean's call is looked for in the very moment in which Marcus's is taken and not yet recorded."""
    line = Line(kept, is_lost)
    accepted = line._accepted

    def looks(sid: str, outgoing: Outgoing) -> None:
        accepted(sid, outgoing)
        reconcile.settle_stranded(kept.bot)

    line.real.on_accepted = looks
    two_dangers(kept)
    time_goes_by(kept, 100)
    assert_told_apart(kept, line)
    assert len(line.taken) == 2, "nobody is rung twice"


def test_where_both_were_taken_nobody_is_rung_again(kept: World) -> None:
    line = Line(kept, is_taken(kept), is_taken(kept))
    two_dangers(kept)
    time_goes_by(kept, 100)
    assert [row["state"] for row in calls(kept)] == ["sent", "sent"]
    assert len(line.taken) == 2


def test_the_receipt_of_a_call_says_whose_it_was(kept: World) -> None:
    """Dean's row holds the id of Marcus's call; the receipt names the attempt, and Dean's is rung after all."""
    line = Line(kept, is_lost, is_taken(kept))
    two_dangers(kept)
    deans, marcuss = calls(kept)
    [sid] = line.taken
    write(kept, update(outbox).where(outbox.c.id == deans["id"]).values(state="sent", provider_sid=sid))
    receipts.receive(kept.bot, Receipt(sid, "ringing", None, f"{marcuss['id']}.1"))
    assert [(row["state"], row["provider_sid"]) for row in calls(kept)] == [("sending", None), ("sent", sid)]
    receipts.receive(kept.bot, Receipt(sid, "completed", None, f"{marcuss['id']}.1"))
    time_goes_by(kept, 100)
    assert [row["state"] for row in calls(kept)] == ["sent", "delivered"]
    assert set(line.taken.values()) == {deans["id"], marcuss["id"]}


def test_two_ids_that_were_mixed_up_are_put_right(kept: World) -> None:
    line = Line(kept, is_taken(kept), is_taken(kept))
    two_dangers(kept)
    deans, marcuss = calls(kept)
    first, second = line.taken
    write(kept, update(outbox).where(outbox.c.id == deans["id"]).values(state="sent", provider_sid=second))
    write(kept, update(outbox).where(outbox.c.id == marcuss["id"]).values(state="sent", provider_sid=first))
    receipts.receive(kept.bot, Receipt(first, "no-answer", None, f"{deans['id']}.1"))
    found = [(row["provider_sid"], row["state"]) for row in calls(kept)]
    assert found == [(first, "undelivered"), (second, "sent")]
