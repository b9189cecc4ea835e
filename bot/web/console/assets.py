"""Styles and scripts at /assets: our own, and from node_modules govuk-frontend and htmx, kept long by the browser.

Without node_modules the pages still work, plain, and say what is missing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import Flask, abort, send_from_directory
from flask.typing import ResponseReturnValue

ROOT = Path(__file__).resolve().parents[3]
OURS = Path(__file__).resolve().parent / "static"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
HTMX = ROOT / "node_modules" / "htmx.org" / "dist"
SHELVES = {
    "console.css": OURS,
    "console.js": OURS,
    "htmx.min.js": HTMX,
    "govuk-frontend.min.css": GOVUK,
    "govuk-frontend.min.js": GOVUK,
}
A_YEAR = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    app.add_url_rule("/assets/<name>", "assets", _serve)


def url(name: str) -> str:
    """Where a file is, with its version, so that it may be kept for ever."""
    return f"/assets/{name}?v={_version(name)}"


def missing() -> list[str]:
    """The packages whose files are not there."""
    return [what for what, shelf in (("govuk-frontend", GOVUK), ("htmx.org", HTMX)) if not shelf.is_dir()]


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    path = SHELVES[name] / name
    if not path.exists():
        return "missing"
    return f"{path.stat().st_size:x}{int(path.stat().st_mtime):x}"


def _serve(name: str) -> ResponseReturnValue:
    if name not in SHELVES or not (SHELVES[name] / name).exists():
        abort(404)
    response = send_from_directory(SHELVES[name], name)
    response.headers["Cache-Control"] = A_YEAR
    return response
