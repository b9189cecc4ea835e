"""What is said when something is wrong: problem+json (RFC 9457), with the fields that are the matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from bot.core.imports import Flaw
from bot.handlers.case_systems import Against, Missing, Wrong
from bot.handlers.refusal import Refusal

KIND = "application/problem+json"


class Told(Exception):
    """An answer that is no success, ready to be sent."""

    def __init__(self, status: int, detail: str, errors: Iterable[Mapping[str, str]] = (), **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, list(errors), headers


def said(problem: Told) -> Response:
    """The problem as it is sent."""
    body: dict[str, Any] = {
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = problem.errors
    answer = Response(json.dumps(body), problem.status, mimetype=KIND)
    for name, value in problem.headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def fields(flaws: Iterable[Flaw]) -> list[dict[str, str]]:
    """Each flaw by the field that it is about."""
    return [{"field": flaw.column, "what": flaw.what, "do": flaw.do} for flaw in flaws]


def install(app: Flask) -> None:
    """Whatever is raised behind a door leaves as a problem."""
    app.register_error_handler(Told, said)
    app.register_error_handler(Missing, lambda _: said(Told(404, "There is nothing of that reference")))
    app.register_error_handler(
        Against, lambda one: said(Told(409, "What is here stands against it", fields(one.flaws)))
    )
    app.register_error_handler(Wrong, lambda one: said(Told(422, "It cannot be taken as it is", fields(one.flaws))))
    app.register_error_handler(Refusal, lambda one: said(Told(422, str(one), [_field(one.field, one.what, one.do)])))
    app.register_error_handler(ValidationError, _unfit)
    app.register_error_handler(HTTPException, _plain)


def _field(name: str, what: str, do: str) -> dict[str, str]:
    return {"field": name, "what": what, "do": do}


def _unfit(error: ValidationError) -> Response:
    told = [
        _field(".".join(str(part) for part in each["loc"]), each["msg"], "See openapi.json")
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return said(Told(422, "It cannot be taken as it is", told))


def _plain(error: HTTPException) -> Response:
    headers: dict[str, str] = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    details = {
        400: "The request cannot be read: send JSON in UTF-8",
        404: "There is no such address",
        405: "This address does not do that",
        413: "The request is too long",
        415: "Send application/json",
    }
    code = error.code or 500
    return said(Told(code, details.get(code, "Something went wrong; nothing was changed"), (), **headers))
