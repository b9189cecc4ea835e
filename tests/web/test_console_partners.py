"""Owen of probation and Nadia of a prison at the console: what is shared, on pages of their own, each look kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handlers import disclosures, partners
from bot.handlers.disclosures import Report
from bot.handlers.partners import Part
from bot.store import agencies, appointments, enrolments, escalations, inbound, looks, staff, tasks
from bot.store.people import Person
from bot.web.console.access import OPEN_TO_PARTNERS, TEAM_OF
from tests.web.console_scene import DEAN, Scene, danger, follow, press

NO_IDS = {"name", "filename", "change", "lesson_id", "referral_id", "key"}
"""Ids in addresses that are no person's record; referrals have stories of their own."""
WHY = "Court review on Monday"


def agency_of(hope_house: Scene, kind: str) -> str:
    with hope_house.bot.db.look() as work:
        return next(one.id for one in agencies.all_of(work) if one.kind == kind)


def involve(hope_house: Scene, who: Person, **changes: str) -> None:
    part = {"agency_id": agency_of(hope_house, "probation"), "wish": "share", "basis": "public_task", **changes}
    partners.involve(hope_house.bot, who.id, Part(**part), hope_house.logins["Asha"].staff_id)


def ids_of_dean(hope_house: Scene) -> dict[str, str]:
    """One id of every kind that an address may hold, each of Dean's."""
    dean, one = hope_house.person(), danger(hope_house)
    with hope_house.bot.db.work() as work:
        columns = {"state": "open", "otherwise": "task_overdue", "open_at": hope_house.clock.at}
        due = hope_house.clock.at + timedelta(hours=2)
        return {
            "person_id": dean.id,
            "escalation_id": one.id,
            "code": one.code,
            "text_id": inbound.of_person(work, dean.id)[0]["id"],
            "task_id": tasks.add(work, dean.id, "who_meets", due_at=due, **columns),
            "appointment_id": appointments.of_person(work, dean.id)[0].id,
            "enrolment_id": enrolments.active_of(work, dean.id)[0].id,
        }


def test_every_page_about_somebody_is_shut_to_every_other_agency(hope_house: Scene) -> None:
    """Walks every door of the console: none opens Dean's record to probation, whatever is asked of it."""
    involve(hope_house, hope_house.person(), wish="keep")
    ids = ids_of_dean(hope_house)
    owen = hope_house.signed_in("Owen")
    before = escalations_now(hope_house)
    doors = [rule for rule in hope_house.app.url_map.iter_rules() if rule.endpoint.startswith("console.")]
    unknown = {name for rule in doors for name in rule.arguments} - set(TEAM_OF) - NO_IDS
    assert not unknown, f"say whose team a page with {unknown} is about"
    asked = [rule for rule in doors if rule.arguments & set(TEAM_OF)]
    assert len(asked) > 25
    for rule in asked:
        values = {name: ids.get(name, "x") for name in rule.arguments}
        with hope_house.app.test_request_context():
            url = rule.build(values)
        assert url is not None
        for method in (rule.methods or set()) & {"GET", "POST"}:
            page = "/referrals/new"
            answer = owen.get(url[1]) if method == "GET" else press(owen, page, url[1])
            assert answer.status_code in (403, 404), f"{method} {url[1]} is open to another agency"
            assert "Dean" not in answer.text and "wont wake" not in answer.text
    assert escalations_now(hope_house) == before


def escalations_now(hope_house: Scene) -> list[tuple[str, str, str | None]]:
    with hope_house.bot.db.look() as work:
        return [(one.id, one.state, one.owner_id) for one in escalations.all_open(work)]


def test_pages_of_the_services_own_are_shut_to_partners_unless_they_are_listed(hope_house: Scene) -> None:
    owen = hope_house.signed_in("Owen")
    for rule in hope_house.app.url_map.iter_rules():
        page = rule.endpoint.rpartition(".")[2]
        if rule.endpoint.startswith("console.") and not rule.arguments and "GET" in (rule.methods or set()):
            answer = owen.get(rule.rule)
            assert answer.status_code == (200 if page in OPEN_TO_PARTNERS else 403), rule.rule


def test_owen_sees_nobodys_danger_texts_or_tasks_on_his_list(hope_house: Scene) -> None:
    danger(hope_house)
    hope_house.texts("who is this", "+447700900500")
    page = hope_house.signed_in("Owen").get("/").text
    assert "Nothing is open" in page and "Dean" not in page and "+447700900500" not in page
    assert "Dean" in hope_house.signed_in("Joe").get("/").text


def test_owen_is_asked_why_and_then_sees_what_is_shared_and_dean_can_be_told(hope_house: Scene) -> None:
    dean, owen, asha = hope_house.person(), hope_house.signed_in("Owen"), hope_house.signed_in("Asha")
    hope_house.texts("i used last night and i hate it")
    at = f"/people/{dean.id}"
    assert owen.get(at).status_code == 404 and "Dean" not in owen.get("/people").text
    involve(hope_house, dean)
    assert "Dean Foster" in owen.get("/people").text
    assert "Why do you need to look?" in owen.get(at).text and "Asha Patel" not in owen.get(at).text
    refused = press(owen, at, f"{at}/look", reason="why")
    assert refused.status_code == 422 and "too short" in refused.text
    page = follow(owen, press(owen, at, f"{at}/look", reason=WHY))
    assert "Asha Patel" in page and "What is planned" in page
    for hidden in ("used last night", DEAN, "07700 900001", "Example Road", "Hope House", "Key work", "sister"):
        assert hidden not in page
    owen.get(at)
    shown = asha.get(at).text
    assert "Owen Price" in shown and WHY in shown and "looked 2 times" in shown
    hope_house.later(hours=9)
    assert "Why do you need to look?" in owen.get(at).text


