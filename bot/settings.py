"""The settings: read once from the environment, refused at start where one is missing or bad."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEMO_DATABASE = "sqlite:///var/throughcare.db"
DEMO_SECRET = "only-for-the-demo-" * 3
DEMO_TOKEN = "only-for-the-demo"
"""Known to everybody who reads this file: live mode refuses all of them."""

_MAKE_ONE = "make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_SHORTEST_SECRET = 32


class SettingsError(Exception):
    """One or more settings that cannot be used; says which and what to do, and never what they hold."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Everything that an operator sets; the names are those of the environment in small letters.

    `data_keys` are newest first; `crash_at` kills the process at that commit, for the fault tests.
    `lease_seconds` is how long a sender may take over one text; `look_again_seconds` how old a claim must be before the
    provider's lists are believed when they do not hold it. `import_max_mb` bounds a file that somebody brings, and
    `api_calls_a_minute` what one token may ask of one process.
    """

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, env_ignore_empty=True, frozen=True)

    bot_mode: Literal["demo", "live"] = "demo"
    database_url: str = Field(DEMO_DATABASE, repr=False)
    secret_key: str = Field(DEMO_SECRET, repr=False)
    data_keys: Annotated[tuple[str, ...], NoDecode] = Field((DEMO_SECRET,), repr=False)
    public_url: str = "http://127.0.0.1:8000"
    twilio_account_sid: str = ""
    twilio_auth_token: str = Field(DEMO_TOKEN, repr=False)
    twilio_messaging_service_sid: str = ""
    twilio_number: str = ""
    twilio_api_url: str = ""
    smtp_url: str = Field("", repr=False)
    heartbeat_url: str = Field("", repr=False)
    crash_at: int = 0
    lease_seconds: float = 60
    look_again_seconds: float = 30
    import_max_mb: int = Field(50, ge=1, le=2000)
    api_calls_a_minute: int = Field(120, ge=1)

    @property
    def live(self) -> bool:
        return self.bot_mode == "live"

    @property
    def said_which(self) -> bool:
        """Whether somebody said live or demo: what serves strangers must not be a demo by forgetfulness."""
        return "bot_mode" in self.model_fields_set

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sender(self) -> str:
        """What texts come from: the messaging service, else the number."""
        return self.twilio_messaging_service_sid or self.twilio_number

    @property
    def mail_from(self) -> str:
        """Whom e-mails come from: `?from=` of SMTP_URL, else throughcare@ the host of PUBLIC_URL."""
        named = re.search(r"[?&]from=([^&]+)", self.smtp_url)
        return named[1] if named else f"throughcare@{urlsplit(self.public_url).hostname}"

    def found_at(self, address: str) -> Self:
        """In the demo, where nobody set PUBLIC_URL: the same settings, with links that lead to where it listens."""
        said = self.live or "public_url" in self.model_fields_set
        return self if said else self.model_copy(update={"public_url": address})

    @field_validator("data_keys", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("data_keys")
    @classmethod
    def _keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or any(len(key) < _SHORTEST_SECRET for key in value):
            raise ValueError(f"each key needs {_SHORTEST_SECRET} characters or more, newest first, commas between")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret(cls, value: str) -> str:
        if len(value) < _SHORTEST_SECRET:
            raise ValueError(f"it needs {_SHORTEST_SECRET} characters or more; {_MAKE_ONE}")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            backend = ""
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("write sqlite:///var/throughcare.db or postgresql+psycopg://user:password@host/name")
        return value

    @field_validator("public_url", "twilio_api_url", "heartbeat_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        address = urlsplit(value)
        if value and (address.scheme not in ("http", "https") or not address.hostname):
            raise ValueError("write a whole address such as https://texts.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtp+tls", "smtps"):
            raise ValueError("write smtp://, smtp+tls:// or smtps://user:password@host:port")
        return value

    @field_validator("twilio_number")
    @classmethod
    def _number(cls, value: str) -> str:
        if value and not re.fullmatch(r"\+[1-9]\d{7,14}", value):
            raise ValueError("write the number with its country, such as +447700900000")
        return value

    @model_validator(mode="after")
    def _complete_when_live(self) -> Self:
        if self.live and (missing := [name for name in _NEEDED_LIVE if name not in self.model_fields_set]):
            names = ", ".join(name.upper() for name in missing)
            raise ValueError(f"BOT_MODE=live needs {names}: set them (see .env.example), or set BOT_MODE=demo")
        return self


_NEEDED_LIVE = ("database_url", "secret_key", "data_keys", "public_url", "twilio_account_sid", "twilio_auth_token")


def load(*, env_file: bool = True, **given: Any) -> Settings:
    """The settings from the environment, and from `.env` where live was not asked for; raises SettingsError.

    What is `given` wins over both.
    """
    development = env_file and os.environ.get("BOT_MODE", "demo") != "live" and Path(".env").is_file()
    try:
        return Settings(**{"_env_file": ".env" if development else None, **given})
    except ValidationError as error:
        problems = [_problem(each) for each in error.errors(include_input=False, include_url=False)]
    raise SettingsError(problems)


def _problem(error: Any) -> str:
    what = str(error["msg"]).removeprefix("Value error, ")
    return f"{str(error['loc'][0]).upper()}: {what}" if error["loc"] else what
