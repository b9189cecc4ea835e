"""Where commands are typed: a folder of its own, and no setting of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings as settings_room


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings_room.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/bot.db")
    monkeypatch.chdir(tmp_path)
