"""Asha looks up what is open for Dean now; Marcus sees which services nobody has checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.core.area import Areas
from bot.handlers.bot import Speech
from bot.store import people
from tests.core.content import area_of, areas_of, service
from tests.support.browser import axe_violations, shot
from tests.web.console_scene import Scene
from tests.web.test_console_browser import address as address
from tests.web.test_console_browser import fits, sign_in

WALSALL = {
    "house": service(),
    "line": service(name="Night line", address=None, hours="always", bank_holidays=None, checked=None),
    "rooms": service(name="Rooms", hours={"sat": "10:00-12:00"}, review="2027-03-25", **{"for": "women"}),
    "shut": service(name="Shut", hours={"mon": "10:00-12:00"}, **{"except": {}}),
    "demo": service(name="Example House", example=True, source=None, checked=None, phone="01632 960001"),
}


def knowing(scene: Scene, areas: Areas) -> Scene:
    """The same console with other areas."""
    speeches: Any = scene.bot.speeches
    now: Speech = speeches.current
    speeches.current = replace(now, library=replace(now.library, areas=areas))
    return scene


@pytest.fixture
def walsall(hope_house: Scene) -> Scene:
    return knowing(hope_house, areas_of(area_of(services=WALSALL, adder="yes")))


def test_every_worker_sees_the_areas_and_nobody_else(hope_house: Scene) -> None:
    assert hope_house.visitor().get("/areas").status_code == 302
    page = hope_house.signed_in("Asha").get("/areas").text
    for name in ("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"):
        assert f">{name}</a>" in page
    assert "6 people on the register" in page and "ADDER area: not known" in page
    assert "nobody is there" in hope_house.signed_in("Asha").get("/areas/birmingham").text


def test_asha_sees_what_is_open_on_friday_at_one(walsall: Scene) -> None:
    page = walsall.signed_in("Asha").get("/areas/walsall").text
    assert page.count("Open now") == 1 and "Open day and night" in page, "26 March 2027 is Good Friday"
    assert "Opens" in page and "tomorrow at 10am" in page and "for women only" in page
    walsall.later(days=4)
    page = walsall.signed_in("Asha").get("/areas/walsall").text
    assert page.count("Open now") == 3 and "today at 5pm" in page, "the Tuesday after Easter"


def test_marcus_sees_what_nobody_has_checked(walsall: Scene) -> None:
    page = walsall.signed_in("Marcus").get("/areas/walsall").text
    assert "Nobody has checked it" in page and "25 March 2027: overdue" in page
    assert page.count(">Example</strong>") == 1 and page.count(">To check</strong>") == 4
    assert "4 to check" not in walsall.signed_in("Marcus").get("/areas").text
    assert "5 to check" in walsall.signed_in("Marcus").get("/areas").text


def test_an_area_that_nobody_knows_is_named(walsall: Scene) -> None:
    with walsall.bot.db.work() as work:
        people.change(work, walsall.person("Dean").id, area="<b>Leeds</b>")
    page = walsall.signed_in("Asha").get("/areas").text
    assert "We know no services in these areas" in page and "&lt;b&gt;Leeds&lt;/b&gt;, Birmingham" in page


def test_whoever_is_added_is_offered_the_areas_that_we_know(hope_house: Scene) -> None:
    page = hope_house.signed_in("Asha").get("/people/new").text
    assert 'list="area-known"' in page and '<option value="Wolverhampton">' in page and "everywhere" not in page


def test_an_area_that_is_not_there_is_a_plain_page(hope_house: Scene) -> None:
    assert hope_house.signed_in("Asha").get("/areas/leeds").status_code == 404


def test_nothing_is_changed_here(hope_house: Scene) -> None:
    assert hope_house.signed_in("Asha").post("/areas").status_code in (400, 405)


def test_on_a_phone_and_at_a_desk(hope_house: Scene, address: str, phone_page: Page, desktop_page: Page) -> None:
    hope_house.later(days=4)
    for page, name in ((phone_page, "phone"), (desktop_page, "desk")):
        sign_in(page, address, hope_house, "Asha")
        page.get_by_role("link", name="Areas", exact=True).click()
        expect(page.get_by_role("heading", name="Areas and services")).to_be_visible()
        assert fits(page) and axe_violations(page) == []
        page.get_by_role("link", name="Birmingham").click()
        expect(page.get_by_role("heading", name="Example House")).to_be_visible()
        assert fits(page) and axe_violations(page) == []
        shot(page, f"console-areas-{name}")
    assert hope_house.clock.at.date() - timedelta(days=4) == date(2027, 3, 26)
