"""A prison's case system drives it: Dean is registered, his appointments are kept, and whether he came is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from bot.handlers import appointments, numbers, people, tokens
from bot.store import appointments as rows
from bot.store import people as people_rows
from bot.store import staff, timers
from bot.store import tokens as token_rows
from tests.support.world import World, world
from tests.web.api.case_system import A1, DEAN, CaseSystem, case_system


@pytest.fixture
def there() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def prison(there: World) -> CaseSystem:
    return case_system(there)


def said(answer: TestResponse) -> dict[str, Any]:
    body: dict[str, Any] = answer.get_json()
    return body


def errors(answer: TestResponse) -> dict[str, str]:
    return {each["field"]: each["what"] for each in said(answer)["errors"]}


def test_dean_is_registered_then_changed_then_as_he_was(prison: CaseSystem) -> None:
    made = prison.put("/people/R1", DEAN)
    assert made.status_code == 201 and said(made)["result"] == "new"
    assert said(made)["person"]["keyworker"] == "Asha Worker" and said(made)["person"]["agency"] == "treatment"
    assert said(prison.put("/people/R1", DEAN))["result"] == "unchanged"
    moved = prison.put("/people/R1", {**DEAN, "anchor_date": "2026-06-15"})
    assert (moved.status_code, said(moved)["result"]) == (200, "changed")
    assert said(prison.ask("GET", "/people/R1"))["pathways"][0]["anchor_date"] == "2026-06-15"


def test_what_a_worker_changed_comes_back_as_a_note(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    with prison.there.bot.db.look() as work:
        dean = people_rows.with_reference(work, "R1")
    assert dean is not None
    numbers.change_number(prison.there.bot, dean.id, "07700 900055", prison.there.staff["Asha"])
    mixed = prison.put("/people/R1", {**DEAN, "phone": "07700 900066", "last_name": "Forster"})
    assert mixed.status_code == 200 and [note["field"] for note in said(mixed)["notes"]] == ["phone"]
    assert said(mixed)["person"]["phone"] == "+447700900055" and said(mixed)["person"]["last_name"] == "Forster"
    people.confirm_release(prison.there.bot, dean.id, prison.there.staff["Asha"])
    against = prison.put(
        "/people/R1", {**DEAN, "last_name": "Forster", "phone": "07700 900066", "anchor_date": "2026-07-01"}
    )
    assert against.status_code == 409 and "it stays" in errors(against)["anchor_date"]


def test_an_appointment_is_agreed_moved_called_off_and_agreed_again(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    assert prison.put("/appointments/A1", A1).status_code == 201
    moved = prison.put("/appointments/A1", {**A1, "starts_at": "2026-06-20T09:00:00Z"})
    assert said(moved)["appointment"]["starts_at"] == "2026-06-20T09:00:00Z"
    with prison.there.bot.db.look() as work:
        meeting = rows.with_reference(work, "A1")
        assert meeting is not None
        due = [each.due_at for each in timers.planned(work, meeting.person_id) if each.appointment_id == meeting.id]
    assert max(due) == meeting.starts_at + timedelta(hours=2) and len(due) == 3
    assert said(prison.ask("DELETE", "/appointments/A1"))["appointment"]["status"] == "cancelled"
    assert said(prison.ask("DELETE", "/appointments/A1"))["result"] == "unchanged"
    assert said(prison.put("/appointments/A1", A1))["appointment"]["status"] == "planned"


def test_attendance_is_recorded_and_a_workers_word_stands(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    prison.put("/appointments/A1", A1)
    early = prison.put("/appointments/A1/attendance", {"status": "missed"})
    assert early.status_code == 422 and "lies ahead" in errors(early)["status"]
    prison.there.wait(days=14)
    nobody = prison.put("/appointments/A1/attendance", {"status": "missed", "recorded_by": "x@example.org"})
    assert "recorded_by" in errors(nobody)
    done = prison.put("/appointments/A1/attendance", {"status": "missed", "recorded_by": "joe@example.org"})
    assert said(done)["appointment"]["status"] == "missed"
    with prison.there.bot.db.look() as work:
        meeting = rows.with_reference(work, "A1")
        assert meeting is not None and rows.recorded_by(work, meeting.id) == prison.there.staff["Joe"]
    assert prison.put("/appointments/A1/attendance", {"status": "attended"}).status_code == 409
    assert prison.ask("DELETE", "/appointments/A1").status_code == 409


def test_an_appointment_that_a_worker_moved_stays(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    prison.put("/appointments/A1", A1)
    with prison.there.bot.db.look() as work:
        meeting = rows.with_reference(work, "A1")
    assert meeting is not None
    wall = meeting.starts_at.replace(tzinfo=None) + timedelta(days=2)
    appointments.move(prison.there.bot, meeting.id, wall, prison.there.staff["Asha"])
    against = prison.put("/appointments/A1", {**A1, "starts_at": "2026-06-19T14:30"})
    assert against.status_code == 409 and "is recorded here" in errors(against)["starts_at"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "0121 496 0123"}, "phone"),
        ({"first_name": "=cmd"}, "first_name"),
        ({"first_name": ""}, "first_name"),
        ({"anchor_date": "2026-06-31"}, "anchor_date"),
        ({"anchor_date": "12/06/2026"}, "anchor_date"),
        ({"pathway": "holiday"}, "pathway"),
        ({"keyworker": "Nobody"}, "keyworker"),
        ({"discreet": "yes"}, "discreet"),
        ({"colour": "red"}, "colour"),
        ({"agency": "probation"}, "agency"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(prison: CaseSystem, change: dict[str, str], field: str) -> None:
    answer = prison.put("/people/R1", {**DEAN, **change})
    assert answer.status_code == 422 and answer.mimetype == "application/problem+json"
    assert list(errors(answer)) == [field]
    assert prison.ask("GET", "/people/R1").status_code == 404, "nothing was registered"


def test_another_agency_and_another_team_see_nobody(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    prison.put("/appointments/A1", A1)
    police = case_system(prison.there, agency="police")
    with prison.there.bot.db.work() as work:
        staff.add_team(work, "Elsewhere", public_name="others", agency="treatment", area="Dudley")
    elsewhere = CaseSystem(
        prison.there, prison.app, tokens.make(prison.there.bot, "x", "Elsewhere", "", tokens.SCOPES, None)
    )
    for other, own in ((police, "R8"), (elsewhere, "R9")):
        assert other.ask("GET", "/people/R1").status_code == 404
        assert other.ask("GET", "/appointments/A1").status_code == 404
        assert other.ask("DELETE", "/appointments/A1").status_code == 404
        assert other.put("/appointments/A1/attendance", {"status": "missed"}).status_code == 404
        assert other.put("/people/R1", {**DEAN, "keyworker": None, "last_name": "X"}).status_code == 409
        assert "person_reference" in errors(other.put("/appointments/A2", A1))
        assert other.put(f"/people/{own}", {**DEAN, "keyworker": None, "phone": None}).status_code == 201
        assert other.put("/appointments/A1", {**A1, "person_reference": own}).status_code == 409
    assert said(prison.ask("GET", "/people/R1"))["last_name"] == "Foster"


def test_a_token_opens_what_its_scopes_say_while_it_stands(there: World) -> None:
    reader = case_system(there, scopes=("people:read",))
    assert reader.put("/people/R1", DEAN).status_code == 403
    assert reader.ask("GET", "/people/R1").status_code == 404
    assert reader.ask("GET", "/appointments/A1").status_code == 403
    for wrong in ("", "Bearer", "Bearer tc_wrong", "Basic abc"):
        answer = reader.client.get("/api/v1/people/R1", headers={"Authorization": wrong})
        assert answer.status_code == 401 and "Bearer" in answer.headers["WWW-Authenticate"]
    with there.bot.db.look() as work:
        [token] = token_rows.everything(work)
    assert token.used_at is not None
    tokens.revoke(there.bot, token.id)
    assert reader.ask("GET", "/people/R1").status_code == 401


def test_a_token_ends_on_its_day_and_only_its_hash_is_kept(there: World) -> None:
    secret = tokens.make(there.bot, "Case system", "Bridge", "", ["people:read"], 30)
    system = CaseSystem(there, case_system(there).app, secret)
    assert system.ask("GET", "/people/R1").status_code == 404
    with there.bot.db.look() as work:
        assert secret not in str([row._mapping for row in work.execute(token_rows.token.select())])
    there.wait(days=31)
    assert system.ask("GET", "/people/R1").status_code == 401


def test_a_key_gets_its_answer_again_and_stands_for_one_request(prison: CaseSystem) -> None:
    first = prison.put("/people/R1", DEAN, Idempotency_Key="k1")
    again = prison.put("/people/R1", DEAN, Idempotency_Key="k1")
    assert (first.status_code, again.status_code, said(again)) == (201, 201, said(first))
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    other = prison.put("/people/R2", {**DEAN, "phone": None}, Idempotency_Key="k1")
    assert other.status_code == 422 and "Idempotency-Key" in errors(other)
    assert prison.ask("GET", "/people/R2").status_code == 404
    assert prison.put("/people/R1", DEAN, Idempotency_Key="x" * 101).status_code == 422


def test_a_refusal_is_not_kept_under_its_key(prison: CaseSystem) -> None:
    assert prison.put("/people/R1", {**DEAN, "phone": "1"}, Idempotency_Key="k1").status_code == 422
    assert prison.put("/people/R1", DEAN, Idempotency_Key="k1").status_code == 201


def test_more_than_is_fair_is_held_off_for_the_minute(there: World) -> None:
    system = case_system(there, calls=3)
    assert [system.ask("GET", "/people/R1").status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    answer = system.ask("GET", "/people/R1")
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    there.wait(minutes=2)
    assert system.ask("GET", "/people/R1").status_code == 404


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_what_is_no_json_of_ours_is_said(prison: CaseSystem, raw: bytes, kind: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {prison.secret}"}
    answer = prison.client.put("/api/v1/people/R1", data=raw, content_type=kind, headers=headers)
    assert answer.status_code == status and answer.mimetype == "application/problem+json"


def test_other_addresses_and_methods_are_problems_too(prison: CaseSystem) -> None:
    assert prison.ask("GET", "/nothing").status_code == 404
    answer = prison.ask("POST", "/people/R1")
    assert answer.status_code == 405 and "PUT" in answer.headers["Allow"]
    assert prison.ask("GET", "/people/a%20b").status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_a_spoilt_row_is_no_answer_to_a_stranger(prison: CaseSystem) -> None:
    prison.put("/people/R1", DEAN)
    with prison.there.bot.db.work() as work:
        work.execute(update(people_rows.person).values(agency="police"))
    assert prison.ask("GET", "/people/R1").status_code == 404
