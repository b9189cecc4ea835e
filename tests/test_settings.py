"""A bad or missing setting is named at start, with what to do, and never with what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.settings import DEMO_SECRET, Settings, SettingsError, load

HOLDS_LITTLE = {",", "example", "texts.example.org"}
"""These stand in what is said anyway, as an example of how to write it."""
SECRET = "a-secret-of-forty-characters-for-tests-1"
LIVE: dict[str, Any] = {
    "bot_mode": "live",
    "database_url": "postgresql+psycopg://bot@127.0.0.1/bot",
    "secret_key": SECRET,
    "data_keys": SECRET,
    "public_url": "https://texts.example.org",
    "twilio_account_sid": "AC" + "1" * 32,
    "twilio_auth_token": "a-token",
    "twilio_number": "+447700900000",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refused(**given: Any) -> str:
    with pytest.raises(SettingsError) as error:
        load(**given)
    return str(error.value)


def test_the_demo_needs_no_setting_at_all() -> None:
    settings = load()
    assert settings.bot_mode == "demo" and settings.sqlite
    assert settings.secret_key == DEMO_SECRET


@pytest.mark.parametrize("name", ["database_url", "secret_key", "data_keys", "public_url", "twilio_auth_token"])
def test_live_names_what_is_missing(name: str) -> None:
    assert name.upper() in refused(**{key: value for key, value in LIVE.items() if key != name})


def test_live_starts_with_everything() -> None:
    assert load(**LIVE).live


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bot_mode", "prod"),
        ("database_url", "mysql://bot@127.0.0.1/bot"),
        ("database_url", "not a url"),
        ("secret_key", "short"),
        ("data_keys", f"{SECRET},short"),
        ("data_keys", ","),
        ("public_url", "texts.example.org"),
        ("twilio_number", "07700900000"),
        ("twilio_api_url", "ftp://127.0.0.1"),
        ("smtp_url", "mail.example.org"),
        ("heartbeat_url", "example"),
    ],
)
def test_a_bad_setting_names_itself_and_keeps_what_it_holds(name: str, value: str) -> None:
    said = refused(**{name: value})
    assert said.startswith(f"{name.upper()}: ")
    assert value in HOLDS_LITTLE or value not in said


def test_every_bad_setting_is_named_at_once() -> None:
    said = refused(secret_key="short", public_url="nowhere")
    assert "SECRET_KEY" in said and "PUBLIC_URL" in said


def test_marcus_writes_a_dotenv_file_for_development(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PUBLIC_URL=https://marcus.example.org/\n", encoding="utf-8")
    assert load().public_url == "https://marcus.example.org"
    monkeypatch.setenv("BOT_MODE", "live")
    assert "SECRET_KEY" in refused()


def test_keys_are_read_newest_first() -> None:
    assert load(data_keys=f"{SECRET}2, {SECRET}1").data_keys == (f"{SECRET}2", f"{SECRET}1")


def test_a_secret_is_not_in_what_is_printed() -> None:
    assert SECRET not in repr(load(**LIVE))


def test_a_hosts_own_spelling_of_postgresql_is_understood() -> None:
    assert load(database_url="postgres://bot@127.0.0.1/bot").database_url.startswith("postgresql+psycopg://")


def test_letters_come_from_the_services_own_address_or_the_one_that_is_named() -> None:
    assert load(public_url="https://texts.example.org").mail_from == "throughcare@texts.example.org"
    assert load(smtp_url="smtp://u@127.0.0.1:25?from=bridge@example.org").mail_from == "bridge@example.org"


def test_in_the_demo_links_lead_to_where_it_listens_unless_somebody_said_where() -> None:
    here = "http://127.0.0.1:8001"
    assert load().found_at(here).public_url == here
    assert load(public_url="https://texts.example.org").found_at(here).public_url == "https://texts.example.org"
    assert load(**LIVE).found_at(here).public_url == LIVE["public_url"]
