"""Tokens by which another system uses the API: made, shown once, taken back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store import staff, tokens

SCOPES = ("people:read", "people:write", "appointments:read", "appointments:write", "attendance:write")


def make(bot: Bot, name: str, team: str, agency: str, scopes: Sequence[str], days: int | None) -> str:
    """A new token for the people of one team in one agency; only its hash is kept. Raises Refusal."""
    now = bot.clock.now()
    if not name.strip():
        raise Refusal("name", "it has no name", "Say which system holds it")
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise Refusal("scope", f"there is no scope {unknown[0]}", f"Choose from {', '.join(SCOPES)}")
    if not scopes:
        raise Refusal("scope", "it would let in nobody", f"Choose from {', '.join(SCOPES)}")
    secret = f"tc_{secrets.token_urlsafe(32)}"
    with bot.db.work() as work:
        found = next((one for one in staff.teams(work) if one.name == team), None)
        if found is None:
            known = ", ".join(one.name for one in staff.teams(work)) or "none yet"
            raise Refusal("team", f'there is no team "{team}"', f"There is {known}")
        tokens.add(
            work, secret, name=name.strip()[:120], agency=agency or found.agency, team_id=found.id,
            scopes=sorted(set(scopes)), made_at=now, ends_at=now + timedelta(days=days) if days else None,
        )  # fmt: skip
    return secret


def revoke(bot: Bot, token_id: str) -> None:
    """It opens nothing from now on; raises Refusal."""
    with bot.db.work() as work:
        if not tokens.revoke(work, token_id, bot.clock.now()):
            raise Refusal("token", f"there is no token {token_id} that stands", "See throughcare tokens list")
