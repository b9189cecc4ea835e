"""The HTTP client given to the Twilio client: another host where one is set, and every failure a `SendError`."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import urllib3
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

from bot.channels import errors


class BorderClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client with a time-out, no redirects and no second try; raises SendError for anything but 2xx.

    Mapped here because only here are status, headers (`Retry-After`) and the transport's own error still together.
    """

    def __init__(self, timeout: float, api_url: str | None = None) -> None:
        super().__init__(timeout=timeout)
        self._api_url = urlsplit(api_url.rstrip("/")) if api_url else None
        _hush()

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Response:
        try:
            response = super().request(method, self._moved(url), *args, **options)
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            failure = errors.from_transport(error)
        else:
            if 200 <= response.status_code < 300:
                return response
            failure = errors.from_response(response.status_code, response.text, response.headers)
        raise failure  # here, not in the except: the original holds the URL, and in it a number

    def _moved(self, url: str) -> str:
        if self._api_url is None:
            return url
        path = self._api_url.path + urlsplit(url).path
        return urlunsplit(urlsplit(url)._replace(scheme=self._api_url.scheme, netloc=self._api_url.netloc, path=path))


def _hush() -> None:
    """Both libraries log the query of a list, and in it a person's number."""
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
