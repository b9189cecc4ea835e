"""A case system that uses the API of a service in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.handlers import tokens
from bot.handlers.tokens import SCOPES
from bot.web.api import application
from tests.support.world import World

DEAN = {
    "first_name": "Dean",
    "last_name": "Foster",
    "phone": "07700 900001",
    "pathway": "prison_release",
    "anchor_date": "2026-06-12",
    "area": "Birmingham",
    "keyworker": "asha@example.org",
}
A1 = {"person_reference": "R1", "kind": "key_work", "starts_at": "2026-06-18T14:30", "place": "Hope House"}


@dataclass
class CaseSystem:
    """Whoever holds the token; `there` is the service that it speaks to."""

    there: World
    app: Flask
    secret: str
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        given = {"Authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): each for name, each in headers.items()
        }
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=given)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("PUT", path, body, **headers)


def case_system(there: World, *, scopes: tuple[str, ...] = SCOPES, agency: str = "", calls: int = 1000) -> CaseSystem:
    secret = tokens.make(there.bot, "Case system", "Bridge", agency, scopes, None)
    return CaseSystem(there, application(there.bot, calls), secret)
