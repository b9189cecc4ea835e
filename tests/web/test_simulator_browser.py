"""Dean, Priya and Asha at the phone page, in a real browser, at the width of a phone and of a desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Response
from playwright.sync_api import Browser, Page, expect

from bot.store import inbound
from bot.web.simulator import install
from tests.support.browser import axe_violations
from tests.web.simulator_world import DEAN, FRIDAY, PRIYA, World, owe, raise_escalation, served, set_timer

pytestmark = pytest.mark.usefixtures("patience")

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
TALK = (
    (DEAN, "told", "Hi Dean, this is Northside Team. Save this number. We will text you before each appointment."),
    (DEAN, "told", "You are due at Northside on Mon 30 Nov at 10am with Asha. Can you come? Reply YES or NO."),
    (DEAN, "said", "yeh il be there"),
    (DEAN, "told", "Great, see you Monday at 10am. We will remind you the day before."),
    (PRIYA, "told", "Hi Priya, this is Northside Team. How are you today? Reply GOOD or BAD."),
    (PRIYA, "said", "ive taken too much and feel really sleepy"),
    (PRIYA, "told", "Ring 999 now and say someone has taken too much. Stay on the line. Asha is being told right now."),
)

TOO_SMALL = """[...document.querySelectorAll("body *")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < 12).map(one => one.className)"""


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """The page, served on this machine under a strict policy."""
    install(world.app, world.bot, world.advance)

    @world.app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = STRICT
        return response

    with served(world.app) as root:
        yield root + "/simulator"


def talk(world: World) -> None:
    """An afternoon of texts; then Priya is in danger and Asha's phone rings."""
    for number, who, body in TALK:
        world.clock.moment += timedelta(minutes=3)
        if who == "told":
            with world.bot.db.work() as work:
                owe(work, number, body, world.clock.now())
            world.deliver()
        else:
            hear(world, number, body)
    raise_escalation(
        world,
        "missed_appointment",
        "today",
        world.dean,
    )
    raise_escalation(world, "danger", "urgent", world.priya)


def hear(world: World, number: str, body: str) -> None:
    now = world.clock.now()
    with world.bot.db.work() as work:
        sid, phone_hash = world.provider.text_in(number, body).sid, work.vault.hash("phone", number)
        inbound.add(work, provider_sid=sid, person_id=None, phone=number, phone_hash=phone_hash, body=body, meaning={},
                    intent=None, received_at=now, now=now)  # fmt: skip


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_dean_texts_and_sees_the_answer_arrive(desktop_page: Page, address: str) -> None:
    desktop_page.goto(address)
    box = desktop_page.get_by_label("Text as Dean Marsh")
    box.fill("can you help")
    box.press("Enter")
    thread = desktop_page.get_by_role("log", name="Dean Marsh's texts")
    expect(thread).to_contain_text("can you help")
    expect(thread).to_contain_text("Asha has your text")
    expect(thread).to_contain_text("Delivered")
    expect(box).to_have_value("")


def test_a_text_that_nobody_asked_for_arrives_by_itself(desktop_page: Page, address: str, world: World) -> None:
    desktop_page.goto(address)
    half_typed = desktop_page.get_by_label("Text as Dean Marsh")
    half_typed.fill("half a tex")
    with world.bot.db.work() as work:
        owe(work, PRIYA, "Good afternoon Priya.", FRIDAY)
    world.deliver()
    expect(desktop_page.get_by_role("log", name="Priya Shah's texts")).to_contain_text("Good afternoon Priya.")
    expect(half_typed).to_have_value("half a tex")


def test_asha_presses_one(desktop_page: Page, address: str, world: World) -> None:
    talk(world)
    desktop_page.goto(address)
    expect(desktop_page.get_by_text("Phone ringing")).to_be_visible()
    assert axe_violations(desktop_page) == []
    desktop_page.get_by_role("button", name="Answer and press 1").click()
    expect(desktop_page.get_by_text("It is yours now.")).to_be_visible()
    assert axe_violations(desktop_page) == []


