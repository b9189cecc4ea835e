"""The provider's signature on what it posts to us, made and checked with Twilio's own validator.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hmac import compare_digest

from twilio.request_validator import RequestValidator

Params = Mapping[str, str | Iterable[str]]


def sign(auth_token: str, url: str, params: Params) -> str:
    """The `X-Twilio-Signature` for a form posted to that whole URL, its query included."""
    return str(RequestValidator(auth_token).compute_signature(url, _Form(params)))


def genuine(auth_token: str, url: str, params: Params, signature: str | None) -> bool:
    """Whether the holder of the token signed this form for this URL, with or without its port; never raises.

    `params` is a mapping to one value or several, or Flask's `request.form`. No token or no signature: not genuine.
    """
    if not auth_token or not signature:
        return False
    try:
        validator, form = RequestValidator(auth_token), _Form(params)
        # As it stands first: the validator's own answer always costs a second signature, for the other port.
        if compare_digest(validator.compute_signature(url, form), signature):
            return True
        return bool(validator.validate(url, form, signature))
    except Exception:  # whatever a forger sends is a forgery, never a failure of ours
        return False


class _Form(dict[str, list[str]]):
    """Any form as the validator reads one: by `getlist`."""

    def __init__(self, params: Params) -> None:
        several = getattr(params, "getlist", None)
        super().__init__((name, several(name) if several else _listed(params[name])) for name in params)

    def getlist(self, name: str) -> list[str]:
        return self[name]


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