def test_a_page_asked_for_without_a_reason_is_never_shown(hope_house: Scene) -> None:
    dean, owen = hope_house.person(), hope_house.signed_in("Owen")
    involve(hope_house, dean)
    assert "Asha Patel" not in owen.get(f"/people/{dean.id}").text
    with hope_house.bot.db.look() as work:
        assert looks.of_person(work, dean.id) == []


def test_what_asha_reports_is_on_owens_page_and_the_text_is_not(hope_house: Scene) -> None:
    tariq, asha = hope_house.person("Tariq"), hope_house.signed_in("Asha")
    at = f"/people/{tariq.id}/sharing"
    page = asha.get(at).text
    assert "Riverside Probation" in page and "Drug rehabilitation requirement" in page
    told = {
        "order_agency_id": agency_of(hope_house, "probation"), "appointment_id": "", "result": "Taken, 24 March",
        "explained": "conversation", "explained_at-day": "26", "explained_at-month": "3", "explained_at-year": "2027",
        "explained_at-time": "12:30", "how": "At Hope House: he knows",
    }  # fmt: skip
    refused = press(asha, at, f"{at}/report", **{**told, "explained": ""})
    assert refused.status_code == 422 and "They were not told first" in refused.text
    assert 'value="Taken, 24 March"' in refused.text
    assert "Recorded, and told" in follow(asha, press(asha, at, f"{at}/report", **told))
    own = asha.get(f"/people/{tariq.id}").text
    assert "Test: Taken, 24 March" in own and "Riverside Probation" in own and "recorded by Asha Patel" in own
    owen, his = hope_house.signed_in("Owen"), f"/people/{tariq.id}"
    page = follow(owen, press(owen, his, f"{his}/look", reason=WHY))
    assert "Test: Taken, 24 March" in page and "he knows" not in page


def test_asha_records_what_dean_wishes_and_takes_it_back(hope_house: Scene) -> None:
    dean, asha = hope_house.person(), hope_house.signed_in("Asha")
    at = f"/people/{dean.id}/sharing"
    part = {"agency_id": agency_of(hope_house, "prison_healthcare"), "wish": "share", "basis": "direct_care"}
    wrong = press(asha, at, at, **{**part, "wish": ""})
    assert wrong.status_code == 422 and "What they wish is not chosen" in wrong.text
    page = follow(asha, press(asha, at, at, **part))
    assert "Northgate Prison healthcare" in page and "whether they came" in page
    page = follow(asha, press(asha, at, f"{at}/end", agency_id=part["agency_id"]))
    assert "No other agency has a part" in page


def test_serious_harm_is_recorded_with_its_name_and_reason(hope_house: Scene) -> None:
    dean, priya = hope_house.person(), hope_house.signed_in("Priya")
    at = f"/people/{dean.id}/sharing"
    harm = {"harm_agency_id": agency_of(hope_house, "probation"), "what": "He named somebody", "why": ""}
    assert press(priya, at, f"{at}/harm", **harm).status_code == 422
    assert "they are told" in follow(priya, press(priya, at, f"{at}/harm", **{**harm, "why": "A threat"}))
    own = priya.get(f"/people/{dean.id}").text
    assert "serious harm" in own and "recorded by Priya Shah" in own


@pytest.mark.parametrize("who", ["Nadia", "Owen"])
def test_a_case_that_is_over_shows_nothing(hope_house: Scene, who: str) -> None:
    dean = hope_house.person()
    involve(hope_house, dean)
    report = Report(agency_of(hope_house, "probation"), "test", "", "text", result="taken")
    with pytest.raises(Exception, match="no order"):
        disclosures.report(hope_house.bot, dean.id, report, hope_house.logins["Asha"].staff_id)
    asha = hope_house.signed_in("Asha")
    press(asha, f"/people/{dean.id}/close", f"/people/{dean.id}/close", outcome="moved_away")
    assert hope_house.signed_in(who).get(f"/people/{dean.id}").status_code == 404


def test_a_watched_phone_is_not_given_to_another_agency(hope_house: Scene) -> None:
    dean = hope_house.person()
    with hope_house.bot.db.work() as work:
        housing = agencies.add(work, "Riverside Housing", "housing")
        team = staff.add_team(work, "Homes", public_name="h", agency="housing", area="n", agency_id=housing)
        staff.change(work, hope_house.logins["Owen"].staff_id, team_id=team)
    involve(hope_house, dean, agency_id=housing, basis="consent")
    owen, at = hope_house.signed_in("Owen"), f"/people/{dean.id}"
    assert DEAN in follow(owen, press(owen, at, f"{at}/look", reason="A room is free today"))
    hope_house.texts("he is going to kill me he reads my phone")
    page = owen.get(at).text
    assert DEAN not in page and "Ask their keyworker first" in page and "kill" not in page
