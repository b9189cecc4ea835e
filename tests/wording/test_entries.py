"""Marcus saves a message file with a slip in it: he is told the file, the line and what to do."""

from __future__ import annotations

from datetime import date

import pytest

from bot.wording.entries import parse
from bot.wording.metadata import Metadata, read_metadata

SAFETY = """\
# What to do when somebody will not wake.
# safety: overdose
# source: Named guideline 2017, 3.2
# approved_by: null
# reviewed: 2026-11-01
# next_review: 2027-05-01
# may_name: naloxone, methadone
overdose-now = Ring 999 now.

hello = Hi.
"""


def test_the_comment_above_a_message_is_its_metadata() -> None:
    overdose, hello = parse("en/danger.ftl", SAFETY).entries
    assert overdose.metadata == Metadata(
        safety="overdose",
        source="Named guideline 2017, 3.2",
        approved_by=None,
        reviewed=date(2026, 11, 1),
        next_review=date(2027, 5, 1),
        may_name=frozenset({"naloxone", "methadone"}),
    )
    assert overdose.where == "messages/en/danger.ftl:8 message overdose-now"
    assert hello.metadata == Metadata()
    assert parse("en/danger.ftl", SAFETY).problems == ()


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("saftey: overdose", "`saftey:` in the comment is not known; it looks like `safety:`"),
        ("Approved-by: A Name", "it looks like `approved_by:`"),
        ("reviewed: last May", "`reviewed: last May` is not a day written like 2027-05-01"),
        ("audience: everybody", "is neither people nor staff"),
        ("safety: overdose\nsafety: danger", "`safety` stands twice"),
    ],
)
def test_a_slip_in_the_metadata_is_named(comment: str, fault: str) -> None:
    assert fault in "; ".join(read_metadata(comment)[1])


@pytest.mark.parametrize(
    "comment", ["", "Say it softly.", "Note: for the first day only", "reviewed: null", "Time: 10am"]
)
def test_plain_comments_are_no_slip(comment: str) -> None:
    assert read_metadata(comment) == (Metadata(), ())


@pytest.mark.parametrize(
    ("text", "line", "do"),
    [
        ("good = fine\nbad one\n", 2, "Write `message-id = text`"),
        ("good = fine\n\n\nopen = Hi { $name, bye\n", 4, "Close every {"),
        ("choice = { $n ->\n    [one] day\n    [other] days\n }\n", 4, "*[other] in every choice"),
        ("good = fine\nnext = one\nand two\n", 3, "lines that go on from the one before start with spaces"),
        ("# c\nempty =\n", 2, "text after `=`"),
        ("good = fine\r\nbad one\r\n", 2, "Write `message-id = text`"),
    ],
)
def test_what_cannot_be_read_is_placed_and_comes_with_a_cure(text: str, line: int, do: str) -> None:
    (problem,) = parse("en/check_in.ftl", text).problems
    assert problem.level == "error"
    assert problem.where == f"messages/en/check_in.ftl:{line}"
    assert do in problem.do


@pytest.mark.parametrize("text", ["# safety: overdose\n\nhello = Hi.\n", "## safety: overdose\n\nhello = Hi.\n"])
def test_metadata_that_belongs_to_no_message_is_refused(text: str) -> None:
    (problem,) = parse("en/danger.ftl", text).problems
    assert problem.where == "messages/en/danger.ftl:1"
    assert problem.what == "`safety:` belongs to no message"


@pytest.mark.parametrize("path", ["check_in.ftl", "en/check_in.txt", "../en/check_in.ftl", "en/deep/check_in.ftl"])
def test_a_file_that_is_not_a_message_file_is_refused(path: str) -> None:
    (problem,) = parse(path, "hello = Hi.").problems
    assert problem.do == "Call it <language>/<name>.ftl"


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert [entry.id for entry in parse("en/a.ftl", "\ufeffhello = Hi.\n").entries] == ["hello"]


def test_braces_nested_beyond_sense_are_refused_before_they_are_read() -> None:
    (problem,) = parse("en/a.ftl", "good = fine\nbad = " + "{" * 5000 + '"a"' + "}" * 5000 + "\n").problems
    assert problem.where == "messages/en/a.ftl:2"
    assert "inside each other" in problem.what


def test_many_messages_that_each_lack_a_brace_are_each_pointed_out() -> None:
    text = "".join(f"m{number} = Hi {{ $name\n" for number in range(30))
    assert len(parse("en/a.ftl", text).problems) == 30
