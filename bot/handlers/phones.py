"""UK mobile numbers only: some networks read a text to a landline aloud to whoever picks up."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from bot.handlers.refusal import Refusal

DRAMA = "+447700900"
"""Ofcom's numbers for drama: possible, never valid; demo and tests only."""


def read_mobile(typed: str) -> str:
    """E.164 of a UK mobile as typed; raises Refusal."""
    try:
        number = phonenumbers.parse(typed, "GB")
    except NumberParseException:
        raise Refusal(
            "phone", f'"{typed[:20]}" is not a phone number', "Write a UK mobile such as 07700 900123"
        ) from None
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if text.startswith(DRAMA) and len(text) == 13:
        return text
    if number.country_code != 44 or phonenumbers.number_type(number) != PhoneNumberType.MOBILE:
        raise Refusal("phone", "this is not a UK mobile number", "Ask for a mobile: a landline may read texts aloud")
    return text
