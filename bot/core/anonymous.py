"""A text without what says whose it is: names that are known, numbers, dates of birth, postcodes, addresses of mail.

Each stands in brackets as what it was: "[name]". Names that nobody told us of are left: a human reads it over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NAME, NUMBER, DATE, POSTCODE, EMAIL, LINK = "[name]", "[number]", "[date]", "[postcode]", "[e-mail]", "[link]"
SHORTEST_NAME = 2

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])"
_APOSTROPHES = "'’‘ʼ´`"
_GAP = r"[ ()\ufe0f\u20e3-]{0,3}"
_KEPT = r"(?P<kept>\[(?:name|number|date|postcode|e-mail|link)\])"
_ADDRESSES = re.compile(
    rf"""{_KEPT}
  | (?P<email>[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+)
  | (?P<link>(?:https?://|www\.)\S+)
  | (?P<born>\b(?:d\.?o\.?b\b\.?|born|birth|birthday)[^\d\n]{{0,12}})
    (?:{_NTH}[ ./-]*(?:of[ ])?{_MONTH}\b(?:[ ,./-]{{1,3}}\d{{2,4}})?
      |{_NTH}(?:[ ./-]{{1,3}}\d{{1,4}}){{0,2}})(?!\d|[./-]\d)
  | (?P<date>(?<![\d.:/-]){_DAY}[./-][ ]?{_MONTH_NUMBER}[./-][ ]?(?:\d{{4}}|\d\d)(?!-?\d)
    | (?<![\d.:])(?<!\d[ -]){_DAY}[ ]{{1,3}}{_MONTH_NUMBER}[ ]{{1,3}}(?:\d{{4}}|\d\d)(?![ -]?\d)
    | (?<!\d)\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d)
    | (?<!\d){_NTH}[ ./-]*(?:of[ ])?{_MONTH}[ ,./-]*(?:\d{{4}}|'?\d\d)(?![\d:]|\.\d|[ ]?[ap]m)
    | \b{_MONTH}[ ]{_NTH}[ ,]+\d{{4}}(?!\d))
  | (?P<postcode>\b[a-z]{{1,2}}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{{2}}\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERS_AND_WORDS = re.compile(
    rf"""{_KEPT}
  | (?P<number>(?:(?<!\d)0|[+]44)[ .()/-]{{0,3}}\d(?:[ .()/-]{{0,3}}\d){{7,}}
    | \b[a-z]\d{{4}}[a-z]{{2}}\b
    | \b[a-z]{{2}}\d{{6}}[a-z]\b
    | [+]?\d(?:{_GAP}\d){{4,}}(?:[a-z]{{1,2}}\b)?)
  | (?P<word>{_LETTER}+(?:[{_APOSTROPHES}-]{_LETTER}+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STANDS_FOR = {"email": EMAIL, "link": LINK, "date": DATE, "postcode": POSTCODE, "number": NUMBER}


def anonymous(text: str, names: Iterable[str] = ()) -> str:
    """The text with what says whose it is in brackets; `names` are first, last and full names, in any spelling."""
    known = _known(names)
    return _NUMBERS_AND_WORDS.sub(lambda found: _said(found, known), _ADDRESSES.sub(_stands_for, _visible(text)))


def _stands_for(found: re.Match[str]) -> str:
    kind = str(found.lastgroup)
    return {"kept": found[0], "born": f"{found[kind]}{DATE}"}.get(kind) or _STANDS_FOR[kind]


def _said(found: re.Match[str], known: frozenset[str]) -> str:
    word = found["word"]
    if not word:
        return _stands_for(found)
    plain = _fold(word)
    if plain in known:
        return NAME
    if plain.endswith("s") and plain[:-1] in known:
        return f"{NAME}{word[-2:] if word[-2] in _APOSTROPHES else word[-1:]}"
    return NAME if any(_fold(part) in known for part in _split(word)) else word


def _known(names: Iterable[str]) -> frozenset[str]:
    """Each name as a whole and each of its parts, without accents and capitals."""
    found = {part for name in names for part in (_fold(name), *map(_fold, name.split()), *map(_fold, _split(name)))}
    return frozenset(part for part in found if len(part) >= SHORTEST_NAME)


def _split(word: str) -> list[str]:
    return [part for part in re.split(rf"[\s{_APOSTROPHES}-]+", word) if len(part) > SHORTEST_NAME]


def _fold(word: str) -> str:
    """Letters alone, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(each for each in plain if each.isalnum() or "\u0900" <= each <= "\u0dff")


def _visible(text: str) -> str:
    """Without characters that nobody sees: a name with one inside is still a name."""
    return "".join(each for each in text if unicodedata.category(each) != "Cf")
