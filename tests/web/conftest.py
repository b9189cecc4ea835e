"""The small world of the phone page, and its page, for every story about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.web.simulator import install
from tests.web.simulator_world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def phone(world: World) -> FlaskClient:
    install(world.app, world.bot, world.advance)
    return world.app.test_client()
