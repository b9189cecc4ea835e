"""A text as it was typed, made into plain lower-case words.

Curly quotes, invisible characters, look-alike letters, accents and emoji go; what they meant stays. Of Gurmukhi and
Arabic script the vowel signs that make a word stay; marks that people leave out as they like go, and letters that
keyboards exchange become one. Spelling is the next file's matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

READ_CHARACTERS = 10_000
TAIL_CHARACTERS = 2_000
CHAT_CHARACTERS = 1_600
LONGEST_WORD = 40

EMOJI = {
    "emojiup": "👍👌🆗🙌💪",
    "emojitick": "✅✔☑",
    "emojidown": "👎",
    "emojicross": "❌✖🙅🚫",
    "emojipray": "🙏",
    "emojilaugh": "😂🤣😆😹",
    "emojismile": "🙂😊😀😃😄😁☺",
    "emojisad": "😢😭😔😞☹🙁😩😫😣😖",
    "emojiheart": "❤♥",
    "emojithanks": "🤝",
    "emojisos": "🆘",
}
"""Emoji that mean something to us, as one word each; all others are dropped."""

_LOOKALIKES = {
    "а": "a", "ӓ": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ї": "i", "ј": "j", "к": "k",
    "м": "m", "н": "h", "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y", "ԝ": "w", "х": "x", "ѵ": "v", "ɡ": "g",
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "ı": "i",
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
}  # fmt: skip
_EXCHANGED = {
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ه": "ہ",
    "ة": "ہ",
    "ۃ": "ہ",
    "ە": "ہ",
    "ھ": "ہ",
    "ں": "ن",
    "ٱ": "ا",
}
"""Arabic letters that Urdu, Punjabi and Arabic keyboards exchange, and those that people do."""
_DIGITS_OF = (0x0660, 0x06F0, 0x0966, 0x0A66)
_APOSTROPHES = "’‘‛ʼʹ`´＇′ꞌ"
_DASHES = "‐‑‒–—―−"
_INVISIBLE = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF),
    (0xE0000, 0xE01EF), (0x00AD, 0x00AD), (0xFEFF, 0xFEFF), (0x034F, 0x034F), (0x180B, 0x180E),
    (0x0610, 0x061C), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8),
    (0x06EA, 0x06ED), (0x0A01, 0x0A03), (0x0A3C, 0x0A3C), (0x0A51, 0x0A51), (0x0A70, 0x0A71), (0x0A75, 0x0A75),
)  # fmt: skip


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for first, last in _INVISIBLE for code in range(first, last + 1)}
    table |= dict.fromkeys((*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)))
    table |= {ord(mark): "'" for mark in _APOSTROPHES}
    table |= {ord(mark): "-" for mark in _DASHES}
    table |= {ord(odd): plain for odd, plain in (*_LOOKALIKES.items(), *_EXCHANGED.items())}
    table |= {zero + digit: str(digit) for zero in _DIGITS_OF for digit in range(10)}
    table |= {ord(face): f" {name} " for name, faces in EMOJI.items() for face in faces}
    return table


_CLEAN = _table()
INDIC = r"\u0900-\u0963\u0966-\u0dff"
"""Scripts whose vowel signs are letters of a word though Python counts them as none (without their full stops)."""
LAST_PLAIN = "\u08ff"
_TOKEN = re.compile(
    rf"([^\W_{INDIC}]+(?:'[^\W_{INDIC}]+)*|[{INDIC}]+)|([.!?;\r\n\u06d4\u061f\u061b\u0964\u0965]+)|[,\u060c:]| - "
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word as typed (cleaned, apostrophes kept), and whether a sentence ends after it, or at least pauses."""

    text: str
    ends: bool = False
    pauses: bool = False


def clean(text: str) -> str:
    """Fold a text to plain lower-case characters; of a longer one the first 8,000 and the last 2,000 are read."""
    if len(text) > READ_CHARACTERS:
        text = text[: READ_CHARACTERS - TAIL_CHARACTERS] + "\n" + text[-TAIL_CHARACTERS:]
    if text.isascii() and text.isprintable():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text.translate(_CLEAN)).casefold()
    return unicodedata.normalize("NFKD", folded[: READ_CHARACTERS + 1]).translate(_CLEAN)[: READ_CHARACTERS + 1]


def tokens(cleaned: str) -> list[Token]:
    """Split a cleaned text into its words, in order; sentence marks become the `ends` of the word before them."""
    found: list[Token] = []
    for word, end in _TOKEN.findall(cleaned):
        if word:
            found.append(Token(word[:LONGEST_WORD]))
        elif found and not found[-1].ends:
            found[-1] = Token(found[-1].text, ends=bool(end), pauses=True)
    return found
