"""Asha brings the prison's list, looks at what it would do, says yes, and sees it taken over."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.handlers.imports import runs
from bot.settings import load
from bot.store import people
from bot.web.app import create_app
from tests.web.console_scene import Scene, follow, press, token

HEAD = "reference,first_name,last_name,phone,pathway,anchor_date,keyworker"
ZOE = "R1,Zoe,Hall,07700 900901,prison_release,2027-04-02,asha@example.org"


def bring(client: FlaskClient, *lines: str, kind: str = "people", raw: bytes | None = None) -> TestResponse:
    body = raw if raw is not None else "\n".join((HEAD, *lines)).encode()
    fields = {"csrf_token": token(client, "/imports"), "kind": kind, "file": (BytesIO(body), "releases.csv")}
    return client.post("/imports", data=fields, content_type="multipart/form-data")


def registered(there: Scene) -> list[str]:
    with there.bot.db.look() as work:
        return [who.full_name for who in people.all_of(work) if who.private.get("reference") == "R1"]


def test_a_list_is_looked_over_then_taken_over(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    answer = bring(asha, ZOE)
    page = follow(asha, answer)
    assert "New" in page and "releases.csv" in page and registered(hope_house) == []
    said = follow(asha, press(asha, answer.location, f"{answer.location}/apply"))
    assert "0 of 1 lines are taken over" in said
    assert asha.get(answer.location).headers["Refresh"] == "2"
    runs.turn(hope_house.bot)
    done = asha.get(answer.location)
    assert "Taken over: 1 lines" in done.text and "Refresh" not in done.headers
    assert registered(hope_house) == ["Zoe Hall"]
    history = asha.get("/imports").text
    assert "releases.csv" in history and "Asha Patel" in history and "Taken over" in history


def test_a_wrong_line_is_shown_with_its_place_and_the_others_may_be_imported(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    answer = bring(asha, ZOE, "R2,<b>Lea</b>,Hill,0121 496 0123,prison_release,2027-04-31,")
    page = follow(asha, answer)
    assert "Line 3, phone: this is not a UK mobile number" in page
    assert "Line 3, anchor_date:" in page and "April 2027 has 30 days" in page
    assert "Import the others without the wrong lines" in page
    follow(asha, press(asha, answer.location, f"{answer.location}/apply", skip_bad="yes"))
    runs.turn(hope_house.bot)
    assert registered(hope_house) == ["Zoe Hall"]


def test_a_change_is_shown_from_what_to_what(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    first = bring(asha, ZOE).location
    press(asha, first, f"{first}/apply")
    runs.turn(hope_house.bot)
    page = follow(asha, bring(asha, ZOE.replace("2027-04-02", "2027-04-09")))
    assert "<del>2027-04-02</del> <ins>2027-04-09</ins>" in page


def test_what_is_dropped_changes_nothing(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    at = bring(asha, ZOE).location
    assert "Nothing was changed" in follow(asha, press(asha, at, f"{at}/drop"))
    assert "Dropped" in asha.get(at).text
    runs.turn(hope_house.bot)
    assert registered(hope_house) == []


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04", "Excel workbook"),
        (b"one;two\n1;2\n", "names no column"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar holds appointments"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_on_the_page(hope_house: Scene, raw: bytes, says: str) -> None:
    answer = bring(hope_house.signed_in("Asha"), raw=raw)
    assert answer.status_code == 422 and says in answer.text


def test_a_stranger_brings_nothing_and_another_team_sees_nothing(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    at = bring(asha, ZOE).location
    stranger = hope_house.visitor()
    assert stranger.get(at).status_code == 302
    with hope_house.bot.db.work() as work:
        from bot.store import imports, staff

        other = staff.add_team(work, "Elsewhere", public_name="others", agency="housing", area="Dudley")
        imports.change(work, at.rsplit("/", 1)[1], team_id=other)
    assert asha.get(at).status_code == 404


def test_only_the_door_for_files_takes_more_than_a_text(hope_house: Scene) -> None:
    app = create_app(hope_house.bot, load(database_url=hope_house.bot.db.url, import_max_mb=1))
    hope_house.app = app
    asha = hope_house.signed_in("Asha")
    notes = "\n".join(f"R{n},Zoe,Hall,,prison_release,2027-04-02," for n in range(10_000))
    assert bring(asha, notes).status_code == 303, "400 kB"
    too_large = bring(asha, raw=b"x" * 1_500_000)
    assert too_large.status_code == 422 and "larger than 1 MB" in too_large.text and "IMPORT_MAX_MB" in too_large.text
    assert bring(asha, raw=b"x" * 3_000_000).status_code == 413
    other = asha.post("/people/new", data={"csrf_token": token(asha, "/people/new"), "first_name": "x" * 300_000})
    assert other.status_code == 413
