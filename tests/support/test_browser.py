"""The browser that tests are given is a real one: scripts run, widths differ, and axe sees what people stumble over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support.browser import BrowserMissing, axe_violations, chromium

GOOD = "<html lang='en'><title>Dean</title><main><h1>Dean</h1><p id='w'></p><script>w.innerText = innerWidth</script>"


def test_asha_sees_the_page_at_her_desk_and_on_her_phone(phone_page: Page, desktop_page: Page) -> None:
    phone_page.set_content(GOOD)
    desktop_page.set_content(GOOD)
    assert (phone_page.inner_text("#w"), desktop_page.inner_text("#w")) == ("390", "1280")


def test_axe_names_what_is_wrong_and_nothing_else(desktop_page: Page) -> None:
    desktop_page.set_content(GOOD)
    assert axe_violations(desktop_page) == []
    desktop_page.set_content(GOOD.replace("<p id='w'></p>", "<p id='w'></p><img src='data:,'><input>"))
    assert {found.split(" ")[0] for found in axe_violations(desktop_page)} == {"image-alt", "label"}


def test_axe_works_under_a_strict_content_policy(desktop_page: Page) -> None:
    policy = {"content-security-policy": "default-src 'self'", "content-type": "text/html"}
    desktop_page.route("**/*", lambda road: road.fulfill(body=GOOD, headers=policy))
    desktop_page.goto("http://127.0.0.1:1/")
    assert axe_violations(desktop_page) == []


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.browser.shutil.which", lambda name: None)
    with pytest.raises(BrowserMissing, match="apt-get install chromium"):
        chromium()
