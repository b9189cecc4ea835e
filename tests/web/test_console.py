"""Asha and Joe at the console: what needs them, whose it is, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import appointments, escalations, outbox, people, tasks
from bot.store.escalations import Escalation
from tests.web.console_scene import Scene, follow, press, scene

OVERDOSE = "I took too much and he wont wake up"


@pytest.fixture
def hope_house(tmp_path: Path) -> Scene:
    return scene(tmp_path)


def danger(hope_house: Scene) -> Escalation:
    hope_house.texts(OVERDOSE)
    return hope_house.open()[0]


def test_an_urgent_text_is_first_with_its_words_and_the_word_urgent(hope_house: Scene) -> None:
    danger(hope_house)
    hope_house.later(minutes=3)
    page = hope_house.signed_in("Joe").get("/").text
    first = page[page.index("<article") : page.index("</article>")]
    for said in (
        "URGENT",
        "Dean F",
        "overdose words",
        OVERDOSE,
        "3 minutes ago",
        "2 minutes left",
        "Nobody has it yet",
    ):
        assert said in first


def test_mine_is_asked_twice_and_the_second_is_told_whose_it_is(hope_house: Scene) -> None:
    one = danger(hope_house)
    asha, joe = hope_house.signed_in("Asha"), hope_house.signed_in("Joe")
    joe.get("/")
    assert "yours. Say here what came of it" in follow(asha, press(asha, "/", f"/escalations/{one.id}/mine"))
    second = follow(joe, press(joe, "/", f"/escalations/{one.id}/mine"))
    assert "Asha already has it" in second
    assert hope_house.open()[0].owner_id == hope_house.logins["Asha"].staff_id


def test_asha_may_press_mine_twice_herself(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    press(asha, "/", f"/escalations/{one.id}/mine")
    assert "yours" in follow(asha, press(asha, "/", f"/escalations/{one.id}/mine"))


def test_looking_changes_nothing(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    for path in ("/", "/now", f"/e/{one.code}", f"/escalations/{one.id}", f"/people/{one.person_id}"):
        asha.get(path)
    assert hope_house.open()[0] == one
    assert asha.get(f"/escalations/{one.id}/mine").status_code == 405


def test_a_notices_link_leads_to_its_escalation(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    assert asha.get(f"/e/{one.code}").location == f"/escalations/{one.id}"
    assert "no such code" in asha.get("/e/0000", follow_redirects=True).text


def test_a_press_needs_the_token_of_the_form(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    asha.get("/")
    assert asha.post(f"/escalations/{one.id}/mine").status_code == 400
    assert hope_house.open()[0].state == "open"


def test_danger_closes_only_with_an_outcome(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    at = f"/escalations/{one.id}"
    refused = press(asha, at, f"{at}/close", note="rang")
    assert refused.status_code == 422 and "No outcome was chosen" in refused.text and "rang" in refused.text
    assert hope_house.open()[0].id == one.id
    assert "Closed, with its outcome" in follow(
        asha, press(asha, at, f"{at}/close", outcome="ambulance", note="rang 999")
    )
    with hope_house.bot.db.look() as work:
        closed = escalations.get(work, one.id)
    assert closed and (closed.state, closed.outcome, closed.note) == ("closed", "ambulance", "rang 999")
    assert "somebody has closed it" not in asha.get(at).text and "Ambulance called" in asha.get(at).text


def test_the_trail_says_who_was_told_and_how(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    page = asha.get(f"/escalations/{one.id}").text
    assert "Told Joe Mensah" in page and "call: waiting to go" in page and "text: waiting to go" in page
    assert "Passed on" in follow(asha, press(asha, "/", f"/escalations/{one.id}/pass"))
    assert "Told Priya Shah" in asha.get(f"/escalations/{one.id}").text


def test_danger_shows_what_to_tell_999(hope_house: Scene) -> None:
    one, asha = danger(hope_house), hope_house.signed_in("Asha")
    for path in (f"/escalations/{one.id}", f"/people/{one.person_id}"):
        page = asha.get(path).text
        assert "If you ring 999" in page and "14 Example Road" in page and "07700 900901" in page


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_a_text_is_words_and_never_markup(hope_house: Scene, words: str) -> None:
    hope_house.texts(f"{OVERDOSE} {words}")
    asha = hope_house.signed_in("Asha")
    for path in ("/", "/now", f"/people/{hope_house.person().id}", f"/escalations/{hope_house.open()[0].id}"):
        page = asha.get(path).text
        assert OVERDOSE in page and "<script>alert" not in page and "<img" not in page and "49" not in page


def test_the_list_is_sent_again_only_when_it_has_changed(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    first = asha.get("/now")
    again = asha.get("/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    danger(hope_house)
    assert asha.get("/now", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_polling_page_whose_session_ended_goes_to_sign_in(hope_house: Scene) -> None:
    answer = hope_house.visitor().get("/now", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


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
        row = next(each for each in outbox.of_person(work, dean.id) if each["body"] == "See you at ten")
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
        task_id = tasks.add(work, sean.id, "who_meets", **columns)
    assert "Agree who meets them on the day" in asha.get("/").text
    page = follow(asha, press(asha, "/", f"/people/{sean.id}/tasks/{task_id}/done", **{"from": "home"}))
    assert "The task is done" in page and "Agree who meets them" not in page


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
    for said in ("Dean", "Asha", "Hope House, 3 Example Street", "10:30am", hope_house.bot.number, "STOP", "999"):
        assert said in page


def test_an_unknown_number_is_shown_until_somebody_has_read_it(hope_house: Scene) -> None:
    hope_house.texts("is this the right number", sender="+447700900555")
    asha = hope_house.signed_in("Asha")
    page = asha.get("/").text
    assert "+447700900555" in page
    read = page[page.index("/texts/") :]
    assert "marked as read" in follow(asha, press(asha, "/", read[: read.index('"')]))
    assert "Texts from unknown numbers" not in asha.get("/").text


@pytest.mark.parametrize("path", ["/people/nobody", "/escalations/none", "/people/nobody/card", "/nowhere"])
def test_what_is_not_there_is_said_plainly(hope_house: Scene, path: str) -> None:
    answer = hope_house.signed_in("Asha").get(path)
    assert answer.status_code == 404 and "There is no such page" in answer.text


def test_a_press_on_somebody_who_is_not_there_changes_nothing(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    for action in ("people/nobody/standing/stop", "people/nobody/write", "escalations/none/mine", "texts/none/read"):
        assert press(asha, "/people/new", f"/{action}", body="hello").status_code in (303, 404)


def test_every_page_tells_the_browser_to_run_nothing_of_a_strangers(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    for path in ("/", "/people", "/people/new", f"/people/{hope_house.person().id}"):
        answer = asha.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert "style=" not in answer.text and "onclick" not in answer.text


def test_without_node_modules_the_page_is_plain_and_says_so(
    hope_house: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.web.console.assets.GOVUK", tmp_path / "none")
    page = hope_house.signed_in("Asha").get("/").text
    assert "govuk-frontend is not installed" in page and "Needs you now" in page
