"""Looks a file over once, in small pieces: how large it is, what it is, and which encoding its letters are in."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from bot.core.imports import Unreadable

PIECE = 1 << 20
MB = 1_000_000
NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\xff\xfe\x00\x00": "UTF-32 text",
    b"\x00\x00\xfe\xff": "UTF-32 text",
}
SAVE = 'In Excel choose Save as, "CSV UTF-8", and import that file'
_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""Bytes that stand for nothing in Windows-1252."""


@dataclass(frozen=True, slots=True)
class Looked:
    """`note` is what whoever imports should know of the encoding; empty where it is UTF-8."""

    size: int
    digest: str
    encoding: str
    note: str = ""


def look_over(stream: BinaryIO, most_mb: int) -> Looked:
    """Read it through and go back to its start; raises Unreadable."""
    first = stream.read(PIECE)
    encoding = _by_its_mark(first)
    scan = _Scan(encoding)
    piece, size, digest = first, 0, hashlib.sha256()
    while piece:
        size += len(piece)
        if size > most_mb * MB:
            raise Unreadable(f"the file is larger than {most_mb} MB", "Split it, or have IMPORT_MAX_MB raised")
        digest.update(piece)
        scan.take(piece)
        piece = stream.read(PIECE)
    if not size:
        raise Unreadable("the file is empty", "Export it again")
    stream.seek(0)
    encoding, note = scan.found()
    return Looked(size, digest.hexdigest(), encoding, note)


def _by_its_mark(first: bytes) -> str:
    for mark, what in NOT_TEXT.items():
        if first.startswith(mark):
            raise Unreadable(f"this is {what}", SAVE)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if first[:4000].count(0) * 4 > len(first[:4000]):
        raise Unreadable("every other byte is empty: UTF-16 without its mark", SAVE)
    return "utf-8-sig"


class _Scan:
    """Whether the bytes are the letters that they claim to be; of UTF-8 that is none, the line where it ends."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._line, self._broken_at, self._strange = 1, 0, False

    def take(self, piece: bytes) -> None:
        if not self._broken_at:
            try:
                self._decoder.decode(piece)
            except UnicodeDecodeError as error:
                self._broken_at = self._line + piece.count(b"\n", 0, error.start)
        self._line += piece.count(b"\n")
        self._strange = self._strange or any(byte in piece for byte in _UNDEFINED)

    def found(self) -> tuple[str, str]:
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self._broken_at = self._broken_at or self._line
        if not self._broken_at:
            return self.encoding, ""
        if self.encoding == "utf-16" or self._strange:
            raise Unreadable(f"the letters cannot be read from line {self._broken_at} on", SAVE, self._broken_at)
        return "cp1252", (
            f"line {self._broken_at} is not UTF-8: the file is read as Windows-1252. Look at the names with accents"
        )
