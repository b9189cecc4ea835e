"""Asha sees why a text was understood as it was, and teaches what it meant; Joe looks it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import inbound, lessons
from tests.web.console_scene import DEAN, Scene, follow, press, scene

NANS = "its Dean, im at me nans in B12 9AA, ring 07700 900321"


@pytest.fixture
def hope_house(tmp_path: Path) -> Scene:
    return scene(tmp_path)


def last_text(hope_house: Scene) -> str:
    with hope_house.bot.db.look() as work:
        return str(inbound.unread(work, 1)[0]["id"])


def kept(hope_house: Scene, state: str = lessons.OFFERED) -> list[lessons.Lesson]:
    with hope_house.bot.db.look() as work:
        return lessons.in_state(work, state)


def offered(hope_house: Scene, name: str = "Asha", body: str = NANS, **fields: str) -> str:
    """Somebody offers the text that came last; the page that they see then."""
    hope_house.texts(body)
    at = f"/texts/{last_text(hope_house)}"
    said = {"text": body, "intent": "decline", **fields}
    client = hope_house.signed_in(name)
    answer = press(client, at, f"{at}/misunderstood", **said)
    return follow(client, answer) if answer.status_code == 303 else answer.text


def test_each_text_says_what_it_was_understood_as_and_why(hope_house: Scene) -> None:
    hope_house.texts("I cant come tomorrow")
    asha, dean = hope_house.signed_in("Asha"), hope_house.person()
    page = asha.get(f"/people/{dean.id}").text
    assert "Understood as: no, or cannot come" in page and f"/texts/{last_text(hope_house)}/why" in page
    assert "the phrase" not in page, "it is asked for when somebody looks"
    why = asha.get(f"/texts/{last_text(hope_house)}/why").text
    assert 'the phrase "' in why and "cant come" in why


def test_danger_says_why_on_the_page_of_the_escalation(hope_house: Scene) -> None:
    hope_house.texts("hes gone blue")
    [danger] = hope_house.open()
    asha = hope_house.signed_in("Asha")
    for path in (f"/escalations/{danger.id}", f"/escalations/{danger.id}/now"):
        assert "Understood as: overdose words" in asha.get(path).text
    assert 'the phrase "hes gone blue"' in asha.get(f"/texts/{danger.inbound_id}/why").text


def test_looking_changes_nothing_and_needs_a_sign_in(hope_house: Scene) -> None:
    hope_house.texts(NANS)
    at = f"/texts/{last_text(hope_house)}"
    for path in (at, f"{at}/why", "/lessons"):
        assert hope_house.visitor().get(path).status_code == 302
        assert hope_house.signed_in("Asha").get(path).status_code == 200
    assert hope_house.signed_in("Asha").get("/texts/nobody").status_code == 404
    assert hope_house.signed_in("Asha").get(f"{at}/misunderstood").status_code == 405
    assert kept(hope_house) == [] and last_text(hope_house)


def test_asha_teaches_that_im_at_me_nans_was_no_nothing(hope_house: Scene) -> None:
    hope_house.texts(NANS)
    form = hope_house.signed_in("Asha").get(f"/texts/{last_text(hope_house)}").text
    assert "its [name], im at me nans in [postcode], ring [number]</textarea>" in form
    assert "Thank you. Somebody else looks it over" in offered(hope_house)
    [one] = kept(hope_house)
    assert one.text == "its [name], im at me nans in [postcode], ring [number]"
    assert (one.intent, one.language, one.state) == ("decline", "en", "offered")
    page = hope_house.signed_in("Joe").get("/lessons").text
    assert "im at me nans" in page and "It meant: no, or cannot come" in page and "Asha Patel" in page


def test_names_that_are_typed_again_are_taken_out_again(hope_house: Scene) -> None:
    offered(hope_house, text="Dean Foster says asha knows, his dob is 3/3/1987")
    [one] = kept(hope_house)
    assert one.text == "[name] [name] says [name] knows, his dob is [date]"
    joe = hope_house.signed_in("Joe")
    press(joe, f"/lessons/{one.id}", f"/lessons/{one.id}", decision="accept", intent="none", text="ring 07700900321 me")
    [one] = kept(hope_house, lessons.ACCEPTED)
    assert (one.text, one.intent) == ("ring [number] me", "none")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"intent": ""}, "No meaning was chosen"),
        ({"intent": "everything"}, "No meaning was chosen"),
        ({"text": "Dean, 07700 900321!"}, "No words are left of the text"),
        ({"text": "x" * 1601}, "It has 1601 characters"),
    ],
)
def test_what_cannot_be_taught_is_said_on_the_form(hope_house: Scene, fields: dict[str, str], said: str) -> None:
    page = offered(hope_house, **fields)
    assert said in page and "Nothing was changed yet" in page and kept(hope_house) == []


def test_what_was_understood_right_is_no_lesson(hope_house: Scene) -> None:
    assert "That is what it was understood as" in offered(hope_house, body="I cant come tomorrow")


def test_nobody_accepts_their_own_and_may_take_it_back(hope_house: Scene) -> None:
    offered(hope_house)
    [one] = kept(hope_house)
    asha, at = hope_house.signed_in("Asha"), f"/lessons/{one.id}"
    page = asha.get(at).text
    assert 'value="accept"' not in page and f"understand --accept {one.id}" in page
    refused = press(asha, at, at, decision="accept", intent="decline", text=one.text)
    assert refused.status_code == 422 and "You offered this yourself" in refused.text
    assert press(asha, at, at, decision="refuse").status_code == 422, "without a reason"
    follow(asha, press(asha, at, at, decision="refuse", reason="my own slip"))
    assert kept(hope_house) == [] and "my own slip" in asha.get(at).text


def test_joe_mends_it_and_accepts(hope_house: Scene) -> None:
    offered(hope_house)
    [one] = kept(hope_house)
    joe, at = hope_house.signed_in("Joe"), f"/lessons/{one.id}"
    fields = {"decision": "accept", "intent": "reschedule", "text": "im at me nans", "reason": "seen often"}
    page = follow(joe, press(joe, at, at, **fields))
    assert "Accepted, learned with the next fitting" in page and "wants another time" in page
    [one] = kept(hope_house, lessons.ACCEPTED)
    assert (one.text, one.intent, one.reason) == ("im at me nans", "reschedule", "seen often")
    late = press(hope_house.signed_in("Asha"), at.replace(one.id, ""), at, decision="refuse", reason="late")
    assert late.status_code == 422 and "Joe Mensah has decided it already" in late.text


def test_a_number_that_is_nobodys_can_be_taught_from_too(hope_house: Scene) -> None:
    hope_house.texts("im at me nans", "+447700900777")
    asha = hope_house.signed_in("Asha")
    assert f"/texts/{last_text(hope_house)}" in asha.get("/").text
    assert DEAN[3:] not in asha.get(f"/texts/{last_text(hope_house)}").text


def test_nothing_is_taught_without_the_forms_token(hope_house: Scene) -> None:
    hope_house.texts(NANS)
    at = f"/texts/{last_text(hope_house)}/misunderstood"
    assert hope_house.signed_in("Asha").post(at, data={"text": "x y", "intent": "decline"}).status_code == 400
    assert kept(hope_house) == []
