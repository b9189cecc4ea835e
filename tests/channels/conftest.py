"""The double, fresh for each test, and what its exchanges have to answer for at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.roads import Road, SimulatedRoad, TwilioRoad
from tests.channels.twilio_openapi import problems
from tests.doubles.twilio_double import TwilioDouble


@pytest.fixture
def double() -> Iterator[TwilioDouble]:
    """A Twilio double; whatever was asked of it must be as Twilio's own description has it."""
    with TwilioDouble() as running:
        yield running
    wrong = [problem for exchange in running.exchanges for problem in problems(exchange)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def twilio(double: TwilioDouble) -> TwilioRoad:
    return TwilioRoad(double)


@pytest.fixture(params=["simulated", "twilio", "twilio by a messaging service"])
def road(request: pytest.FixtureRequest) -> Road:
    if request.param == "simulated":
        return SimulatedRoad()
    double = request.getfixturevalue("double")
    if request.param == "twilio":
        return TwilioRoad(double)
    return TwilioRoad(double, sender="MG" + "3" * 32, number="+447700900000")
