"""The staff's part: they hear of escalations, say "mine" sooner or later, close them, and do their tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from bot.channels.provider import Outgoing
from bot.handlers import closing, custody, endings, enrolling, escalations, people, tasks, voice
from bot.handlers.refusal import Refusal
from bot.rehearsal.agenda import UNHURRIED
from bot.rehearsal.stage import Stage
from bot.store import tasks as task_rows
from bot.store import timers as timer_rows
from bot.store.escalations import escalation
from bot.store.outbox import outbox
from bot.store.prepared import Prepared

_NOTICE = Prepared(
    select(outbox.c.escalation_id, outbox.c.staff_id, escalation.c.urgency, escalation.c.state)
    .join(escalation, escalation.c.id == outbox.c.escalation_id)
    .where(outbox.c.id == bindparam("row"))
)
_ABOUT = Prepared(
    select(escalation.c.person_id, escalation.c.kind, escalation.c.urgency).where(escalation.c.id == bindparam("row"))
)
LOOKS_AT_TASKS = (time(9, 30), time(11, 30), time(13, 30), time(15, 30))
URGENT_OUTCOMES = ("reached", "reached", "reached", "reached", "ambulance", "false_alarm", "not_found")


@dataclass
class Workers:
    """Everybody who works; how fast they are is drawn anew each time."""

    stage: Stage

    def told(self, outgoing: Outgoing) -> None:
        """A notice reached somebody: perhaps they take it."""
        stage, rng = self.stage, self.stage.rng
        row_id = outgoing.attempt.rpartition(".")[0]
        with stage.bot.db.look() as work:
            notice = work.run(_NOTICE, {"row": row_id}).first()
        if notice is None or notice.state != "open" or rng.random() > (0.75 if notice.urgency == "urgent" else 0.65):
            return
        now = stage.clock.now()
        if outgoing.channel == "call":
            stage.agenda.at(now + timedelta(minutes=1), lambda: self._presses_one(row_id, notice))
        elif notice.urgency == "urgent":
            moment = now + timedelta(minutes=rng.uniform(1, 12))
            stage.agenda.at(moment, lambda: self._takes(notice.escalation_id, notice.staff_id))
        else:
            moment = self._at_work(now + timedelta(minutes=min(400.0, rng.lognormvariate(3.2, 1))))
            stage.agenda.at(moment, lambda: self._takes(notice.escalation_id, notice.staff_id), every=UNHURRIED)

    def _at_work(self, moment: datetime) -> datetime:
        """Not at night: somebody awake looks, at eight at the earliest."""
        wall = moment.astimezone(self.stage.bot.rules.house_rules.zone)
        if time(8) <= wall.time() < time(21):
            return moment
        day = wall.date() + timedelta(days=1 if wall.time() >= time(21) else 0)
        return datetime.combine(day, time(8), wall.tzinfo) + timedelta(minutes=self.stage.rng.randint(1, 60))

    def _presses_one(self, row_id: str, notice: object) -> None:
        voice.answer(self.stage.bot, row_id, "1")
        self._will_close(getattr(notice, "escalation_id", ""), getattr(notice, "staff_id", ""))

    def _takes(self, escalation_id: str, staff_id: str) -> None:
        if escalations.mine(self.stage.bot, escalation_id, staff_id).won:
            self._will_close(escalation_id, staff_id)

    def _will_close(self, escalation_id: str, staff_id: str) -> None:
        """Most in good time; some past the deadline for an outcome, when the ladder goes on."""
        stage, rng = self.stage, self.stage.rng
        about = self._about(escalation_id)
        urgent = bool(about and about[2] == "urgent")
        moment = stage.clock.now() + timedelta(minutes=rng.uniform(*((5, 30) if urgent else (10, 360))))
        every = 1 if urgent else UNHURRIED
        stage.agenda.at(moment, lambda: self._closes(escalation_id, staff_id), every=every)

    def _closes(self, escalation_id: str, staff_id: str) -> None:
        stage = self.stage
        about = self._about(escalation_id)
        if about is None:
            return
        person_id, kind, urgency = about
        outcome = stage.rng.choice(URGENT_OUTCOMES if urgency == "urgent" else ("reached", "reached", "done"))
        try:
            closing.close(stage.bot, escalation_id, staff_id, outcome, "Ring again tomorrow")
            if kind == "release_unconfirmed" and person_id:
                people.confirm_release(stage.bot, person_id, staff_id)
            if kind in ("pathway_end", "plan_lost") and person_id:
                self._ends(person_id, staff_id)
        except Refusal:
            return

    def _about(self, escalation_id: str) -> tuple[str | None, str, str] | None:
        with self.stage.bot.db.look() as work:
            row = work.run(_ABOUT, {"row": escalation_id}).first()
        return (row.person_id, row.kind, row.urgency) if row else None

    def begin(self, until: datetime) -> None:
        """Plan when they look at their tasks."""
        zone = self.stage.bot.rules.house_rules.zone
        day = self.stage.clock.now().astimezone(zone).date()
        while (looks := datetime.combine(day, LOOKS_AT_TASKS[0], zone)) <= until:
            for at in LOOKS_AT_TASKS:
                self.stage.agenda.at(datetime.combine(looks.date(), at, zone), self._looks_at_tasks)
            day += timedelta(days=1)

    def _looks_at_tasks(self) -> None:
        stage, rng = self.stage, self.stage.rng
        now = stage.clock.now()
        with stage.bot.db.look() as work:
            waiting = task_rows.all_open(work, now, limit=5000)
        for task in waiting:
            if rng.random() < (0.85 if now.weekday() < 5 else 0.5):
                moment = now + timedelta(minutes=rng.uniform(5, 110))
                stage.agenda.at(moment, lambda task=task: self._does(task), every=UNHURRIED)  # type: ignore[misc]

    def _does(self, task: Any) -> None:
        stage = self.stage
        asha = stage.workers["keyworker"]
        try:
            match task.kind:
                case "confirm_release":
                    people.confirm_release(stage.bot, task.person_id, asha)
                case "confirm_start":
                    enrolling.confirm_start(stage.bot, task.enrolment_id, asha)
                case "find_release_day":
                    day = stage.clock.now().date() + timedelta(days=stage.rng.randint(3, 21))
                    custody.move_release(stage.bot, task.person_id, day, asha)
                case "close_or_extend":
                    enrolling.close_pathway(stage.bot, task.enrolment_id, asha, "end of pathway")
                case _:
                    tasks.done(stage.bot, task.id, asha)
        except Refusal:
            return

    def _ends(self, person_id: str, staff_id: str) -> None:
        """Close what is over; nothing at all planned any more closes the case."""
        with self.stage.bot.db.look() as work:
            over = [row for row in task_rows.open_of(work, person_id) if row.kind == "close_or_extend"]
            waits = timer_rows.planned(work, person_id)
        for task in over:
            self._does(task)
        if not over and not waits:
            endings.close(self.stage.bot, person_id, staff_id, "end of pathway")
