"""Clinical honesty of what is shipped: sources, no invented signatures, nothing unverified that passes for a fact."""

from __future__ import annotations

import re

from fluent.syntax import ast

from bot.wording.entries import Entry
from bot.wording.readings import patterns, readings, say
from bot.wording.sign_off import table
from tests.revisions.shipped import ROOT, words

VERIFIED = {"999", "111", "116 123"}
"""The numbers that a text may name: domain.md, section 4, has read each at its source."""
NUMBER = re.compile(r"\d[\d ]*\d|\d{3,}")
UNVERIFIED = {
    *("overdose-now", "overdose-now-unsure", "alcohol-withdrawal", "alcohol-withdrawal-unsure", "medical"),
    *("medical-unsure", "safeguarding", "danger-not-now", "tolerance", "naloxone-carry", "overdose-info"),
    *("used-or-lapse", "missed-script-few", "three-days-missed"),
}
"""What domain.md marks K or ?, or says nothing of. A text leaves this list when its words have a source."""


def _entries() -> list[Entry]:
    found = (entry for language in words().languages for entry in words().entries(language).values())
    return [entry for entry in found if isinstance(entry.node, ast.Message)]


def _safety() -> list[Entry]:
    return [entry for entry in _entries() if words().metadata(entry.id).safety]


def test_every_safety_text_has_a_source_and_no_invented_signature() -> None:
    assert len(_safety()) >= 18
    for entry in _safety():
        source = entry.metadata.source or words().metadata(entry.id).source
        assert source and re.search(r"(domain|safety)\.md", source), entry.where
        assert entry.metadata.approved_by is None and entry.metadata.reviewed is None, entry.where


def test_what_nobody_could_verify_is_marked() -> None:
    assert {entry.id for entry in _entries() if entry.metadata.check} >= UNVERIFIED


def test_no_text_names_a_number_that_nobody_verified() -> None:
    nodes = {name: entry.node for name, entry in words().entries().items()}
    named = {
        (entry.id, number.strip())
        for entry in _entries()
        if entry.metadata.audience == "people"
        for pattern in patterns(entry.node).values()
        for reading in readings(pattern, nodes)
        for number in NUMBER.findall(say(reading, lambda _: ""))
        if len(number.replace(" ", "")) > 2
    }
    assert {(message, number) for message, number in named if number not in VERIFIED} == set()


def test_the_page_to_sign_holds_every_safety_text_as_it_stands() -> None:
    page = (ROOT / "docs" / "clinical-safety" / "sign-off.md").read_text(encoding="utf-8")
    missing = [row for row in table(words()) if row not in page.splitlines()]
    assert missing == [], "write the table anew: throughcare check --sign-off"
