"""Joe, on call with a phone at 2 a.m., and Asha at her desk: in a real browser, and with axe's eye."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from bot.handlers import lessons, numbers, timers
from bot.store import inbound, referrals
from tests.support.browser import axe_violations, shot
from tests.web.console_scene import Scene


@pytest.fixture
def address(hope_house: Scene) -> Iterator[str]:
    """The console, served on this machine."""
    server = make_server("127.0.0.1", 0, hope_house.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def sign_in(page: Page, address: str, hope_house: Scene, name: str) -> None:
    login = hope_house.logins[name]
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address").fill(login.email)
    page.get_by_label("Password").fill(login.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Needs you now")).to_be_visible()


def fits(page: Page) -> bool:
    """Nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_joe_takes_an_urgent_text_on_his_phone_and_closes_it(hope_house: Scene, address: str, phone_page: Page) -> None:
    page = phone_page
    hope_house.texts("I took too much and I cant wake him up")
    hope_house.later(minutes=2)
    sign_in(page, address, hope_house, "Joe")
    expect(page.get_by_text("URGENT", exact=True).first).to_be_visible()
    shot(page, "console-home-phone")
    page.get_by_role("button", name="It's mine").first.click()
    expect(page.get_by_role("status")).to_contain_text("It's yours")
    expect(page.get_by_role("heading", name="If you ring 999")).to_be_visible()
    shot(page, "console-escalation-phone")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("alert")).to_contain_text("No outcome was chosen")
    page.get_by_label("Ambulance called").check()
    page.get_by_label("Note", exact=True).fill("Rang 999, crew on the way.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("status")).to_contain_text("Closed, with its outcome")
    assert hope_house.open() == []


def test_the_list_comes_by_itself_while_it_is_open(hope_house: Scene, address: str, phone_page: Page) -> None:
    sign_in(phone_page, address, hope_house, "Joe")
    expect(phone_page.get_by_text("Nothing is open.")).to_be_visible()
    hope_house.texts("he is not breathing")
    expect(phone_page.get_by_role("button", name="It's mine").first).to_be_visible(timeout=15_000)


def test_joes_half_written_note_outlives_a_new_text(hope_house: Scene, address: str, phone_page: Page) -> None:
    page = phone_page
    hope_house.texts("I took too much and I cant wake him up")
    sign_in(page, address, hope_house, "Joe")
    page.get_by_role("link", name="overdose words").click()
    page.get_by_label("Ambulance called").check()
    page.get_by_label("Note", exact=True).fill("Rang 999, they ask")
    hope_house.texts("20 Example Road, second floor")
    expect(page.get_by_text("20 Example Road, second floor")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("I took too much and I cant wake him up")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Rang 999, they ask")
    expect(page.get_by_label("Ambulance called")).to_be_checked()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("status")).to_contain_text("Closed, with its outcome")


def test_asha_says_on_the_list_who_came(hope_house: Scene, address: str, phone_page: Page) -> None:
    hope_house.later(days=3)
    sign_in(phone_page, address, hope_house, "Asha")
    dean = phone_page.get_by_role("listitem").filter(has_text="Dean Foster").filter(has_text="Key work")
    dean.get_by_role("button", name="Did not come").click()
    expect(phone_page.get_by_role("status")).to_contain_text("Recorded: they did not come.")
    expect(phone_page.get_by_role("link", name="Dean F: missed an appointment")).to_be_visible()
    expect(dean).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_owen_looks_and_nadia_refers_on_pages_that_fit(
    hope_house: Scene, address: str, phone_page: Page, width: int
) -> None:
    page = phone_page
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, address, hope_house, "Owen")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Tariq Aziz").click()
    assert (axe_violations(page), fits(page)) == ([], True)
    page.get_by_label("Why do you need to look?").fill("Court review on Monday")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="What is planned")).to_be_visible()
    assert (axe_violations(page), fits(page)) == ([], True)
    shot(page, f"console-shared-{width}")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, address, hope_house, "Nadia")
    page.get_by_role("link", name="Referrals").click()
    assert (axe_violations(page), fits(page)) == ([], True)
    page.get_by_role("link", name="Callum Reid").click()
    expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()
    shot(page, f"console-referral-{width}")


def paths(hope_house: Scene) -> list[str]:
    dean = hope_house.person().id
    people = ["/people", "/people/new", f"/people/{dean}", f"/people/{dean}/card", f"/people/{dean}/close"]
    tariq = hope_house.person("Tariq").id
    people += [f"/people/{dean}/hand-over", f"/people/{tariq}", f"/people/{tariq}/sharing"]
    with hope_house.bot.db.look() as work:
        [waits] = referrals.to_accept(work, [hope_house.person().team_id])
    people += ["/referrals", "/referrals/new", f"/referrals/{waits.id}"]
    return [
        "/",
        *people,
        f"/people/{dean}/appointments/new",
        *(f"/escalations/{each.id}" for each in hope_house.open()),
        *teaching(hope_house),
        "/nowhere",
    ]


def teaching(hope_house: Scene) -> list[str]:
    """The pages on which staff teach: a text that came, the list, a lesson of somebody else's and one of her own."""
    with hope_house.bot.db.work() as work:
        text = inbound.unread(work, 1)[0]["id"]
    ids = [
        lessons.offer(hope_house.bot, text, hope_house.logins[name].staff_id, "im at me nans", "speak_to_person")
        for name in ("Asha", "Joe")
    ]
    lessons.accept(hope_house.bot, ids[1], hope_house.logins["Priya"].staff_id, "im at me nans", "decline")
    ids.append(lessons.offer(hope_house.bot, text, hope_house.logins["Joe"].staff_id, "me nans", "decline"))
    return [f"/texts/{text}", "/lessons", *(f"/lessons/{each}" for each in ids)]


