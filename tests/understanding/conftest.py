"""The shipped phrase files, loaded once."""

from __future__ import annotations

import pytest

from bot.understanding import Understanding
from bot.wiring import fitted
from tests.understanding.labelled import shipped


@pytest.fixture(scope="session")
def phrases() -> dict[str, str]:
    return shipped()


@pytest.fixture(scope="session")
def understand(phrases: dict[str, str]) -> Understanding:
    return Understanding.load(phrases, fitted())
