"""Reads the provider's form: what is missing or cannot be meant is a clear 400, whatever bytes it came in."""

from __future__ import annotations

import re
from typing import NoReturn

from flask import Response, abort, request

SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SENDER = re.compile(r"(whatsapp:)?\+?[0-9A-Za-z .&'_-]{1,40}")
"""A number in E.164, a short code, or the name that a company sends under."""


def chosen(name: str) -> str | None:
    """A field that may be missing; null bytes are taken out: they say nothing, and some databases refuse them."""
    value = request.form.get(name)
    return value.replace("\0", "") if value is not None else None


def needed(name: str) -> str:
    """A field that may be empty but not missing; else 400."""
    value = chosen(name)
    if value is None:
        bad(f"{name} is missing")
    return value


def sid(*names: str) -> str:
    """The provider's id, under the first of the names that is there; else 400."""
    value = next((found for name in names if (found := chosen(name))), None)
    if value is None:
        bad(f"{names[0]} is missing")
    if not SID.fullmatch(value):
        bad(f"{names[0]} is no id")
    return value


def sender() -> str:
    """Who sent it; else 400."""
    value = needed("From").strip()
    if not SENDER.fullmatch(value):
        bad("From is no number")
    return value


def bad(why: str) -> NoReturn:
    """Refuse a form; never repeats what stood in it."""
    abort(Response(f"{why}\n", 400, mimetype="text/plain"))
