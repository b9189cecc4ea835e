"""Whoever has nothing planned any more is told of until a human plans, or closes the case."""

from __future__ import annotations

from bot.handlers import closing, endings, tasks
from bot.store import enrolments
from bot.store.tasks import task
from bot.store.timers import timer
from tests.handlers.telling import rows_of
from tests.support.world import World


def test_a_person_with_nothing_planned_can_be_closed(there: World) -> None:
    """Closed alone, the alarm would be raised again at once; the close of the case is its answer."""
    person_id = there.person(phone=None)
    with there.bot.db.work() as work:
        work.execute(timer.delete().where(timer.c.person_id == person_id, timer.c.kind == "contact"))
        work.execute(enrolments.enrolment.update().values(contacts=0))
    for row in rows_of(there, task, task.c.state == "open"):
        tasks.done(there.bot, row["id"], there.staff["Asha"])
    assert "plan_lost" in there.kinds()
    for one in there.open():
        closing.close(there.bot, one.id, there.staff["Asha"], "done", "")
    assert there.kinds() == ["plan_lost"], "nothing is planned still"
    endings.close(there.bot, person_id, there.staff["Asha"], "finished")
    assert there.who(person_id).status == "closed" and there.open() == []
