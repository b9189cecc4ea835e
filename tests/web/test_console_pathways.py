"""Asha adds a pathway, records its start, moves a release, and closes one pathway while another goes on."""

from __future__ import annotations

from datetime import timedelta

from bot.store import enrolments
from bot.store.enrolments import Enrolment
from tests.web.console_scene import Scene, follow, press
from tests.web.test_console_people import add_person

DRR = "drug_rehabilitation_requirement"
DAY = {"anchor_date-day": "26", "anchor_date-month": "3", "anchor_date-year": "2027"}


def on(hope_house: Scene, person_id: str) -> dict[str, Enrolment]:
    with hope_house.bot.db.look() as work:
        return {one.pathway: one for one in enrolments.active_of(work, person_id)}


def test_a_second_pathway_is_added_started_and_closed_alone(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}"
    page = follow(asha, press(asha, f"{at}/pathways/new", f"{at}/pathways/new", pathway=DRR, **DAY))
    assert "On a pathway: Drug rehabilitation requirement, from 26 March 2027" in page
    assert "Start not recorded" in page and "Prison release" in page
    order = on(hope_house, dean.id)[DRR]
    page = follow(asha, press(asha, at, f"{at}/pathways/{order.id}/started"))
    assert "The start is recorded: Drug rehabilitation requirement" in page and "Start not recorded" not in page
    close = f"{at}/pathways/{order.id}/close"
    assert "These go on: Prison release" in asha.get(close).text
    assert press(asha, close, close).status_code == 422
    assert "The others go on" in follow(asha, press(asha, close, close, outcome="finished"))
    assert set(on(hope_house, dean.id)) == {"prison_release"}


def test_what_cannot_be_added_is_said_on_the_form(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    at = f"/people/{dean.id}/pathways/new"
    for fields, words in (
        ({"pathway": "prison_release", **DAY}, "They are on it already"),
        ({"pathway": "nowhere", **DAY}, "no pathway"),
        ({"pathway": "arrest_referral", **DAY, "anchor_time": "late"}, "That is not a time"),
        ({"pathway": "reconnect", **DAY, "anchor_date-day": "30"}, "Their release is on"),
    ):
        answer = press(asha, at, at, **fields)
        assert answer.status_code == 422 and words in answer.text.replace("&#34;", '"')


def test_a_release_is_moved_put_off_and_the_prison_changes(hope_house: Scene) -> None:
    asha, sean = hope_house.signed_in("Asha"), hope_house.person("Sean")
    at = f"/people/{sean.id}"
    release = f"{at}/release"
    new = {"release_day-day": "9", "release_day-month": "4", "release_day-year": "2027"}
    page = follow(asha, press(asha, release, release, what="moved", **new))
    assert "Planned anew" in page and "to 9 April 2027" in page
    page = follow(asha, press(asha, release, release, what="transferred", place="HMP Exampleton"))
    assert "Moved to another prison: HMP Exampleton" in page
    page = follow(asha, press(asha, release, release, what="postponed"))
    assert "it was planned for 9 April 2027" in page and "The day of release is not known" in page
    assert press(asha, release, release).status_code == 422
    assert press(asha, release, release, what="transferred").status_code == 422


def test_back_in_prison_with_a_known_day(hope_house: Scene) -> None:
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    release = f"/people/{dean.id}/release"
    day = (hope_house.clock.at + timedelta(days=14)).date()
    new = {"release_day-day": str(day.day), "release_day-month": str(day.month), "release_day-year": str(day.year)}
    page = follow(asha, press(asha, release, release, what="recalled", **new))
    assert "Back in prison: texts are frozen" in page and "Release not confirmed" in page
    assert on(hope_house, dean.id)["prison_release"].anchor_day == day


def test_somebody_new_on_two_pathways(hope_house: Scene) -> None:
    more = {"more_date-day": "2", "more_date-month": "4", "more_date-year": "2027"}
    status, page = add_person(hope_house, more="reconnect", **more)
    assert status == 303 and "Prison release" in page and "Reconnect" in page
    status, page = add_person(hope_house, more="reconnect", **{**more, "more_date-day": "5"})
    assert status == 422 and "There are two days of release" in page
