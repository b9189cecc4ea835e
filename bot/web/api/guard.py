"""Who asks: a bearer token that stands, with the scope that the door needs, and not more often than is fair."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request

from bot.handlers.bot import Bot
from bot.store import tokens
from bot.store.tokens import Token
from bot.web.api.problems import Told

A_MINUTE = timedelta(minutes=1)
USED_AGAIN = timedelta(hours=1)
"""A token's last use is written this often at the most: an answer should not cost a commit."""
MOST_KNOWN = 10_000


class Guard:
    """Counts in memory, per process: a flood of requests then costs the database nothing, and danger needs it."""

    def __init__(self, bot: Bot, calls_a_minute: int) -> None:
        self._bot, self._most = bot, calls_a_minute
        self._asked: dict[str, tuple[datetime, int]] = {}

    def token(self, scope: str) -> Token:
        """Whose request this is; raises Told with 401, 403 or 429."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        now = self._bot.clock.now()
        if kind.casefold() != "bearer" or not secret.strip():
            raise _unknown("Send a token: Authorization: Bearer ...")
        with self._bot.db.look() as work:
            found = tokens.with_secret(work, secret.strip())
        if found is None or not found.stands(now):
            raise _unknown("This token is unknown, over or revoked")
        self._count(found)
        if scope not in found.scopes:
            raise Told(403, f"This token does not have the scope {scope}")
        if found.used_at is None or now - found.used_at > USED_AGAIN:
            with self._bot.db.work() as work:
                tokens.used(work, found.id, now)
        return found

    def _count(self, token: Token) -> None:
        now = self._bot.clock.real()
        since, many = self._asked.get(token.id, (now, 0))
        if now - since >= A_MINUTE:
            since, many = now, 0
        if len(self._asked) >= MOST_KNOWN:
            self._asked.clear()
        self._asked[token.id] = (since, many + 1)
        if many >= self._most:
            wait = int((since + A_MINUTE - now).total_seconds()) + 1
            raise Told(429, f"More than {self._most} requests in a minute", Retry_After=str(wait))


def _unknown(detail: str) -> Told:
    return Told(401, detail, WWW_Authenticate='Bearer realm="throughcare"')
