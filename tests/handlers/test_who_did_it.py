"""What a worker does to somebody's case stands with their name, wherever the rows have a place for it."""

from __future__ import annotations

import pytest

from bot.handlers import appointments, endings, numbers, people
from bot.store import escalations
from bot.store.appointments import appointment
from bot.web.console.reading.trail import trail
from tests.handlers.telling import rows_of, settled, wall
from tests.support.world import World


def said_of(there: World, kind: str) -> list[str]:
    """The trail of the open escalation, as its page tells it."""
    [one] = [each for each in there.open() if each.kind == kind]
    with there.bot.db.look() as work:
        assert escalations.get(work, one.id) is not None
        return [line.says for told in trail(work, one, there.clock.now()) for line in told.lines]


def test_deans_texts_were_stopped_by_asha(there: World) -> None:
    numbers.stop_texts(there.bot, settled(there), there.staff["Asha"])
    assert "Asha Worker stopped the texts" in said_of(there, "opted_out")


def test_what_dean_stopped_himself_was_stopped_by_nobody_else(there: World) -> None:
    settled(there)
    there.texts("STOP", opt_out_type="STOP")
    assert not [says for says in said_of(there, "opted_out") if "stopped the texts" in says]


def test_dean_was_handed_over_to_priya_by_asha(there: World) -> None:
    person_id = settled(there)
    there.texts("my script wasnt there")
    people.hand_over(there.bot, person_id, there.staff["Priya"], there.staff["Asha"])
    assert "Handed over with its person to Priya Worker by Asha Worker" in said_of(there, "script_problem")


def test_deans_appointment_was_cancelled_by_asha(there: World) -> None:
    meeting = there.appointment(settled(there), wall(2026, 6, 9, 10, 0))
    appointments.cancel(there.bot, meeting, there.staff["Asha"])
    [row] = rows_of(there, appointment)
    assert (row["status"], row["recorded_by"]) == ("cancelled", there.staff["Asha"])


@pytest.mark.parametrize("died", [False, True])
def test_deans_case_was_ended_by_asha(there: World, died: bool) -> None:
    person_id = settled(there)
    if died:
        endings.died(there.bot, person_id, there.staff["Asha"])
    else:
        endings.close(there.bot, person_id, there.staff["Asha"], "moved away")
    facts = there.who(person_id).facts
    assert (facts["closed_because"], facts["closed_by"]) == ("died" if died else "moved away", there.staff["Asha"])
