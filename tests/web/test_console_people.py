"""Asha's people: added, written to, met, released, and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.appointment import KINDS
from bot.store import appointments, outbox, people, said, tasks
from bot.web.console.pages import appointments as appointments_page
from tests.web.console_scene import Scene, follow, press


def new_person(**fields: str) -> dict[str, str]:
    return {
        "first_name": "Ray", "last_name": "Hill", "phone": "07700 900007", "pathway": "prison_release",
        "anchor_date-day": "2", "anchor_date-month": "4", "anchor_date-year": "2027", "area": "Birmingham",
        "agency": "treatment", "language": "en", "discreet": "yes", "lawful_basis": "public task", **fields,
    }  # fmt: skip


def add_person(hope_house: Scene, **fields: str) -> tuple[int, str]:
    asha = hope_house.signed_in("Asha")
    who = hope_house.person()
    ids = {"team_id": who.team_id, "keyworker_id": who.keyworker_id or ""}
    answer = press(asha, "/people/new", "/people/new", **{**ids, **new_person(**fields)})
    return answer.status_code, follow(asha, answer) if answer.status_code == 303 else answer.text


def test_asha_adds_ray(hope_house: Scene) -> None:
    status, page = add_person(hope_house)
    assert status == 303 and "Ray Hill" in page and "In prison" in page
    assert "Print the card and give it to them" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_name": ""}, "first name is missing"),
        ({"phone": "0121 496 0100"}, 'href="#phone"'),
        ({"anchor_date-month": "13"}, "That is not a date"),
        ({"anchor_date-year": "99999999999"}, "That is not a date"),
        ({"keyworker_id": "nobody"}, 'href="#keyworker_id"'),
        ({"last_name": "x" * 500}, "it has 500 characters".capitalize()),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_on_the_form(
    hope_house: Scene, fields: dict[str, str], said: str
) -> None:
    status, page = add_person(hope_house, **fields)
    assert status == 422 and said in page and "Nothing was changed yet" in page
    assert 'value="Birmingham"' in page


def test_an_appointment_is_added_moved_and_recorded(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}"
    day = {"at-day": "30", "at-month": "3", "at-year": "2027"}
    fields = {"kind": "clinic", "at-time": "14:30", "place": "3 Example Street", "with_whom": "Sam", **day}
    page = follow(asha, press(asha, f"{at}/appointments/new", f"{at}/appointments/new", **fields))
    assert "The appointment is added" in page and "Tuesday 30 March at 2:30pm" in page
    with hope_house.bot.db.look() as work:
        one = next(each for each in appointments.of_person(work, dean.id) if each.kind == "clinic")
    moved = {**day, "at-time": "15:00"}
    assert "is moved" in follow(asha, press(asha, at, f"{at}/appointments/{one.id}/move", **moved))
    hope_house.later(days=5)
    assert "Did they come?" in asha.get(at).text
    record = f"{at}/appointments/{one.id}/record"
    assert "they did not come" in follow(asha, press(asha, at, record, came="missed"))
    assert "missed an appointment" in asha.get("/").text


def test_an_appointment_in_the_past_is_refused(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}/appointments/new"
    day = {"at-day": "1", "at-month": "3", "at-year": "2027", "at-time": "10:00"}
    answer = press(asha, at, at, kind="clinic", place="there", with_whom="Sam", **day)
    assert answer.status_code == 422 and "That moment has passed" in answer.text


def test_asha_writes_to_dean_and_sees_where_her_text_is(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    page = follow(asha, press(asha, f"/people/{dean.id}", f"/people/{dean.id}/write", body="See you at ten"))
    assert "Your text is on its way" in page and "See you at ten" in page and "Asha Patel" in page
    with hope_house.bot.db.work() as work:
        row = next(each for each in said.of_person(work, dean.id) if each["body"] == "See you at ten")
        outbox.change(work, row["id"], state="undelivered", reason="30005")
    assert "number not in use" in asha.get(f"/people/{dean.id}").text


def test_stopping_texts_says_so_and_writing_is_refused(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}"
    assert "Texts are stopped" in follow(asha, press(asha, at, f"{at}/standing/stop"))
    assert "they asked us to stop" in asha.get(at).text
    refused = follow(asha, press(asha, at, f"{at}/write", body="hello"))
    assert "cannot be texted" in refused
    assert "Texts go again" in follow(asha, press(asha, at, f"{at}/standing/start"))


def test_no_text_goes_before_the_release_is_confirmed(hope_house: Scene) -> None:
    asha, sean = hope_house.signed_in("Asha"), hope_house.person("Sean")
    at = f"/people/{sean.id}"
    assert "there is no phone in prison" in asha.get(at).text
    assert "The release is confirmed" in follow(asha, press(asha, at, f"{at}/standing/released"))
    assert hope_house.person("Sean").custody == "released"


def test_a_task_is_done_from_the_list(hope_house: Scene) -> None:
    asha, sean = hope_house.signed_in("Asha"), hope_house.person("Sean")
    with hope_house.bot.db.work() as work:
        now = hope_house.clock.at
        columns = {"state": "open", "otherwise": "task_overdue", "open_at": now, "due_at": now + timedelta(hours=2)}
        task_id = tasks.add(work, sean.id, "after_danger", **columns)
    assert "There was danger: read what was done" in asha.get("/").text
    page = follow(asha, press(asha, "/", f"/people/{sean.id}/tasks/{task_id}/done", **{"from": "home"}))
    assert "The task is done" in page and "There was danger" not in page


def test_a_case_closes_with_its_reason(hope_house: Scene) -> None:
    asha, kelly = hope_house.signed_in("Asha"), hope_house.person("Kelly")
    at = f"/people/{kelly.id}"
    assert press(asha, f"{at}/close", f"{at}/close").status_code == 422
    assert "The case is closed" in follow(asha, press(asha, f"{at}/close", f"{at}/close", outcome="finished"))
    with hope_house.bot.db.look() as work:
        closed = people.get(work, kelly.id)
    assert closed and closed.status == "closed"


def test_the_card_says_who_where_when_the_number_and_how_to_stop(hope_house: Scene) -> None:
    page = hope_house.signed_in("Asha").get(f"/people/{hope_house.person().id}/card").text
    for words in ("Dean", "Asha", "Hope House, 3 Example Street", "10:30am", hope_house.bot.number, "STOP", "999"):
        assert words in page


def test_whoever_is_in_danger_stands_first_among_the_people(hope_house: Scene) -> None:
    hope_house.texts("hes gone blue", "+447700900003")
    page = hope_house.signed_in("Joe").get("/people").text
    assert page.count("DANGER") == 1 and "Needs somebody" not in page
    assert page.index("Tariq Aziz") < page.index("DANGER") < page.index("Dean Foster")


def test_asha_is_told_that_dean_has_died_and_finds_out_that_it_is_not_true(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}"
    page = follow(asha, press(asha, f"{at}/close", f"{at}/died", sure="yes"))
    assert "Texts and plans are frozen" in page and "Have they died?" in page
    assert "we are told that they have died - verify it" in asha.get("/").text
    page = follow(asha, press(asha, at, f"{at}/died/verified"))
    assert "Tick the box" in page and "Have they died?" in page
    page = follow(asha, press(asha, at, f"{at}/died/untrue"))
    assert "It was not true" in page and "Have they died?" not in page
    assert hope_house.person().death_reported_at is None


def test_asha_has_verified_that_dean_has_died(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}"
    press(asha, f"{at}/close", f"{at}/died", sure="yes")
    page = follow(asha, press(asha, at, f"{at}/died/verified", sure="yes"))
    assert "Recorded. No text goes to their phone any more" in page and ">Died</dd>" in page


def test_the_form_offers_every_kind_of_appointment_that_lists_may_bring() -> None:
    assert set(appointments_page.KINDS) == set(KINDS)
