"""Who may speak to our webhooks: Twilio, and nobody else."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from bot.channels.signature import genuine, sign

TOKEN = "12345"
URL = "https://bot.example/twilio/inbound"
FORM = {"MessageSid": "SM" + "a" * 32, "From": "+447700900001", "To": "+447700900000", "Body": "yes & no"}


def by_hand(url: str, pairs: list[tuple[str, str]]) -> str:
    """Twilio's rule, written down apart from its library: URL, then each name and value in order, HMAC-SHA1, Base64."""
    told = url + "".join(name + value for name, value in sorted(pairs))
    return base64.b64encode(hmac.new(TOKEN.encode(), told.encode(), sha1).digest()).decode()


def test_twilios_own_published_example() -> None:
    """The vector of Twilio's libraries that holds no phone number; a name comes several times, a value twice."""
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    form = MultiDict(
        [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    )
    assert sign("12345", url, form) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    assert genuine("12345", url, form, "IK+Dwps556ElfBT0I3Rgjkr1wJU=")
    assert not genuine("12345", url, form | {"Digits": "9999"}, "IK+Dwps556ElfBT0I3Rgjkr1wJU=")


def test_a_text_signed_by_the_holder_of_the_token_is_genuine() -> None:
    assert sign(TOKEN, URL, FORM) == by_hand(URL, list(FORM.items()))
    assert genuine(TOKEN, URL, FORM, by_hand(URL, list(FORM.items())))


@pytest.mark.parametrize(
    ("signed", "checked"),
    [
        ("https://bot.example/twilio/inbound", "https://bot.example:443/twilio/inbound"),
        ("https://bot.example:443/twilio/inbound", "https://bot.example/twilio/inbound"),
        ("http://127.0.0.1:8000/twilio/inbound", "http://127.0.0.1:8000/twilio/inbound"),
        ("http://bot.example:80/twilio/inbound", "http://bot.example/twilio/inbound"),
        ("https://bot.example/twilio/status?attempt=a%2Fb", "https://bot.example:443/twilio/status?attempt=a%2Fb"),
    ],
)
def test_the_port_may_be_named_or_not(signed: str, checked: str) -> None:
    assert genuine(TOKEN, checked, FORM, by_hand(signed, list(FORM.items())))


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("http://bot.example/twilio/inbound", FORM),
        ("https://other.example/twilio/inbound", FORM),
        (URL + "?attempt=2", FORM),
        (URL + "/", FORM),
        (URL, FORM | {"Body": "yes"}),
        (URL, FORM | {"From": "+447700900002"}),
        (URL, FORM | {"Extra": "1"}),
        (URL, {}),
    ],
)
def test_whatever_was_changed_is_seen(url: str, form: dict[str, str]) -> None:
    assert not genuine(TOKEN, url, form, sign(TOKEN, URL, FORM))


@pytest.mark.parametrize("signature", [None, "", "x", "=" * 28, "\u00e9" * 28, sign("another", URL, FORM)])
def test_no_signature_or_another_one_is_not_genuine(signature: str | None) -> None:
    assert not genuine(TOKEN, URL, FORM, signature)


def test_without_a_token_nothing_is_genuine() -> None:
    assert not genuine("", URL, FORM, sign("", URL, FORM))


def test_a_name_that_comes_several_times_is_signed_with_each_value() -> None:
    pairs = [("StatusCallbackEvent", "ringing"), ("StatusCallbackEvent", "answered"), ("To", "+447700900001")]
    signature = by_hand(URL, pairs)
    assert genuine(TOKEN, URL, MultiDict(pairs), signature)
    several = {"StatusCallbackEvent": ["ringing", "answered"], "To": "+447700900001"}
    assert genuine(TOKEN, URL, several, signature)
    assert sign(TOKEN, URL, several) == signature
    assert not genuine(TOKEN, URL, MultiDict(pairs[1:]), signature)


@given(
    url=st.text() | st.sampled_from([URL, "https://bot.example:x/", "https://[::1", "https://u:p@bot.example:1/"]),
    form=st.dictionaries(st.text(), st.text(st.characters()) | st.lists(st.text())),
    signature=st.none() | st.text(),
)
def test_a_forgery_is_never_genuine_and_never_an_exception(
    url: str, form: dict[str, str | list[str]], signature: str | None
) -> None:
    assert not genuine(TOKEN, url, form, signature)
