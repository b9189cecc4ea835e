"""The API keeps to its own description, whatever is sent: schemathesis asks, for a few seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi import checks

from bot.handlers.tokens import SCOPES
from bot.web.api.bodies import AppointmentBody, AttendanceBody, PersonBody
from bot.web.api.doors import DESCRIPTION
from tests.support.world import World, world
from tests.web.api.case_system import A1, DEAN, CaseSystem, case_system

DOCUMENT = json.loads(DESCRIPTION.read_text("utf-8"))
KEPT: list[CheckFunction] = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
    checks.unsupported_method,
]
"""Not `positive_data_acceptance`: that a pathway or a worker is there, no schema can say."""


@pytest.fixture(scope="module")
def there() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture(scope="module")
def prison(there: World) -> CaseSystem:
    system = case_system(there, calls=1_000_000)
    assert system.put("/people/R1", DEAN).status_code == 201
    assert system.put("/appointments/A1", A1).status_code == 201
    return system


DOORS = [(path, method) for path, door in DOCUMENT["paths"].items() for method in door if method != "parameters"]


@pytest.mark.parametrize(("path", "method"), DOORS, ids=[f"{method} {path}" for path, method in DOORS])
def test_every_answer_is_described(prison: CaseSystem, path: str, method: str) -> None:
    door = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", prison.app)[path][method]
    headers = {"Authorization": f"Bearer {prison.secret}"}
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    @settings(
        max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(*(door.as_strategy(generation_mode=mode) for mode in modes)))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=KEPT)

    ask()


DONE = (
    ("/people/{reference}", "put", "R2", {**DEAN, "phone": None}, 201),
    ("/people/{reference}", "put", "R2", {**DEAN, "phone": None, "last_name": "Forster"}, 200),
    ("/people/{reference}", "get", "R2", None, 200),
    ("/appointments/{reference}", "put", "A2", A1, 201),
    ("/appointments/{reference}", "get", "A2", None, 200),
    ("/appointments/{reference}", "delete", "A2", None, 200),
    ("/appointments/{reference}/attendance", "put", "A2", {"status": "missed"}, 422),
    ("/people/{reference}", "put", "R2", {**DEAN, "pathway": "holiday"}, 422),
    ("/people/{reference}", "get", "R3", None, 404),
)


def test_what_a_case_system_really_asks_is_described_too(prison: CaseSystem) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", prison.app)
    for path, method, reference, body, status in DONE:
        given: dict[str, Any] = {} if body is None else {"body": body, "media_type": "application/json"}
        case = described[path][method].Case(path_parameters={"reference": reference}, **given)
        headers = {"Authorization": f"Bearer {prison.secret}"}
        assert case.call_and_validate(headers=headers, checks=KEPT[:4]).status_code == status


def test_the_description_is_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_scope_is_described_and_every_door_needs_one() -> None:
    doors = [door for path in DOCUMENT["paths"].values() for name, door in path.items() if name != "parameters"]
    described = {scope for door in doors for scope in SCOPES if f"`{scope}`" in door.get("description", "")}
    assert described == set(SCOPES)
    assert [door["operationId"] for door in doors if not door["security"]] == ["openapi"]


@pytest.mark.parametrize("body", [PersonBody, AppointmentBody, AttendanceBody])
def test_a_body_has_the_fields_that_are_described(body: type[PersonBody]) -> None:
    described = DOCUMENT["components"]["schemas"][body.__name__]
    assert set(described["properties"]) == set(body.model_fields)
    assert set(described["required"]) == {name for name, field in body.model_fields.items() if field.is_required()}