def a_night(hope_house: Scene) -> None:
    """Danger of Dean, a stranger and a number that two people have; appointments gone by; an hour of tellings."""
    numbers.change_number(
        hope_house.bot, hope_house.person("Kelly").id, "07700 900003", hope_house.logins["Asha"].staff_id
    )
    hope_house.later(days=3)
    hope_house.texts("can I change my appointment please")
    for sender in ("+447700900001", "+447700900003", "+447700900555"):
        hope_house.texts("I took too much and I cant wake him up", sender)
        hope_house.texts("come to 20 Example Road, round the back, the buzzer is broken", sender)
    hope_house.texts("he is going to kill me he reads my phone", "+447700900002")
    for _ in range(60):
        hope_house.later(minutes=1)
        timers.ring_due(hope_house.bot)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_is_clean_to_axe_and_fits(hope_house: Scene, address: str, phone_page: Page, width: int) -> None:
    page = phone_page
    page.set_viewport_size({"width": width, "height": 844})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    a_night(hope_house)
    page.goto(f"{address}/sign-in")
    assert (axe_violations(page), fits(page)) == ([], True)
    sign_in(page, address, hope_house, "Asha")
    found = {}
    for path in paths(hope_house):
        page.goto(f"{address}{path}")
        found[path] = (axe_violations(page), fits(page))
    assert ({path: seen for path, seen in found.items() if seen != ([], True)}, refused) == ({}, [])


def test_asha_teaches_what_a_text_meant_on_her_phone(hope_house: Scene, address: str, phone_page: Page) -> None:
    page = phone_page
    page.set_viewport_size({"width": 320, "height": 700})
    hope_house.texts("its Dean, im at me nans, ring 07700 900321")
    sign_in(page, address, hope_house, "Asha")
    page.goto(f"{address}/people/{hope_house.person().id}")
    bubble = page.get_by_role("listitem").filter(has_text="im at me nans")
    bubble.get_by_text("Why", exact=False).first.click()
    expect(bubble.get_by_text("it is most like examples with")).to_be_visible()
    assert (axe_violations(page), fits(page)) == ([], True)
    bubble.get_by_role("link", name="This was misunderstood").click()
    expect(page.get_by_label("The text, without names")).to_have_value("its [name], im at me nans, ring [number]")
    page.get_by_role("button", name="Offer it to learn from").click()
    expect(page.get_by_role("alert")).to_contain_text("No meaning was chosen")
    assert (axe_violations(page), fits(page)) == ([], True)
    page.get_by_label("The text, without names").fill("its [name], im at me nans")
    page.get_by_label("It meant", exact=True).select_option(label="no, or cannot come")
    shot(page, "console-misunderstood-phone")
    page.get_by_role("button", name="Offer it to learn from").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    page.get_by_role("link", name="Texts to learn from").click()
    expect(page.get_by_text("its [name], im at me nans")).to_be_visible()


def test_why_stays_open_on_the_page_that_refreshes_itself(hope_house: Scene, address: str, phone_page: Page) -> None:
    hope_house.texts("I took too much and I cant wake him up")
    sign_in(phone_page, address, hope_house, "Joe")
    phone_page.get_by_role("link", name="overdose words").click()
    phone_page.get_by_text("Why", exact=False).first.click()
    because = phone_page.get_by_text("the phrase", exact=False)
    expect(because).to_be_visible()
    phone_page.wait_for_timeout(6_000)
    expect(because).to_be_visible()


def test_asha_sees_deans_story_at_her_desk(hope_house: Scene, address: str, desktop_page: Page) -> None:
    hope_house.texts("yes its me")
    hope_house.texts("I took too much and I cant wake him up")
    sign_in(desktop_page, address, hope_house, "Asha")
    shot(desktop_page, "console-home-desktop")
    desktop_page.get_by_role("link", name="People").click()
    shot(desktop_page, "console-people-desktop")
    desktop_page.get_by_role("link", name="Dean Foster").click()
    expect(desktop_page.get_by_text("I took too much and I cant wake him up").first).to_be_visible()
    shot(desktop_page, "console-person-desktop")
    desktop_page.get_by_role("heading", name="What happened").scroll_into_view_if_needed()
    shot(desktop_page, "console-timeline-desktop")


def test_a_mistake_on_the_form_is_named_where_it_was_made(hope_house: Scene, address: str, phone_page: Page) -> None:
    sign_in(phone_page, address, hope_house, "Asha")
    phone_page.goto(f"{address}/people/new")
    phone_page.get_by_label("First name").fill("Ray")
    phone_page.get_by_label("Mobile number").fill("0121 496 0100")
    for part, value in (("Day", "2"), ("Month", "4"), ("Year", "2027")):
        phone_page.get_by_label(part, exact=True).first.fill(value)
    phone_page.get_by_role("button", name="Add", exact=True).click()
    expect(phone_page.locator(".govuk-error-summary")).to_be_focused()
    phone_page.get_by_role("alert").get_by_role("link").click()
    expect(phone_page.get_by_label("Mobile number")).to_be_focused()
    assert axe_violations(phone_page) == []
