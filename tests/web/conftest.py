"""The small world of the phone page, and its page; the console of Hope House; patience with a busy machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from bot.web.simulator import install
from tests.web.console_scene import Scene, scene
from tests.web.simulator_world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def phone(world: World) -> FlaskClient:
    install(world.app, world.bot, world.advance)
    return world.app.test_client()


@pytest.fixture
def hope_house(tmp_path: Path) -> Scene:
    return scene(tmp_path)


@pytest.fixture(scope="module")
def patience() -> Iterator[None]:
    """A busy machine draws late; nothing here measures time."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)
