"""Revisions: every set of flows, rules and messages that ever spoke, kept by its hash."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, LargeBinary, String, Table, insert, select

from bot.store.base import metadata, moment
from bot.store.database import Work

revision = Table(
    "revision",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("files", LargeBinary, nullable=False),
    moment("frozen_at", null=False),
)


def freeze(work: Work, name: str, files: Mapping[str, str], now: datetime) -> None:
    """Keep a revision; one that is kept already stays as it is."""
    if work.execute(select(revision.c.hash).where(revision.c.hash == name)).first() is None:
        packed = zlib.compress(json.dumps(dict(files), sort_keys=True).encode())
        work.execute(insert(revision).values(hash=name, files=packed, frozen_at=now))


def files(work: Work, name: str) -> dict[str, str] | None:
    packed = work.execute(select(revision.c.files).where(revision.c.hash == name)).scalar()
    return dict(json.loads(zlib.decompress(packed))) if packed else None
