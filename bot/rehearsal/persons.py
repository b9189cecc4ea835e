"""The people's part: they are registered, get texts, answer or not, and come to appointments or do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from bot.channels.provider import Outgoing
from bot.channels.simulator import Behaviour
from bot.core.pathway import Pathway
from bot.handlers import appointments, inbound, people, receipts
from bot.handlers.appointments import Details
from bot.handlers.inbound import Incoming
from bot.handlers.people import Registration
from bot.handlers.receipts import Receipt
from bot.handlers.refusal import Refusal
from bot.rehearsal import courses, kinds
from bot.rehearsal.agenda import UNHURRIED
from bot.rehearsal.kinds import Kind
from bot.rehearsal.stage import FIRST_NUMBER, Stage
from bot.store.conversations import conversation
from bot.store.outbox import outbox
from bot.store.prepared import Prepared

_ASKING = Prepared(
    select(outbox.c.message)
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(outbox.c.id == bindparam("row"), conversation.c.waiting.is_(True), conversation.c.turn == outbox.c.turn)
)


@dataclass(frozen=True)
class Persona:
    """One synthetic person."""

    id: str
    phone: str
    kind: Kind


@dataclass
class Persons:
    """Everybody of a cohort, by their number. `received` counts what they texted."""

    stage: Stage
    pathways: Sequence[Pathway]
    days: int
    by_phone: dict[str, Persona] = field(default_factory=dict)
    received: int = 0

    def register(self, number: int) -> None:
        """One more person on one or several of the pathways, with appointments to come."""
        stage, rng = self.stage, self.stage.rng
        phone = f"+447700900{FIRST_NUMBER + number:03}"
        kind = kinds.draw(rng)
        course = courses.draw(self.pathways, stage.clock.now().date(), self.days, rng)
        (first, anchor), *more = course.pathways
        new = Registration(
            first_name=f"Dean {number}", last_name="Foster", phone=phone, pathway=first, anchor_date=anchor,
            area="Birmingham", agency="treatment", team_id=stage.team_id, keyworker_id=stage.workers["keyworker"],
            more=tuple(more),
        )  # fmt: skip
        who = Persona(people.register(stage.bot, new, by=stage.workers["keyworker"]), phone, kind)
        self.by_phone[phone] = who
        opens = datetime.combine(course.released or anchor, datetime.min.time())
        ordered = any("requirement" in name for name, _ in course.pathways)
        for _ in range(rng.randint(0, 2)):
            self._meets(who, opens + timedelta(days=rng.randint(2, 21), hours=rng.randint(10, 16)), "key_work")
        for month in range(self.days // 28 if ordered else 0):
            day = opens + timedelta(days=28 * month + rng.randint(20, 27), hours=rng.randint(10, 16))
            self._meets(who, day, rng.choice(("court_review", "test", "treatment")))
        self._fate(who, stage.clock.now() + timedelta(days=rng.uniform(1, max(2, self.days))))
        courses.happens(stage, who.id, course, self.pathways, self.days)

    def _meets(self, who: Persona, wall: datetime, kind: str) -> None:
        stage, rng = self.stage, self.stage.rng
        row_id = appointments.add(stage.bot, who.id, Details(kind, wall, "Hope House", "Asha"), by=None)
        if rng.random() < 0.9:
            status = "attended" if kinds.comes(who.kind, rng) else "missed"
            zone = stage.bot.rules.house_rules.zone
            seen = wall.replace(tzinfo=zone) + timedelta(minutes=rng.randint(5, 300))
            stage.agenda.at(seen, lambda: self._recorded(row_id, status), every=UNHURRIED)

    def _recorded(self, row_id: str, status: str) -> None:
        try:
            appointments.record(self.stage.bot, row_id, status, self.stage.workers["keyworker"])
        except Refusal:
            return

    def _fate(self, who: Persona, moment: datetime) -> None:
        stage, rng = self.stage, self.stage.rng
        if who.kind == "in_danger":
            words = rng.choice(kinds.DANGER)
            stage.agenda.at(moment, lambda: self.texts(who, words))
        elif who.kind == "unreachable":
            behaviour: Behaviour = "off" if rng.random() < 0.5 else "gone"
            begins = stage.clock.now() if rng.random() < 0.5 else moment
            stage.agenda.at(begins, lambda: stage.provider.behave(who.phone, behaviour))

    def texts(self, who: Persona, body: str) -> None:
        """A text of theirs comes in, as the provider's webhook would give it."""
        text = self.stage.provider.text_in(who.phone, body)
        stopped = "STOP" if self.stage.provider.behaviour(who.phone) == "blocked" else None
        self.received += 1
        inbound.receive(self.stage.bot, Incoming(text.sid, text.sender, body, text.at, text.to, stopped))

    def got(self, sid: str, outgoing: Outgoing) -> None:
        """The network took a text for them: its receipt follows, and perhaps an answer."""
        stage, rng = self.stage, self.stage.rng
        status, code = stage.provider.outcome(outgoing)
        now = stage.clock.now()
        stage.agenda.at(now, lambda: receipts.receive(stage.bot, Receipt(sid, status, code, outgoing.attempt)))
        who = self.by_phone.get(outgoing.to)
        if who and status == "delivered" and who.kind not in ("silent", "unreachable"):
            wait = timedelta(minutes=min(600.0, rng.lognormvariate(3, 1.3)))
            stage.agenda.at(now + wait, lambda: self._answers(who, outgoing), every=UNHURRIED)

    def _answers(self, who: Persona, outgoing: Outgoing) -> None:
        message = self._asked(outgoing)
        if message and (words := kinds.reply(who.kind, message, self.stage.rng)):
            self.texts(who, words)

    def _asked(self, outgoing: Outgoing) -> Any:
        """The message, where it asks something that still waits for its answer."""
        with self.stage.bot.db.look() as work:
            return work.run(_ASKING, {"row": outgoing.attempt.rpartition(".")[0]}).scalar()
