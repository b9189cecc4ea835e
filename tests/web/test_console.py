"""Asha and Joe at the console: what needs them, whose it is, and what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import escalations
from tests.web.console_scene import OVERDOSE, Scene, danger, follow, press


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


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 'no' * 3 }}"])
def test_a_text_is_words_and_never_markup(hope_house: Scene, words: str) -> None:
    hope_house.texts(f"{OVERDOSE} {words}")
    asha = hope_house.signed_in("Asha")
    for path in ("/", "/now", f"/people/{hope_house.person().id}", f"/escalations/{hope_house.open()[0].id}"):
        page = asha.get(path).text
        assert OVERDOSE in page and "<script>alert" not in page and "<img" not in page and "nonono" not in page


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


def test_an_unknown_number_is_shown_until_somebody_has_read_it(hope_house: Scene) -> None:
    hope_house.texts("is this the right number", sender="+447700900555")
    asha = hope_house.signed_in("Asha")
    page = asha.get("/").text
    assert "+447700900555" in page
    read = page[page.index('action="/texts/') + len('action="') :]
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


def test_a_person_whose_phone_is_watched_is_not_to_be_texted(hope_house: Scene) -> None:
    hope_house.texts("he is going to kill me he reads my phone")
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    kinds = {one.kind for one in hope_house.open()}
    page = asha.get(f"/people/{dean.id}").text
    assert kinds & {"danger", "phone_unsafe"} and "without the safe-contact plan" in page
    assert f'href="tel:{dean.phone}"' not in page


def test_what_came_last_is_read_first(hope_house: Scene) -> None:
    hope_house.texts("first words")
    hope_house.texts("second words")
    page = hope_house.signed_in("Asha").get(f"/people/{hope_house.person().id}").text
    timeline = page[page.index('id="timeline"') :]
    assert timeline.index("second words") < timeline.index("first words")
