"""What comes out of somebody's spreadsheet: encodings, separators, quotes, sizes; each flaw with its place."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase

import pytest

from bot.core.imports import Flaw, Row, Unreadable
from bot.importers.table import Columns, open_table
from bot.importers.text import look_over

COLUMNS = Columns(("reference", "first_name", "phone"), ("reference", "first_name"))
HEAD = "reference,first_name,phone"


def read(raw: bytes) -> tuple[list[Row | Flaw], list[str]]:
    stream = BytesIO(raw)
    looked = look_over(stream, 50)
    table = open_table(stream, looked.encoding, COLUMNS)
    return list(table.lines), [looked.note, *(flaw.what for flaw in table.notes)]


def cells(raw: bytes) -> list[dict[str, str]]:
    rows, _ = read(raw)
    assert all(isinstance(row, Row) for row in rows), rows
    return [dict(row.cells) for row in rows if isinstance(row, Row)]


DEAN = {"reference": "R1", "first_name": "Dean", "phone": "07700 900001"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_semicolons_and_tabs_are_read(separator: str, end: str) -> None:
    text = end.join([HEAD, "R1,Dean,07700 900001", ""]).replace(",", separator)
    assert cells(text.encode()) == [DEAN]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_with_accents_are_read_in_every_encoding_that_excel_writes(encoding: str) -> None:
    text = f"{HEAD}\nR1,Zoë,07700 900001\n"
    rows, notes = read(text.encode(encoding))
    assert rows[0] == Row(2, {**DEAN, "first_name": "Zoë"})
    assert ("Windows-1252" in notes[0]) is (encoding == "cp1252")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "the file is empty"),
        (b"\n\n\n", "there is no line that names the columns"),
        (b"PK\x03\x04....", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0....", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (HEAD.encode("utf-16-le"), "UTF-16 without its mark"),
        (HEAD.encode("utf-32"), "UTF-32"),
        (HEAD.encode() + b"\nR1,Zo\x81\xeb,1\n", "the letters cannot be read from line 2 on"),
        (b"\xff\xfeR\x00\x00\xd8R\x00", "the letters cannot be read"),
        (b"one,two\n1,2\n", "the first line names no column"),
        (b"reference,phone\n1,2\n", "the column first_name is missing"),
        (b"reference,first_name,reference\n1,2,3\n", "the column reference is there twice"),
    ],
)
def test_what_cannot_be_read_says_so(raw: bytes, what: str) -> None:
    with pytest.raises(Unreadable) as found:
        read(raw)
    assert what in found.value.what and found.value.do


def test_a_column_that_is_nearly_right_is_asked_about() -> None:
    with pytest.raises(Unreadable, match='called "firstname"') as found:
        read(b"reference,firstname\n1,2\n")
    assert "Call it first_name" in found.value.do


def test_columns_may_come_in_any_order_and_others_are_named() -> None:
    rows, notes = read(b'First Name,"REFERENCE",height,phone\nDean,R1,180,07700 900001\n')
    assert rows == [Row(2, DEAN)] and notes[1:] == ["this column is not read"]


def test_the_line_that_excel_puts_before_the_header_is_passed_over() -> None:
    assert cells(b"sep=;\r\nreference;first_name;phone\r\nR1;Dean;07700 900001\r\n") == [DEAN]


def test_lines_that_do_not_fit_are_named_and_the_others_are_read() -> None:
    raw = f'{HEAD}\nR1,Dean\n\nR2,Foster, Dean,07700 900001\n,,\nR3,"De"an",1\nR4,"Lea\nnne",2\nR5,Joe,3\n'
    rows, _ = read(raw.encode())
    told = [(row.line, row.what) for row in rows if isinstance(row, Flaw)]
    assert [line for line, _ in told] == [2, 4, 6, 7]
    assert told[0][1] == "it has 2 cells and the first line has 3"
    assert "lines 7 to 8 were read as one" in told[3][1]
    assert [row.cells["reference"] for row in rows if isinstance(row, Row)] == ["R5"]


def test_a_quote_that_is_never_closed_says_which_lines_it_swallowed() -> None:
    rows, _ = read(f'{HEAD}\nR1,"Dean,1\nR2,Joe,2\nR3,Asha,3\n'.encode())
    [flaw] = rows
    assert isinstance(flaw, Flaw) and flaw.line == 2 and "lines 2 to" in flaw.what


def test_a_file_that_is_too_large_is_refused_with_the_setting() -> None:
    with pytest.raises(Unreadable, match="larger than 1 MB.*IMPORT_MAX_MB"):
        look_over(BytesIO(b"x" * 1_000_001), 1)


class Endless(RawIOBase):
    """A file of 200 MB that nobody has to keep."""

    def __init__(self, lines: int) -> None:
        self._lines, self._begun = lines, False
        self._block = b"R1,Dean,07700 900001\n" * 10_000

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._begun, self._left = False, self._lines
        return 0

    def read(self, size: int = -1) -> bytes:
        if not self._begun:
            self._begun, self._left = True, self._lines
            return f"{HEAD}\n".encode()
        if self._left <= 0:
            return b""
        self._left -= 10_000
        return self._block


def test_two_hundred_megabytes_are_looked_over_in_little_memory() -> None:
    stream = Endless(9_600_000)
    tracemalloc.start()
    looked = look_over(stream, 250)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert looked.size > 200_000_000 and peak < 20_000_000


def test_lines_are_read_one_by_one() -> None:
    def many() -> Iterator[bytes]:
        yield f"{HEAD}\n".encode()
        for number in range(100_000):
            yield f"R{number},Dean,07700 900001\n".encode()

    stream = BytesIO(b"".join(many()))
    looked = look_over(stream, 50)
    table = open_table(stream, looked.encoding, COLUMNS)
    tracemalloc.start()
    count = sum(1 for _ in table.lines)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000 and peak < 5_000_000
