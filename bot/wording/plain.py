"""Typed characters to ones that cost nothing: straight quotes and dashes, and nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

from bot.core.parts import BASIC, EXTENSION, is_gsm

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\u02b9\u0060\uff07\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(_SPACES, " "),
        "\u2026": "...",
    }
)
JOINERS = "\u200c\u200d"
"""Invisible, but spelling: without them Urdu and Punjabi names and joined emoji read wrong."""

_SEEN = "".join(sorted((BASIC | EXTENSION) - {"\r", "\f"}))
_PLAIN = re.compile(f"[{re.escape(_SEEN)}]*")


def plain(text: str) -> str:
    """The text without control characters, in GSM-7 if straight quotes, dashes, dots and spaces make it so.

    A text that needs UCS-2 anyway keeps its characters. Line breaks stay.
    """
    if _PLAIN.fullmatch(text):
        return text
    seen = "\n".join(visible(line) for line in text.split("\n"))
    straight = seen.translate(STRAIGHT)
    return straight if is_gsm(straight) else seen


def visible(text: str) -> str:
    """The text on one line: no control, direction, isolation or surrogate character; white space becomes a space."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    shown = (" " if char.isspace() else char for char in text if char.isspace() or not _unseen(char))
    return unicodedata.normalize("NFC", "".join(shown))


def _unseen(char: str) -> bool:
    return char not in JOINERS and unicodedata.category(char) in ("Cc", "Cf", "Cs")
