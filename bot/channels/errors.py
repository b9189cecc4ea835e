"""Whatever can go wrong on a road becomes a `SendError` here: passing, permanent or unknown.

`SendError` is logged, so nothing of the answer but a code gets into it: providers quote numbers in their messages.
"""

from __future__ import annotations

import json
import re
import smtplib
import ssl
from collections.abc import Mapping

import requests
import urllib3

from bot.channels.provider import SendError

# Twilio refused, but nothing is wrong with this text or number: a wrong token, a suspended account, a full queue or too
# many requests at once. Giving such a text up would lose what is owed. https://www.twilio.com/docs/api/errors
_PASSING_CODES = frozenset({"20003", "20005", "20429", "21611"})
_PASSING_STATUSES = frozenset({401, 425, 429})
_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
)
_NEVER_CONNECTED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


def from_response(status: int, text: str, headers: Mapping[str, str]) -> SendError:
    """An answer other than 2xx. Below 500 it was certainly not taken; with 408 and from 500 on, who knows."""
    retry_after = _seconds(headers.get("Retry-After"))
    if status == 408 or status >= 500:
        return SendError(f"http-{status}", unknown=True, retry_after=retry_after)
    code = _twilios_code(text) or f"http-{status}"
    passing = status < 400 or status in _PASSING_STATUSES or code in _PASSING_CODES
    return SendError(code, permanent=not passing, retry_after=retry_after)


def from_transport(error: Exception) -> SendError:
    """What `requests` raised: unknown unless the request certainly never left."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return SendError("connect-timeout")
    if isinstance(error, _NO_ADDRESS):
        return SendError("bad-address")
    if _distrusted(error):
        return SendError("bad-certificate")
    if _never_left(error):
        return SendError("unreachable")
    return SendError("timeout" if _timed_out(error) else "reset", unknown=True)


def unreadable() -> SendError:
    """An answer of 2xx that makes no sense: it may well have been taken."""
    return SendError("unreadable", unknown=True)


def from_smtp(error: Exception, *, handed_over: bool) -> SendError:
    """What `smtplib` raised; `handed_over` once the letter itself was on its way, from where a silence is unknown."""
    if isinstance(error, smtplib.SMTPResponseException):
        ours = isinstance(error, smtplib.SMTPAuthenticationError)  # a wrong password: nothing is wrong with the letter
        return SendError(f"smtp-{error.smtp_code}", permanent=error.smtp_code >= 500 and not ours)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return SendError("smtp-unsupported")
    if isinstance(error, ssl.SSLCertVerificationError):
        return SendError("bad-certificate")
    if isinstance(error, TimeoutError):
        return SendError("timeout", unknown=handed_over)
    return SendError("reset" if handed_over else "unreachable", unknown=handed_over)


def _never_left(error: Exception) -> bool:
    if isinstance(error, requests.exceptions.ProxyError):
        return True
    return isinstance(getattr(_inner(error), "reason", None), _NEVER_CONNECTED)


def _distrusted(error: Exception) -> bool:
    reason = getattr(_inner(error), "reason", None)
    return isinstance(reason, urllib3.exceptions.SSLError) and isinstance(_inner(reason), ssl.SSLCertVerificationError)


def _timed_out(error: Exception) -> bool:
    late = (requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError, TimeoutError)
    return isinstance(error, late) or isinstance(_inner(error), late)


def _inner(error: Exception) -> object:
    return error.args[0] if error.args else None


def _twilios_code(text: str) -> str | None:
    try:
        found = json.loads(text)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(found) if re.fullmatch(r"\d{4,6}", str(found)) else None


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its other form, a date, is left out: our clock and theirs may differ."""
    return float(header) if header and re.fullmatch(r"\d{1,6}(\.\d+)?", header.strip()) else None
