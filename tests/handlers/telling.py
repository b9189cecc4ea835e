"""What the handlers' stories share: Dean who has said yes, phones that answer with receipts, and the promise itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from bot.channels.provider import Outgoing
from bot.channels.simulator import Behaviour, SimulatedProvider
from bot.handlers import partners, receipts, watchdog
from bot.handlers.partners import Part
from bot.handlers.receipts import Receipt
from bot.store import numbers as number_rows
from bot.store import outbox as outbox_rows
from bot.store import staff
from bot.store.conversations import conversation
from bot.store.escalations import escalation, trail
from bot.store.outbox import outbox
from bot.store.people import person
from bot.store.tasks import task
from bot.store.timers import timer
from tests.support.partners import Partners
from tests.support.world import DEAN, LONDON, World

STRANGER = "+447700900500"
LEANNE = "+447700900002"
OVERDOSE = "hes gone over he wont wake up"
RING_999 = "Ring 999 now."


def settled(there: World, phone: str = DEAN) -> str:
    """Dean is out, has said that it is his phone, and wants private words; returns his id."""
    person_id = there.person(phone=phone)
    there.texts("yes", phone)
    there.texts("no", phone)
    return person_id


def at(*wall: int) -> datetime:
    """A moment (UTC) from a local wall time."""
    return datetime(*wall, tzinfo=LONDON).astimezone(UTC)  # type: ignore[arg-type, misc]


def wall(*moment: int) -> datetime:
    """What people say: a local time without a zone."""
    return datetime(*moment)  # type: ignore[arg-type]  # noqa: DTZ001


def provider(there: World) -> SimulatedProvider:
    assert isinstance(there.bot.provider, SimulatedProvider)
    return there.bot.provider


def phones_answer(there: World) -> None:
    """From now on the provider tells what became of each text, at once."""

    def told(sid: str, outgoing: Outgoing) -> None:
        status, code = provider(there).outcome(outgoing)
        receipts.receive(there.bot, Receipt(sid, status, code, outgoing.attempt))

    provider(there).on_accepted = told


def phone_is(there: World, behaviour: Behaviour, *phones: str) -> None:
    for phone in phones:
        provider(there).behave(phone, behaviour)


def rows_of(there: World, table: Any, *where: Any) -> list[dict[str, Any]]:
    with there.bot.db.look() as work:
        return [dict(row._mapping) for row in work.execute(select(table).where(*where).order_by(table.c.id))]


def owed(there: World, *where: Any) -> list[dict[str, Any]]:
    """The outbox, opened, oldest first."""
    with there.bot.db.look() as work:
        query = select(outbox).where(*where).order_by(outbox.c.id)
        return [outbox_rows.opened(work, row) for row in work.execute(query)]


def rang(there: World, name: str) -> list[str]:
    """By which channels somebody of the staff was told of something, oldest first."""
    theirs = (outbox.c.staff_id == there.staff[name], outbox.c.escalation_id.is_not(None))
    return [row["channel"] for row in owed(there, *theirs, outbox.c.state.in_(("sent", "delivered")))]


def told(there: World, name: str, message: str) -> int:
    """How often somebody of the staff was sent this."""
    return len(owed(there, outbox.c.staff_id == there.staff[name], outbox.c.message == message))


def write(there: World, *statements: Any) -> None:
    """Break or mend rows behind everybody's back."""
    with there.bot.db.work() as work:
        for statement in statements:
            work.execute(statement)


def told_in_order(there: World, escalation_id: str) -> list[list[str]]:
    """Who was told, telling by telling: those of one moment together."""
    names = {one: name for name, one in there.staff.items()}
    told: dict[datetime, list[str]] = {}
    for line in rows_of(there, trail, trail.c.escalation_id == escalation_id, trail.c.what == "told"):
        told.setdefault(line["at"], []).append(names[line["staff_id"]])
    return [told[moment] for moment in sorted(told)]


def assert_no_one_lost(there: World) -> None:
    """The promise, row by row, against what the rows themselves say; and the watchdog agrees."""
    with there.bot.db.look() as work:
        for row in work.execute(select(person).where(person.c.status == "active")):
            mine = (timer.c.person_id == row.id, timer.c.state == "waiting")
            first = work.execute(select(func.min(timer.c.due_at)).where(*mine, timer.c.kind != "ladder")).scalar()
            held = work.execute(
                select(escalation.c.id).where(escalation.c.person_id == row.id, escalation.c.state != "closed")
            ).scalars()
            assert first is not None or list(held), f"nothing waits for {row.id}"
            assert row.next_contact_at is not None or row.open_escalation_id is not None
        for one in work.execute(select(escalation.c.id).where(escalation.c.state != "closed")).scalars():
            assert _live(work, timer.c.escalation_id == one, timer.c.kind == "ladder"), "a ladder has stopped"
        for one in work.execute(select(task.c.id).where(task.c.state == "open")).scalars():
            assert _live(work, timer.c.task_id == one), "a task has no deadline"
        for one in work.execute(select(conversation.c.id).where(conversation.c.waiting.is_(True))).scalars():
            assert _live(work, timer.c.conversation_id == one, timer.c.kind == "wait"), "a question has no deadline"
    assert watchdog.look(there.bot) == 0


def _live(work: Any, *where: Any) -> bool:
    return work.execute(select(timer.c.id).where(timer.c.state == "waiting", *where)).first() is not None


def staff_row(there: World, name: str) -> staff.Staff:
    with there.bot.db.look() as work:
        found = staff.get(work, there.staff[name])
    assert found is not None
    return found


def number(there: World, phone: str) -> Any:
    with there.bot.db.look() as work:
        return number_rows.number_row(work, work.vault.hash("phone", phone))


def ordered(there: World, them: Partners, **changes: Any) -> str:
    """Dean, who is out and whom a court has ordered to treatment; Owen is his practitioner."""
    person_id = settled(there)
    part: dict[str, Any] = {"agency_id": them.probation, "wish": "share", "basis": "public_task", "order": "drr"}
    part |= {"practitioner_id": them.owen, **changes}
    partners.involve(there.bot, person_id, Part(**part), there.staff["Asha"])
    return person_id
