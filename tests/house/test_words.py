"""What may not stand in any file: unfinished work, tests that look away, hosts, machines, somebody's phone number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, place

UNFINISHED = re.compile(r"\b(TODO|FIXME)\b|(#|//|<!--|\"\"\").*\bXXX\b|NotImplementedError")
LOOKS_AWAY = re.compile(r"(pytest|mark|unittest)\.(skip|xfail|importorskip|expectedFailure)|\bskipTest\b")
REGISTRY = re.compile(r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|anaconda\.org)\b")
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.:/-])/(work|root|home/\w+|Users/\w+)/")

LOCKS = ("requirements.lock", "package-lock.json")
NOT_PROSE = {*LOCKS, "LICENSE", place(Path(__file__).resolve())}

PHONE = re.compile(
    r"(?<![\w.+])(\+\d(?: ?\d){7,14}|(?:00 ?44 ?|44)\d(?: ?\d){8,11}|0[1235789]\d{1,3}(?: ?\d{3,}){1,3})(?![\w-])"
)
DRAMA = re.compile(  # kept free for fiction by Ofcom and the North American plan: they ring nobody
    r"07700900\d{3,}|01632960\d{3}|02079460\d{3}|01(?:1[3-8]|21|31|41|51|61)4960\d{3}|\+1\d{3}55501\d\d"
)
ALL_DIGITS = "0123456789"
PUBLIC_HELPLINES = {
    "08082000247": "National Domestic Abuse Helpline",
    "08088010327": "Men's Advice Line",
    "08088010750": "With You, the line for over-50s and alcohol",
    "08088004444": "Shelter",
    "03001236600": "FRANK",
    "03001231999": "Nacro",
    "03001231110": "Drinkline",
    "02073242989": "Release",
    "01634247350": "Unlock",
}


def prose() -> list[Path]:
    """Every file of ours that a person writes and that is text."""
    return [path for path in files() if place(path) not in NOT_PROSE and b"\0" not in path.read_bytes()]


def lines_with(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    """Where the pattern stands: "path line n: what"."""
    return [
        f"{place(path)} line {number}: {found[0]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (found := pattern.search(line))
    ]


def somebodys_numbers(text: str) -> list[str]:
    """The phone numbers in a text that may be a real person's: neither fiction's nor a public helpline's."""
    dialled = [_dialled(found) for found in PHONE.findall(text.replace(ALL_DIGITS, ""))]
    full = [number for number in dialled if number.startswith("+") or len(number) >= 10]
    return [number for number in full if not DRAMA.fullmatch(number) and number not in PUBLIC_HELPLINES]


def _dialled(found: str) -> str:
    return re.sub(r"^(\+44|0044|44)0?", "0", found.replace(" ", ""))


def test_nothing_is_left_unfinished() -> None:
    folders = [path for path in prose() if place(path).split("/")[0] in {"bot", "tests", "flows", "messages"}]
    wrong = lines_with(UNFINISHED, folders)
    assert not wrong, "finish it, or open an issue\n" + "\n".join(wrong)


def test_no_test_looks_away() -> None:
    wrong = lines_with(LOOKS_AWAY, (path for path in prose() if place(path).startswith("tests/")))
    assert not wrong, "a test runs or it goes; what is missing is named by its failure\n" + "\n".join(wrong)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"\S*://\S*|\"resolved\".*|^--.*|\S* @ \S*|file:\S*", text, re.MULTILINE)
    assert not found, f"{lock} names {found[0]}: make lock writes it without"


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    wrong = lines_with(REGISTRY, prose()) + lines_with(SOMEBODYS_FOLDER, prose())
    assert not wrong, "\n".join(wrong)


def test_every_phone_number_is_fictions_or_a_helplines() -> None:
    texts = [(place(path), path.read_text(encoding="utf-8", errors="replace")) for path in prose()]
    wrong = [f"{name}: {number}" for name, text in texts for number in somebodys_numbers(text)]
    assert not wrong, "use 07700 900000 to 900999, or add a public helpline to the list\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "text", ["+447911123456", "07911 123456", "ring 020 7123 4567.", "447911123456", "tel:07911123456"]
)
def test_somebodys_number_is_seen(text: str) -> None:
    assert somebodys_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "07700 900000",
        "+447700900999",
        "+44 7700 900123",
        "0300 123 6600",
        "116 123",
        "2026-10-09 10:00",
        "01632 960123",
        "0.0123456789",
    ],
)
def test_what_rings_nobody_is_left_alone(text: str) -> None:
    assert not somebodys_numbers(text)


@pytest.mark.parametrize("line", ["# TODO later", "x = 1  # XXX", "raise NotImplementedError"])
def test_unfinished_work_is_seen(line: str) -> None:
    assert UNFINISHED.search(line)


@pytest.mark.parametrize("line", ["with_for_update(skip_locked=True)", "love you XXX", "FOR UPDATE SKIP LOCKED"])
def test_what_only_looks_unfinished_is_left_alone(line: str) -> None:
    assert not UNFINISHED.search(line) and not LOOKS_AWAY.search(line)
