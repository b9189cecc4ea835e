"""Sets up signing in on an app: Flask-Security, CSRF on every form, and cookies that stay at home."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

from flask import Blueprint, Flask
from flask_security import Security
from flask_wtf import CSRFProtect

from bot.handlers.bot import Bot
from bot.web.sign_in.accounts import Accounts

A_SHIFT = timedelta(hours=12)


class Settings(Protocol):
    """What signing in needs of the settings: `secret_key`, 32 random characters or more."""

    @property
    def secret_key(self) -> str: ...


def install(app: Flask, bot: Bot, settings: Settings) -> None:
    """Put signing in before the app; raises ValueError when the secret key is missing."""
    if not settings.secret_key:
        raise ValueError("SECRET_KEY is empty: sessions cannot be signed. Set it to 32 random characters or more.")
    app.extensions["throughcare"] = bot
    app.config.update(_config(bot.public_url.startswith("https://"), settings.secret_key))
    app.register_blueprint(Blueprint("sign_in", __name__, template_folder="templates"))
    CSRFProtect(app)
    Security(app, Accounts(bot))


def _config(https: bool, secret_key: str) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret_key,
        "PERMANENT_SESSION_LIFETIME": A_SHIFT,
        "SESSION_COOKIE_NAME": "__Host-throughcare" if https else "throughcare",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": https,
        **{f"SECURITY_{name}": value for name, value in _security(secret_key).items()},
    }


def _security(secret_key: str) -> dict[str, Any]:
    return {
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_SALT": secret_key,
        "RETURN_GENERIC_RESPONSES": True,
        "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": _as_kept, "case_insensitive": True}}],
        "DEFAULT_REMEMBER_ME": False,
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "LOGOUT_METHODS": ["POST"],
        "POST_LOGIN_VIEW": "/",
        "POST_LOGOUT_VIEW": "/sign-in",
        "LOGIN_USER_TEMPLATE": "sign_in/sign_in.html",
        "REGISTERABLE": False,
        "RECOVERABLE": False,
        "CHANGEABLE": False,
        "MSG_GENERIC_AUTHN_FAILED": ("That e-mail address and password do not match.", "error"),
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    }


def _as_kept(email: str) -> str:
    return email.strip().lower()
