"""The whole demo in a browser: real flows, real handlers, and a phone that rings because Leanne is in danger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot import wiring
from bot.clock.now import SystemClock
from bot.clock.scheduler import Rounds
from bot.handlers import demo
from bot.settings import Settings
from bot.store.tables import metadata
from bot.web.app import create_app
from tests.support.browser import axe_violations, shot
from tests.web.simulator_world import served

pytestmark = pytest.mark.usefixtures("patience")


@pytest.fixture
def demo_address(tmp_path: Path) -> Iterator[str]:
    """The whole demo as `make run` starts it: real flows, handlers, rounds and webhooks, on a Friday morning."""
    settings = Settings.model_validate({"database_url": f"sqlite:///{tmp_path / 'demo.db'}"})
    metadata.create_all(wiring.database(settings).engine)
    friday = datetime(2026, 11, 27, 10, 5, tzinfo=UTC)
    bot = wiring.build(settings, SystemClock((friday - datetime.now(UTC)).total_seconds()))
    demo.furnish(bot)
    rounds = Rounds(bot)
    rounds.start()
    with served(create_app(bot, settings, rounds)) as root:
        yield root
    rounds.stop()


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


SCENE = (
    ("Dean Foster", "yes its me"),
    ("Tariq Aziz", "need my script, chemist is shut"),
    ("Leanne Marsh", "mates gone over"),
)


def play_scene(page: Page) -> None:
    """A Friday morning: Dean says yes, Tariq needs something, Leanne tells of danger, and Joe's phone rings."""
    for name, body in SCENE:
        log = page.get_by_role("log", name=f"{name}'s texts")
        expect(log.locator(".outbound").last).to_be_visible()
        told = log.locator(".outbound").count()
        page.get_by_label(f"Text as {name}").fill(body)
        page.get_by_role("button", name=f"Send as {name}").click()
        expect(log).to_contain_text(body)
        expect(log.locator(".outbound").nth(told)).to_be_visible()


def test_in_the_whole_demo_danger_rings_a_phone_and_somebody_says_mine(desktop_page: Page, demo_address: str) -> None:
    desktop_page.goto(demo_address + "/simulator")
    play_scene(desktop_page)
    expect(desktop_page.get_by_text("Phone ringing")).to_be_visible()
    expect(desktop_page.locator(".outbound.sent")).to_have_count(0)
    shot(desktop_page, "simulator-desktop")
    assert axe_violations(desktop_page) == []
    desktop_page.get_by_role("button", name="Answer and press 1").click()
    expect(desktop_page.locator(".ring.answered")).to_be_visible()
    expect(desktop_page.locator("#alarms")).to_contain_text("has it")


def test_in_the_whole_demo_a_phone_shows_it_in_one_column(phone_page: Page, demo_address: str) -> None:
    phone_page.goto(demo_address + "/simulator")
    play_scene(phone_page)
    expect(phone_page.get_by_text("Phone ringing")).to_be_attached()
    assert no_sideways(phone_page)
    phone_page.evaluate("window.scrollTo(0, 0)")
    shot(phone_page, "simulator-phone")
    phone_page.locator(".desk").scroll_into_view_if_needed()
    phone_page.evaluate("document.querySelector('.desk').scrollIntoView()")
    shot(phone_page, "simulator-phone-desk")
    assert axe_violations(phone_page) == []
