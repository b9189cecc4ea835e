"""Marcus runs `throughcare check`: every check has a message that it catches and one that it lets pass."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.check.problem import Problem
from bot.wording import message_checks
from bot.wording.check import problems, unapproved
from bot.wording.message_checks import CHECKS, Limits
from bot.wording.words import Words

TELLING = frozenset({"prison", "naloxone", "overdose", "drugs"})
FIELDS = frozenset({"name", "place", "days", "at"})
SAFE = (
    "# safety: overdose\n# source: Named guideline\n# approved_by: A. Clinician, nurse\n# reviewed: 2026-05-01\n"
    "# next_review: 2027-05-01\n"
)
CROWDED = "{ $days ->\n    [one] a\n    [2] b\n   *[other] c\n } " * 4

CAUGHT_AND_PASSED: dict[str, list[tuple[str, str, str]]] = {
    "comment": [
        ("# saftey: overdose\nm = Hi.", "looks like `safety:`", "# Say it softly.\nm = Hi."),
        ("# reviewed: May\nm = Hi.", "is not a day", "# reviewed: 2026-05-01\nm = Hi."),
    ],
    "wordings": [
        ("m =\n    .open = Hi.", "has no discreet wording", "m = Hi.\n    .open = Hi from us."),
        ("m = Hi.\n    .opne = Hi.", "`.opne` is not a wording", "m = Hi.\n    .open = Hi."),
    ],
    "fields": [
        ("m = Hi { $nmae }.", "uses the unknown field $nmae", "m = Hi { $name }."),
        (
            "m = Hi.\n    .open = See { $worker }.",
            "uses the unknown field $worker",
            "m = Hi.\n    .open = See { $place }.",
        ),
        ("s = { $worker }\nm = See { s }.", "uses the unknown field $worker", "s = { $place }\nm = See { s }."),
        ("m = { $mood ->\n    [low] a\n   *[other] b\n }", "$mood", "m = { $days ->\n    [one] a\n   *[other] b\n }"),
    ],
    "references": [
        ("m = Hi { -team }.", "refers to -team, which is not there", "-team = us\nm = Hi { -team }."),
        ("m = At { DATETIME($at) }.", "calls DATETIME()", "m = { NUMBER($days) } days."),
    ],
    "choices": [(f"m = {CROWDED}", "more than 64 ways", "m = { $days ->\n    [one] a\n   *[other] b\n }")],
    "characters": [
        ("m = Thanks \U0001f44d", "outside GSM-7: \U0001f44d (U+1F44D)", "m = Thanks, Ren\u00e9."),
        ("m = It\u2019s on.", "sent as plainer ones: \u2019 (U+2019)", "m = It's on."),
        ("-t = \u0142\nm = Hi { -t }.", "outside GSM-7", "-t = l\nm = Hi { -t }."),
    ],
    "parts": [
        (f"m = {'See you. ' * 60}", "can take 4 parts, more than 3", f"m = {'See you. ' * 50}"),
        (f"m = {'See us. ' * 52}{{ $place }}", "can take 4 parts", f"m = {'See us. ' * 52}{{ $name }}"),
    ],
    "age": [
        (
            "m = Non-attendance at your scheduled appointment may constitute a breach of obligations.",
            "needs a reading age of",
            "m = Come to see us on Friday. Text 1 if you can.",
        )
    ],
    "swallowed": [
        ("m = Reply CANCEL to stop it.", "asks for CANCEL", "m = Text CHANGE to move it."),
        ("m = Text help if you are stuck.", "asks for HELP", "m = Text us if you need help."),
        ("m = Reply with 'quit'.", "asks for QUIT", "m = You can quit any time."),
        ("m = 1 for yes, END for no.", "asks for END", "m = That is the end. Text 1."),
        ("m = Send STOPALL now.", "asks for STOPALL", "m = Text STOP to stop. Text START to start."),
        ("m = Bye.\n    .open = Text back END.", "asks for END", "m = Bye.\n    .open = Text back DONE."),
    ],
    "discreet": [
        ("m = Home from prison?", "names `prison`", "m = Home?\n    .open = Home from prison?"),
        ("m = Got naloxone?", "names `naloxone`", "# may_name: naloxone\nm = Got naloxone?"),
        ("m = { $days ->\n    [one] Drugs\n   *[other] b\n }", "names `drugs`", "m = Hi."),
        ("m = An overdose.", "names `overdose`", "# audience: staff\nm = An overdose."),
    ],
    "safety": [
        ("# safety: overdose\n# approved_by: A\nm = Ring 999.", "without a source", f"{SAFE}m = Ring 999."),
        ("# safety: overdose\n# source: S\nm = Ring 999.", "no clinician has approved", f"{SAFE}m = Ring 999."),
        (SAFE.replace("# next_review: 2027-05-01\n", "") + "m = Ring 999.", "next review", f"{SAFE}m = Ring 999."),
        (SAFE.replace("# reviewed: 2026-05-01\n", "") + "m = Ring 999.", "when it was read", f"{SAFE}m = Ring 999."),
        (SAFE.replace("A. Clinician, nurse", "the lead") + "m = Ring 999.", "no name and role", f"{SAFE}m = Ring 999."),
    ],
    "unverified": [
        ("# check: 111 for this\nm = Ring 111.", "is marked check: 111 for this", "# check: null\nm = Ring 111."),
        (f"{SAFE}# check: 111\nm = Ring 111.", "approved and still marked `check`", f"{SAFE}m = Ring 111."),
    ],
    "undeclared": [
        ("m = Go slow today.", 'says "Go slow" and is no safety message', f"{SAFE}m = Go slow today."),
        ("m = Hi.\n    .open = Your tolerance is low.", 'says "tolerance"', "m = Hi.\n    .open = Take care."),
        ("m = Not breathing?", 'says "Not breathing"', "# audience: staff\nm = Not breathing?"),
    ],
    "review": [
        (
            "# next_review: 2026-06-01\nm = Hi.",
            "was to be reviewed by 2026-06-01",
            "# next_review: 2026-06-03\nm = Hi.",
        ),
        ("# reviewed: 2026-06-03\nm = Hi.", "days in the wrong order", "# reviewed: 2026-06-02\nm = Hi."),
        (f"{SAFE.replace('2027-05', '2026-05')}m = Hi.", "days in the wrong order", f"{SAFE}m = Hi."),
    ],
}
CASES = [(name, *case) for name, cases in CAUGHT_AND_PASSED.items() for case in cases]


def check(text: str, **more: object) -> list[Problem]:
    words = Words.load({"en/a.ftl": text})
    used = {"m": FIELDS, **{other: FIELDS for other in words.entries() if other != "m" and not other.startswith("-")}}
    return problems(words, used, telling=TELLING, samples={"name": "Christopher"}, today=date(2026, 6, 2), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "bad", "says", "good"), CASES)
def test_a_check_catches_what_is_wrong_and_lets_the_rest_pass(name: str, bad: str, says: str, good: str) -> None:
    caught = [problem for problem in check(bad) if says in problem.what]
    assert caught, check(bad)
    assert all(problem.where.startswith("messages/en/a.ftl:") and problem.do for problem in caught)
    assert check(good) == []


@pytest.mark.parametrize(("name", "bad", "says", "good"), CASES)
def test_it_is_the_named_check_that_catches_it(
    name: str, bad: str, says: str, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(each for each in CHECKS if each.__name__ != name)
    monkeypatch.setattr("bot.wording.check.CHECKS", without)
    assert not [problem for problem in check(bad) if says in problem.what]


def test_every_check_has_a_case() -> None:
    assert [each.__name__ for each in message_checks.CHECKS] == list(CAUGHT_AND_PASSED)


def test_a_problem_says_where_and_what_to_do() -> None:
    (problem,) = check("hello = Hi.\n\nm = Hi { $nmae }.")
    assert str(problem) == (
        "error: messages/en/a.ftl:3 message m: uses the unknown field $nmae. Did you mean $name?"
    )  # fmt: skip


def test_a_message_that_is_said_but_not_there_names_the_step_that_says_it() -> None:
    words = Words.load({"en/a.ftl": "check-in-nudge = Hi."})
    used = {"check-in-nudg": FIELDS, "check-in-nudge": FIELDS}
    (problem,) = problems(words, used, places={"check-in-nudg": "flows/check_in.yaml:12 step nudge"})
    assert (problem.level, problem.where) == ("error", "flows/check_in.yaml:12 step nudge")
    assert "Did you mean check-in-nudge?" in problem.do


def test_a_message_that_nobody_says_is_pointed_out_but_one_inside_another_is_not() -> None:
    words = Words.load({"en/a.ftl": "-team = us\nname = { -team }\nhello = Hi from { name }.\nlost = Hi.\n"})
    (problem,) = problems(words, {"hello": frozenset()})
    assert (problem.level, problem.where, problem.what) == (
        "warning",
        "messages/en/a.ftl:4 message lost",
        "nothing says it",
    )


def test_a_translation_that_lacks_a_message_or_has_one_too_many_is_pointed_out() -> None:
    words = Words.load({"en/a.ftl": "hello = Hi.\nbye = Bye.\n", "cy/a.ftl": "hello = Helo.\nnos = Nos da.\n"})
    used = {"hello": FIELDS, "bye": FIELDS}
    extra, missing = problems(words, used)
    assert (extra.level, extra.where, extra.what) == ("error", "messages/cy/a.ftl:2 message nos", "has no English")
    assert (missing.level, missing.where) == ("warning", "messages/en/a.ftl:2 message bye")
    assert "goes out in English" in missing.what


def test_other_languages_may_need_dearer_characters_but_not_more_parts() -> None:
    words = Words.load({"en/a.ftl": "m = Hi.\n", "pl/a.ftl": "m = Cze\u015b\u0107.\n"})
    assert problems(words, {"m": FIELDS}) == []
    long = Words.load({"en/a.ftl": "m = Hi.\n", "pl/a.ftl": "m = " + "Cze\u015b\u0107. " * 40 + "\n"})
    assert [problem.what for problem in problems(long, {"m": FIELDS})] == ["can take 5 parts, more than 3"]


def test_a_translated_safety_message_needs_its_own_approval() -> None:
    words = Words.load({"en/a.ftl": f"{SAFE}m = Ring 999.\n", "cy/a.ftl": "m = Ffoniwch 999.\n"})
    (problem,) = problems(words, {"m": FIELDS})
    assert (problem.where, problem.level) == ("messages/cy/a.ftl:1 message m", "warning")
    assert [entry.where for entry in unapproved(words)] == ["messages/cy/a.ftl:1 message m"]


def test_only_safety_messages_await_a_clinician() -> None:
    text = "hello = Hi.\n# safety: overdose\n# source: S\n# approved_by: null\nm = Ring 999.\n"
    assert [entry.id for entry in unapproved(Words.load({"en/a.ftl": text}))] == ["m"]


def test_the_longest_likely_words_decide_over_the_parts() -> None:
    text = f"m = {'See us. ' * 52}{{ $place }}"
    assert check(text) and check(text, limits=Limits(parts=4)) == []


def test_errors_come_first() -> None:
    levels = [problem.level for problem in check("# safety: overdose\nm = It\u2019s { $nmae } CANCEL")]
    assert levels == sorted(levels) and {"error", "warning"} == set(levels)
