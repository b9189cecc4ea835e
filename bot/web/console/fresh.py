"""The part of a page that is asked for again every few seconds, and sent only when it has changed."""

from __future__ import annotations

import hashlib

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue


def fresh(template: str, **values: object) -> ResponseReturnValue:
    """The part; 304 when the browser has it already."""
    response = Response(render_template(template, **values))
    # The body is hashed without the form tokens: those differ each time and mean nothing.
    seen = render_template(template, **values, without_forms=True)
    response.set_etag(hashlib.sha256(seen.encode()).hexdigest()[:32])
    return response.make_conditional(request)
