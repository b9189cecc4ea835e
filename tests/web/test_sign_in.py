"""Nobody sees a person's page without signing in, and a password is never kept as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import staff
from bot.store.staff import account
from bot.web.sign_in.passwords import TooShort, add_account
from tests.web.console_scene import Scene, press, scene, token

OPEN_TO_ALL = {"assets", "static", "sign_in.static", "security.static", "security.login", "security.logout"}


def test_every_page_asks_a_stranger_to_sign_in(hope_house: Scene) -> None:
    stranger = hope_house.visitor()
    tried = 0
    for rule in hope_house.app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL:
            continue
        path = rule.build(dict.fromkeys(rule.arguments, "1"))
        assert path is not None
        answer = stranger.get(path[1]) if "GET" in (rule.methods or ()) else stranger.post(path[1])
        shut_out = answer.status_code in (400, 401) or answer.headers.get("Location", "").startswith("/sign-in")
        assert shut_out, f"{rule.endpoint} answered {answer.status_code}"
        tried += 1
    assert tried > 20


def test_asha_signs_in_and_lands_where_her_link_led(hope_house: Scene) -> None:
    asha = hope_house.visitor()
    login = hope_house.logins["Asha"]
    answer = asha.get("/e/4821")
    assert answer.location == "/sign-in?next=/e/4821"
    fields = {"email": login.email.upper(), "password": login.password, "next": "/e/4821"}
    assert press(asha, answer.location, "/sign-in", **fields).location.endswith("/e/4821")


def test_a_link_cannot_lead_her_to_another_site(hope_house: Scene) -> None:
    asha = hope_house.visitor()
    login = hope_house.logins["Asha"]
    fields = {"email": login.email, "password": login.password, "next": "https://example.com/"}
    answer = press(asha, "/sign-in", "/sign-in", **fields)
    assert "example.com" not in answer.headers.get("Location", "")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(hope_house: Scene) -> None:
    stranger = hope_house.visitor()
    wrong = press(stranger, "/sign-in", "/sign-in", email="asha@example.org", password="not her password")
    unknown = press(stranger, "/sign-in", "/sign-in", email="nobody@example.org", password="not her password")
    assert wrong.status_code == unknown.status_code == 200
    assert "do not match" in wrong.text
    assert _said(wrong.text, "asha@example.org") == _said(unknown.text, "nobody@example.org")
    assert stranger.get("/").status_code == 302


def _said(page: str, email: str) -> str:
    """The page without what differs for good reason: the address as typed and the form's token."""
    return "\n".join(line for line in page.replace(email, "").splitlines() if "csrf_token" not in line)


def test_signing_in_needs_the_token_of_the_form(hope_house: Scene) -> None:
    login = hope_house.logins["Asha"]
    stranger = hope_house.visitor()
    stranger.get("/sign-in")
    assert stranger.post("/sign-in", data={"email": login.email, "password": login.password}).status_code == 400


def test_somebody_who_left_is_out_at_once(hope_house: Scene) -> None:
    joe = hope_house.signed_in("Joe")
    assert joe.get("/").status_code == 200
    with hope_house.bot.db.work() as work:
        staff.change(work, hope_house.logins["Joe"].staff_id, active=False)
    assert joe.get("/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(hope_house: Scene) -> None:
    joe, login = hope_house.signed_in("Joe"), hope_house.logins["Joe"]
    add_account(hope_house.bot, login.staff_id, login.email, "another long password")
    assert joe.get("/").status_code == 302


def test_signing_out_ends_it_and_a_link_alone_does_not(hope_house: Scene) -> None:
    asha = hope_house.signed_in("Asha")
    assert asha.get("/sign-out").status_code == 405
    assert asha.get("/").status_code == 200
    assert asha.post("/sign-out", data={"csrf_token": token(asha, "/")}).status_code == 302
    assert asha.get("/").status_code == 302


def test_the_password_is_kept_as_argon2_only(hope_house: Scene) -> None:
    with hope_house.bot.db.look() as work:
        kept = list(work.execute(select(account.c.password)).scalars())
    assert kept and all(each.startswith("$argon2id$") for each in kept)


def test_a_short_password_is_refused(hope_house: Scene) -> None:
    login = hope_house.logins["Asha"]
    with pytest.raises(TooShort, match="at least 12"):
        add_account(hope_house.bot, login.staff_id, login.email, "short")


@pytest.mark.parametrize(("url", "secure"), [("https://texts.example.org", True), ("http://127.0.0.1:8000", False)])
def test_the_cookie_stays_at_home(tmp_path: Path, url: str, secure: bool) -> None:
    visitor = scene(tmp_path, public_url=url).visitor()
    cookie = visitor.get("/sign-in", base_url=url).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == secure
