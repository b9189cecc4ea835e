"""Sealing: authenticated encryption bound to row and column, and keyed hashes to look things up by.

Envelope, version 1: one byte 0x01, four bytes of key id, twelve of nonce, then AES-256-GCM ciphertext and tag, with
"table.column.row" as associated data: a value copied into another row or column does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"


class WontOpen(Exception):
    """A sealed value that no key opens, or that belongs to another row; says where, never what."""


class Vault:
    """Seals under the newest key, opens under any; `keys` are secrets of any form, newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("DATA_KEYS holds no key")
        derived = [hashlib.sha256(b"throughcare data\0" + key.encode()).digest() for key in keys]
        self._ciphers = {_key_id(key): AESGCM(key) for key in derived}
        self._newest = _key_id(derived[0])
        # The oldest key makes the look-up key, so that adding a key does not move every hash.
        self._lookup = hashlib.sha256(b"throughcare lookup\0" + keys[-1].encode()).digest()

    def seal(self, column: str, row: str, value: Any) -> bytes:
        """`value` (anything JSON can hold) sealed for that column and row."""
        plain = value.encode() if isinstance(value, str) else b"\0" + json.dumps(value, separators=(",", ":")).encode()
        nonce = os.urandom(12)
        box = self._ciphers[self._newest].encrypt(nonce, plain, f"{column}.{row}".encode())
        return b"".join((_VERSION, self._newest, nonce, box))

    def open(self, column: str, row: str, box: bytes | None) -> Any:
        """What was sealed for that column and row; raises WontOpen."""
        if box is None:
            return None
        cipher = self._ciphers.get(box[1:5])
        if box[:1] != _VERSION or cipher is None:
            raise WontOpen(f"{column}: no key for this value; was a key taken out of DATA_KEYS?")
        try:
            plain = cipher.decrypt(box[5:17], box[17:], f"{column}.{row}".encode())
        except InvalidTag:
            raise WontOpen(f"{column}: the value was changed, or belongs to another row") from None
        return json.loads(plain[1:]) if plain[:1] == b"\0" else plain.decode()

    def hash(self, kind: str, value: str) -> str:
        """A keyed hash for look-ups and uniqueness."""
        return hmac.digest(self._lookup, f"{kind}\0{value}".encode(), "sha256").hex()


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"id\0" + key).digest()[:4]
