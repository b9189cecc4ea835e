"""Chromium as people use it, at a phone's and a desktop's width, and axe's eye for who could not use the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/usr/bin/chromium")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class BrowserMissing(RuntimeError):
    """No Chromium, or no axe, was found on this machine."""


def chromium() -> str:
    """The program to run: CHROMIUM, else the first on PATH; else BrowserMissing."""
    for name in (os.environ.get("CHROMIUM", ""), *PROGRAMS):
        if name and (found := shutil.which(name)):
            return found
    raise BrowserMissing(
        "No Chromium found. On Debian: apt-get install chromium. Elsewhere: install Chromium, or name it in CHROMIUM."
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    """A page of its own (no cookies), as wide as a phone, that fails the test on any script error."""
    yield from _page(browser, PHONE)


@pytest.fixture
def desktop_page(browser: Browser) -> Iterator[Page]:
    """The same, as wide as the screen on a keyworker's desk."""
    yield from _page(browser, DESKTOP)


def _page(browser: Browser, size: ViewportSize) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, f"script errors on the page: {errors}"


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: "rule (impact): first element". Errors: BrowserMissing."""
    if not AXE.exists():
        raise BrowserMissing("axe-core is not installed: make setup (it needs Node and npm)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html']}" for rule in found]


def shot(page: Page, name: str) -> None:
    """A picture for the README, taken only where SHOTS names a folder (make shots)."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=ROOT / folder / f"{name}.png")
