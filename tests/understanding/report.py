"""Measures understanding on the held-out texts and writes `docs/understanding.md`: `make understanding`."""

from __future__ import annotations

import gc
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import sqrt
from time import perf_counter

from bot.core.meaning import DANGER, INTENTS, Meaning
from bot.revisions import read_folder
from bot.wiring import ROOT, understanding_of
from tests.understanding.held_out import AT_RISK, Held, Verdict, held_out, verdicts
from tests.understanding.picture import picture

HEAD = """# How well it understands

Measured by `make understanding` on held-out texts that nobody tuned on: written for this by writers who saw neither
the phrases nor the examples, labelled, frozen by hash (`tests/understanding/heldout`). Shares with 95 % intervals
(Wilson). They are hard on purpose: half of the suicide texts name no death. All of them and all examples come from one
language model, so expect other people's texts to differ. Nobody's real text is among them. Each shown text is read for
the first time, which is slower than reading on.

Two layers read a text: phrases and tables that staff edit (`flows/understanding/en/*.yaml`), and the likeness to
labelled examples (`flows/understanding/en/examples`, fitted by `throughcare understand --fit`); one score weighs both.
`--explain` says which of them decided. An everyday intent that is not certain is a guess: it is counted as right or
wrong here, but nothing acts on it, and it answers nobody. **It is not yet good enough to be relied on for danger:**
whoever is not understood goes to a human.
"""
SHOWN = "![What each kind of text was taken for](pictures/understanding.svg)\n\n"
TARGETS = """
## Against what it must reach

| what | must | is |
|---|---|---|
"""


def main() -> None:
    """Read, judge, write."""
    understand = understanding_of(read_folder(ROOT))
    everything = list(held_out())
    gc.freeze()  # as serving does once it has begun
    english = [held for held in everything if held.language == "en"]
    began = perf_counter()
    found = verdicts(understand, english)
    spent = (perf_counter() - began) / len(english)
    chance = random.Random(1)
    slipped = verdicts(understand, english, lambda text: _slip(text, chance))
    parts = [HEAD, TARGETS, *_targets(found, slipped, spent), "\n## Danger\n\n", *_danger(found, slipped)]
    parts += ["\n## Everyday intents, first intent right\n\n", *_everyday(found)]
    pairs = _pairs(understand, english)
    parts += ["\n## What is taken for what\n\n", SHOWN, *_confused(pairs)]
    (ROOT / "docs" / "pictures" / "understanding.svg").write_text(picture(pairs), "utf-8")
    parts += ["\n## Other languages\n\n", *_languages(verdicts(understand, everything))]
    (ROOT / "docs" / "understanding.md").write_text("".join(parts), "utf-8")


def _pairs(understand: Callable[..., Meaning], english: list[Held]) -> list[tuple[str, str]]:
    """What each text was, and what it was first taken for; what a reader would accept as well counts as right."""
    taken = [(held, understand(held.text).intent or "none") for held in english]
    return [(held.intent, held.intent if intent in held.accepted else intent) for held, intent in taken]


def share(which: Iterable[bool]) -> str:
    """ "74 % (69 to 79)": the share and its Wilson interval."""
    asked = list(which)
    many, part = len(asked), sum(asked) / len(asked)
    middle = (part + 1.92 / many) / (1 + 3.84 / many)
    around = 1.96 * sqrt(part * (1 - part) / many + 0.96 / many**2) / (1 + 3.84 / many)
    low, high = 100 * max(0.0, middle - around), 100 * min(1.0, middle + around)
    return f"{100 * part:.1f} % ({low:.1f} to {high:.1f})"


def _targets(found: list[Verdict], slipped: list[Verdict], spent: float) -> Iterator[str]:
    risk, everyday, alike = _at_risk(found), _of(found, "everyday texts"), _of(found, "look-alikes")
    yield f"| overdose and suicide raised or asked about | 97 % | {share(each.sure or each.asked for each in risk)} |\n"
    yield f"| the same with one random slip in each text | within 5 points | {share(_raised(_at_risk(slipped)))} |\n"
    yield f"| of these answered as STOP, yes, no or chat | none | {sum(each.swallowed for each in found)} |\n"
    yield f"| everyday texts raised as danger | 0.3 % | {share(each.sure for each in everyday)} |\n"
    yield f"| everyday texts asked about | 1 % | {share(each.asked for each in everyday)} |\n"
    yield f"| look-alikes raised or asked about | 8 % | {share(_raised(alike))} |\n"
    yield f"| other intents right | 85 % | {share(each.right for each in [*everyday, *alike])} |\n"
    yield f"| texts a second on one core | 2,000 | {1 / spent:,.0f} |\n"


def _danger(found: list[Verdict], slipped: list[Verdict]) -> Iterator[str]:
    yield "| intent | texts | raised | asked about | together | together, with a slip |\n|---|---|---|---|---|---|\n"
    for intent in (each for each in INTENTS if each in DANGER):
        mine, off = _of(found, intent), _of(slipped, intent)
        sure, asked = share(each.sure for each in mine), share(each.asked for each in mine)
        yield f"| {intent} | {len(mine)} | {sure} | {asked} | {share(_raised(mine))} | {share(_raised(off))} |\n"


def _everyday(found: list[Verdict]) -> Iterator[str]:
    yield "| intent | texts | right |\n|---|---|---|\n"
    for intent in (each for each in INTENTS if each not in DANGER):
        mine = [each for each in found if each.held.intent == intent]
        yield f"| {intent} | {len(mine)} | {share(each.right for each in mine)} |\n"


def _confused(pairs: list[tuple[str, str]]) -> Iterator[str]:
    yield "| it was | it was taken for | texts |\n|---|---|---|\n"
    for (was, taken), many in Counter(pair for pair in pairs if pair[0] != pair[1]).most_common(25):
        yield f"| {was} | {taken} | {many} |\n"


def _languages(found: list[Verdict]) -> Iterator[str]:
    yield "| language | urgent texts | raised or asked about | all texts | first right |\n|---|---|---|---|---|\n"
    for language in sorted({each.held.language for each in found}):
        mine = [each for each in found if each.held.language == language]
        urgent = [each for each in mine if each.held.intent in DANGER]
        right = share(each.right for each in mine)
        yield f"| {language} | {len(urgent)} | {share(_raised(urgent))} | {len(mine)} | {right} |\n"


def _raised(found: Iterable[Verdict]) -> Iterator[bool]:
    return (each.sure or each.asked for each in found)


def _of(found: Iterable[Verdict], group: str) -> list[Verdict]:
    return [each for each in found if each.held.group == group]


def _at_risk(found: Iterable[Verdict]) -> list[Verdict]:
    return [each for each in found if each.held.intent in AT_RISK]


def _slip(text: str, chance: random.Random) -> str:
    """One slip of the thumb: two letters swapped, one left out, doubled, or the neighbour on the row."""
    at = chance.randrange(len(text))
    kind = chance.randrange(4)
    if kind == 0 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[: at + 1] + text[at:]
    rows = "qwertyuiopasdfghjklzxcvbnm"
    where = rows.find(text[at].lower())
    return text[:at] + (rows[where + 1 - 2 * (where == 25)] if where >= 0 else text[at]) + text[at + 1 :]


if __name__ == "__main__":
    main()
