"""Lets nobody in but the provider."""

from __future__ import annotations

from flask import Response, request
from prometheus_client import Counter

from bot.channels.signature import genuine

FORGED = Counter("throughcare_webhook_forged", "Requests to the provider's doors without its signature")


class Guard:
    """For `before_request`: 403 for whatever the holder of the token did not sign for our public address."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._auth_token = auth_token
        self._public_url = public_url.rstrip("/")

    def __call__(self) -> Response | None:
        if genuine(self._auth_token, self._url(), request.form, request.headers.get("X-Twilio-Signature")):
            return None
        FORGED.inc()
        return Response("This request does not carry the provider's signature.\n", 403, mimetype="text/plain")

    def _url(self) -> str:
        """The address that was signed: ours as the world knows it, the query as it came."""
        query = request.query_string.decode("latin-1")
        return f"{self._public_url}{request.path}" + (f"?{query}" if query else "")
