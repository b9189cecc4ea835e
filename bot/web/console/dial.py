"""Phone numbers as links to tap, also inside words such as "sister, 07700 900901"."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

NUMBER = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[ ()-]{0,2}\d){8,13}(?!\w)")


def dial(words: str | None, watched: bool = False) -> Markup:
    """The words, each number in them a link; none where the phone is watched: nobody rings by a slip of the thumb."""
    if watched or not words:
        return escape(words or "")
    done, parts = 0, []
    for found in NUMBER.finditer(words):
        there = re.sub(r"[^\d+]", "", found[0])
        parts += [escape(words[done : found.start()]), Markup('<a href="tel:{}">{}</a>').format(there, found[0])]
        done = found.end()
    return Markup("").join((*parts, escape(words[done:])))
