"""Twilio's own description of its API, from npm, held against what our client asked and what the double answered."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

PACKAGE = Path(__file__).resolve().parents[2] / "node_modules" / "@twilio" / "cli-core"
HOST = "https://api.twilio.com"
PAGING = {"Page", "PageToken"}
"""What Twilio puts into the links to further pages, which its description leaves out where it lists the parameters."""


@cache
def document(package: Path = PACKAGE) -> dict[str, Any]:
    """Twilio's OpenAPI document; fails the test where npm's packages are not there."""
    path = package / "src" / "services" / "twilio-api" / "twilio_api_v2010.json"
    if not path.exists():
        pytest.fail("Twilio's OpenAPI document (npm @twilio/cli-core) is missing: run `make setup`")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def _api() -> OpenAPI:
    """The description of texts and calls alone: the whole of it takes seconds to read."""
    whole = document()
    ours = {
        path: told for path, told in whole["paths"].items() if path.split("/")[-1].startswith(("Messages", "Calls"))
    }
    ours |= {path: told for path, told in whole["paths"].items() if path.endswith(("Messages/{Sid}.json",))}
    return OpenAPI.from_dict(whole | {"paths": ours})


def problems(exchange: dict[str, Any]) -> list[str]:
    """What Twilio's description has against a request, and against the answer where it was a good one."""
    request = MockRequest(
        HOST,
        exchange["method"].lower(),
        exchange["path"],
        args=parse_qs(exchange["query"]),
        headers={"Authorization": "Basic bm9ib2R5Om5vYm9keQ=="},
        data=exchange["body"].encode() or None,
        content_type=exchange["type"] or "",
    )
    try:
        _api().validate_request(request)
        if exchange.get("status", 500) < 300:
            text = json.dumps(exchange["answer"]).encode()
            _api().validate_response(request, MockResponse(text, exchange["status"], content_type="application/json"))
    except OpenAPIError as error:
        return [f"{exchange['method']} {exchange['path']}: {error!r} {error.__cause__!r}"]
    return [f"{exchange['method']} {exchange['path']}: no parameter {name}" for name in _unknown(exchange)]


def _unknown(exchange: dict[str, Any]) -> set[str]:
    """The parameters that the description does not know: openapi-core lets them pass."""
    known = document()["paths"]["/2010-04-01/Accounts/{AccountSid}/" + exchange["path"].split("/")[4]]
    if exchange["method"] == "POST":
        (form,) = known["post"]["requestBody"]["content"].values()
        return set(parse_qs(exchange["body"])) - set(form["schema"]["properties"])
    return set(parse_qs(exchange["query"])) - {each["name"] for each in known["get"]["parameters"]} - PAGING
