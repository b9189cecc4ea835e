"""How many parts a text takes on the network, and so what it costs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

BASIC = frozenset(
    "@£$¥èéùìò\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüàÇ"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
ALONE = {"GSM-7": 160, "UCS-2": 70}
JOINED = {"GSM-7": 153, "UCS-2": 67}

_GSM = re.compile(f"[{re.escape(''.join(sorted(BASIC | EXTENSION)))}]*")
_SINGLE = re.compile("[\u0000-\u02ff\u1e00-\u1eff\u2010-\u2027\u20a0-\u20bf]*")
"""Characters of one unit that nothing joins: with these alone the parts are a division (the walk costs 200 us)."""

_EXTENDED = re.compile(f"[{re.escape(''.join(sorted(EXTENSION)))}]")


@dataclass(frozen=True, slots=True)
class Parts:
    """`units` are septets (GSM-7) or 16-bit units (UCS-2); `left` is how many still fit in the last part."""

    encoding: Encoding
    units: int
    parts: int
    left: int


def is_gsm(text: str) -> bool:
    """Whether the text fits the GSM 7-bit alphabet and its extension table (3GPP TS 23.038, 6.2.1)."""
    return _GSM.fullmatch(text) is not None


def count(text: str) -> Parts:
    """The parts of a text as the provider counts them.

    One part holds 160 septets or 70 units; joined ones hold 153 or 67 (3GPP TS 23.040: six octets are the header).
    An escaped character, a surrogate pair and a character with its marks are never cut in two, unless one such
    cluster is longer than a whole part. An empty text counts as one part.
    """
    if is_gsm(text):
        escaped = len(_EXTENDED.findall(text))
        if not escaped:
            return _divided("GSM-7", len(text))
        sizes = (2 if char in EXTENSION else 1 for char in text)
        return _filled("GSM-7", len(text) + escaped, sizes)
    if _SINGLE.fullmatch(text):
        return _divided("UCS-2", len(text))
    return _filled("UCS-2", _units(text), (_units(cluster) for cluster in _clusters(text)))


def _divided(encoding: Encoding, units: int) -> Parts:
    if units <= ALONE[encoding]:
        return Parts(encoding, units, 1, ALONE[encoding] - units)
    parts = -(-units // JOINED[encoding])
    return Parts(encoding, units, parts, parts * JOINED[encoding] - units)


def _filled(encoding: Encoding, units: int, sizes: Iterator[int]) -> Parts:
    if units <= ALONE[encoding]:
        return Parts(encoding, units, 1, ALONE[encoding] - units)
    room = JOINED[encoding]
    parts, left = 1, room
    for size in sizes:
        if left < size and left < room:
            parts, left = parts + 1, room
        while size > room:
            parts, size = parts + 1, size - room
        left -= size
    return Parts(encoding, units, parts, left)


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        if cluster and not _holds(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _holds(cluster: str, char: str) -> bool:
    """Whether `char` belongs to the character before it: marks, joined and toned emoji, flags (Unicode UAX 29)."""
    last = cluster[-1]
    if unicodedata.category(cluster[0]) in ("Cc", "Zl", "Zp"):
        return False
    if char in "\u200c\u200d" or "\U0001f3fb" <= char <= "\U0001f3ff" or unicodedata.category(char)[0] == "M":
        return True
    if last == "\u200d":
        return unicodedata.category(char) == "So"
    return len(cluster) == 1 and _is_flag_letter(last) and _is_flag_letter(char)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
