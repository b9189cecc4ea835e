"""Asha's working day: who came, to whom she hands over, and flash words that are true."""

from __future__ import annotations

import pytest

from bot.handlers import appointments, timers
from bot.store import appointments as meetings
from bot.store import escalations, staff, tasks
from bot.web.console.dial import dial
from tests.web.console_scene import DEAN, Scene, follow, press

HEADING = "Did they come?"


def two_days_pass(hope_house: Scene) -> None:
    """Everybody's appointment of Sunday morning is over, and the timers have asked about it."""
    hope_house.later(days=2, hours=5)
    while timers.ring_due(hope_house.bot):
        pass


def asked(hope_house: Scene) -> str:
    page = hope_house.signed_in("Asha").get("/").text
    return page[page.index(f">{HEADING}") :].split("</section>")[0] if HEADING in page else ""


def deans(hope_house: Scene) -> meetings.Appointment:
    with hope_house.bot.db.look() as work:
        return meetings.of_person(work, hope_house.person().id)[0]


def test_an_appointment_of_days_ago_asks_until_somebody_says_whether_they_came(hope_house: Scene) -> None:
    assert asked(hope_house) == ""
    two_days_pass(hope_house)
    hope_house.later(days=3)
    assert "Dean Foster" in asked(hope_house) and "Sunday 28 March" in asked(hope_house)
    asha, one = hope_house.signed_in("Asha"), deans(hope_house)
    record = f"/people/{one.person_id}/appointments/{one.id}/record"
    answer = press(asha, "/", record, came="attended", **{"from": "home"})
    assert answer.location == "/" and "Recorded: they came." in follow(asha, answer)
    assert "Dean Foster" not in asked(hope_house) and deans(hope_house).status == "attended"


def test_what_asks_on_the_list_is_no_task_beside_it(hope_house: Scene) -> None:
    two_days_pass(hope_house)
    words, dean = "Did they come? Record it", hope_house.person().id
    with hope_house.bot.db.look() as work:
        assert any(task.kind == "record_attendance" for task in tasks.open_of(work, dean))
    asha = hope_house.signed_in("Asha")
    assert words not in asha.get("/").text and words not in asha.get(f"/people/{dean}").text


def test_an_appointment_still_to_come_today_asks_nothing(hope_house: Scene) -> None:
    hope_house.later(days=1, hours=20)
    assert asked(hope_house) == ""
    assert "Appointments still to come today" in hope_house.signed_in("Asha").get("/").text


def test_the_oldest_asks_first(hope_house: Scene) -> None:
    appointments.move(hope_house.bot, deans(hope_house).id, hope_house.clock.at.replace(tzinfo=None, hour=16), None)
    two_days_pass(hope_house)
    assert asked(hope_house).index("Dean Foster") < asked(hope_house).index("Leanne Marsh")


def test_dean_is_handed_over_with_everything_that_is_open(hope_house: Scene) -> None:
    hope_house.texts("I took too much and he wont wake up")
    joe, dean, priya = hope_house.signed_in("Joe"), hope_house.person().id, hope_house.logins["Priya"].staff_id
    at = f"/people/{dean}/hand-over"
    assert f'href="{at}"' in joe.get(f"/people/{dean}").text
    form = joe.get(at).text
    assert "Priya Shah, team leader" in form and "Marcus" not in form and ">Asha Patel<" not in form
    page = follow(joe, press(joe, at, at, keyworker=priya))
    assert "Handed over" in page and "Priya Shah, Bridge" in page
    assert hope_house.person().keyworker_id == priya
    with hope_house.bot.db.look() as work:
        assert "handed over" in {row.what for row in escalations.trail_of(work, hope_house.open()[0].id)}


def test_another_keyworker_stands_first(hope_house: Scene) -> None:
    with hope_house.bot.db.work() as work:
        team = hope_house.person().team_id
        zoe = {"first_name": "Zoe", "last_name": "Young", "email": "zoe@example.org"}
        staff.add(work, team_id=team, role="keyworker", phone=None, demo=False, **zoe)
    form = hope_house.signed_in("Asha").get(f"/people/{hope_house.person().id}/hand-over").text
    assert form.index("Zoe Young<") < form.index("Joe Mensah, duty worker")


def test_deans_keyworker_becomes_only_somebody_of_the_list(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}/hand-over"
    for chosen in ("", dean.keyworker_id or "", hope_house.logins["Marcus"].staff_id):
        answer = press(asha, at, at, keyworker=chosen)
        assert answer.status_code == 422 and "Nobody of the list is chosen" in answer.text
    assert asha.get("/people/nobody/hand-over").status_code == 404
    assert hope_house.person().keyworker_id == dean.keyworker_id


def number_becomes(hope_house: Scene, phone: str) -> str:
    asha, at = hope_house.signed_in("Asha"), f"/people/{hope_house.person('Kelly').id}"
    return follow(asha, press(asha, at, f"{at}/number", phone=phone))


def test_a_new_number_is_asked_about_first(hope_house: Scene) -> None:
    assert "The number is changed. We ask first whether it is theirs." in number_becomes(hope_house, "07700 900077")


def test_a_number_that_somebody_has_is_asked_about_by_nobody(hope_house: Scene) -> None:
    page = number_becomes(hope_house, "07700 900001")
    assert "No text goes now: number shared by two people." in page and "We ask first" not in page


def test_a_release_is_confirmed_and_why_no_text_follows_is_said(hope_house: Scene) -> None:
    asha, at = hope_house.signed_in("Asha"), f"/people/{hope_house.person('Sean').id}"
    press(asha, at, f"{at}/standing/stop")
    page = follow(asha, press(asha, at, f"{at}/standing/released"))
    assert "The release is confirmed. No text goes now: they asked us to stop." in page


def test_every_number_on_deans_page_is_one_tap_away(hope_house: Scene) -> None:
    page = hope_house.signed_in("Asha").get(f"/people/{hope_house.person().id}").text
    assert f'<a href="tel:{DEAN}">{DEAN}</a>' in page and 'sister, <a href="tel:07700900901">07700 900901</a>' in page


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("mum 07700 900901 or work (0121) 496 0123", ["07700900901", "01214960123"]),
        ("sister, +44 7700 900901", ["+447700900901"]),
        ("brother Lee, flat 12, born 1987-03-04", []),
        ("", []),
    ],
)
def test_numbers_are_found_within_words(words: str, numbers: list[str]) -> None:
    assert [part.split('"')[0] for part in dial(words).split('href="tel:')[1:]] == numbers


def test_words_around_a_number_are_never_markup() -> None:
    assert dial("<b>Lee</b> 07700 900901").startswith("&lt;b&gt;Lee&lt;/b&gt; <a ")
    assert dial("<b>Lee</b>", watched=True) == "&lt;b&gt;Lee&lt;/b&gt;"