def test_a_phone_is_switched_off_and_the_text_does_not_arrive(desktop_page: Page, address: str) -> None:
    desktop_page.goto(address)
    phone = desktop_page.get_by_role("article", name="Dean Marsh's phone")
    phone.get_by_role("button", name="Phone off").click()
    expect(phone.get_by_role("button", name="Phone off")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("textbox").fill("hello")
    phone.get_by_role("button", name="Send as Dean Marsh").click()
    expect(phone).to_contain_text("Not delivered")
    assert axe_violations(desktop_page) == []


def test_a_fortnight_is_played_and_can_be_stopped(desktop_page: Page, address: str, world: World) -> None:
    set_timer(world, timedelta(hours=20))
    desktop_page.goto(address)
    desktop_page.get_by_role("button", name="Play a fortnight").click()
    expect(desktop_page.get_by_role("progressbar")).to_be_visible()
    expect(desktop_page.get_by_role("log", name="Dean Marsh's texts")).to_contain_text("How are you today?")
    assert axe_violations(desktop_page) == []
    desktop_page.get_by_role("button", name="Stop").click()
    expect(desktop_page.get_by_role("progressbar")).to_be_hidden()
    assert world.clock.now() < FRIDAY + timedelta(days=14)


def test_stop_is_heard_though_nobody_answers_and_phones_ring_on(phone_page: Page, address: str, world: World) -> None:
    for minutes in range(5, 48 * 60, 5):
        set_timer(world, timedelta(minutes=minutes))
    phone_page.goto(address)
    phone_page.get_by_label("Staff answer").uncheck()
    phone_page.get_by_role("button", name="Play a fortnight").click()
    bar = phone_page.get_by_role("progressbar")
    expect(bar).to_be_in_viewport()
    expect(phone_page.locator("progress[value='0']")).to_have_count(0)
    assert bar.evaluate("bar => bar.offsetWidth") > 200
    assert axe_violations(phone_page) == []
    phone_page.get_by_role("button", name="Stop").click()
    expect(bar).to_be_hidden()
    assert world.clock.now() < FRIDAY + timedelta(days=2)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_ends_where_its_content_ends(browser: Browser, address: str, world: World, width: int) -> None:
    with world.bot.db.work() as work:
        for _ in range(30):
            owe(work, DEAN, "How are you today? Reply GOOD or BAD.", FRIDAY)
    world.deliver()
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    ends = "Math.max(document.querySelector('main').getBoundingClientRect().bottom + scrollY, innerHeight)"
    assert page.evaluate(f"document.documentElement.scrollHeight - {ends}") < 2
    assert page.evaluate(TOO_SMALL) == []
    assert page.locator(".switch button").first.evaluate("button => button.offsetHeight") >= 44
    page.close()


def test_what_goes_wrong_is_said_and_then_forgotten(desktop_page: Page, address: str, world: World) -> None:
    desktop_page.goto(address)
    world.app.config["TWILIO_AUTH_TOKEN"] = "another one"
    desktop_page.get_by_label("Text as Dean Marsh").fill("hello")
    desktop_page.get_by_role("button", name="Send as Dean Marsh").click()
    expect(desktop_page.get_by_role("alert")).to_contain_text("Our own webhook refused the text.")
    expect(desktop_page.get_by_label("Text as Dean Marsh")).to_have_value("hello")
    desktop_page.get_by_role("button", name="+1 hour").click()
    expect(desktop_page.locator("#trouble")).to_have_text("")


def test_the_page_on_a_phone_is_one_column(phone_page: Page, address: str, world: World) -> None:
    talk(world)
    phone_page.goto(address)
    expect(phone_page.get_by_label("Text as Dean Marsh")).to_be_visible()
    assert no_sideways(phone_page)
    assert axe_violations(phone_page) == []
    phone_page.get_by_role("button", name="+1 hour").click()
    expect(phone_page.locator(".time")).to_have_text("15:21")


def test_without_script_the_page_works_by_its_forms(browser: Browser, address: str, world: World) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Text as Dean Marsh").fill("can you help")
    page.get_by_role("button", name="Send as Dean Marsh").click()
    expect(page.get_by_role("log", name="Dean Marsh's texts")).to_contain_text("Asha has your text")
    context.close()
