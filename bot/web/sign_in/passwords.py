"""Passwords: argon2id by argon2-cffi's own defaults (RFC 9106, low memory), which Flask-Security verifies."""

from __future__ import annotations

from argon2 import PasswordHasher

from bot.handlers.bot import Bot
from bot.web.sign_in.accounts import keep_account

SHORTEST = 12


class TooShort(ValueError):
    """A password that is shorter than SHORTEST characters."""


def add_account(bot: Bot, staff_id: str, email: str, password: str) -> None:
    """Let a member of staff sign in with this e-mail and password; again: with the new one. Raises TooShort."""
    if len(password) < SHORTEST:
        raise TooShort(f"The password has {len(password)} characters. Choose one of at least {SHORTEST}.")
    keep_account(bot, staff_id, email, hashed(password))


def hashed(password: str) -> str:
    """What is kept of a password: slow to make on purpose, and of little use to whoever steals it."""
    return PasswordHasher().hash(password)
