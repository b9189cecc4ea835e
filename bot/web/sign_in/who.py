"""Who is signed in, and the way to the sign-in page for whoever is not."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from bot.handlers.bot import Bot
from bot.store.staff import Staff
from bot.web.sign_in.accounts import User


def the_bot() -> Bot:
    """The bot that this app serves; `setup.install` keeps it."""
    return cast(Bot, current_app.extensions["throughcare"])


def signed_in() -> bool:
    return bool(current_user.is_authenticated and current_user.is_active)


def me() -> Staff:
    """The member of staff at the screen; ask only behind `sign_in_first`."""
    return cast(User, current_user).staff


def sign_in_first() -> ResponseReturnValue | None:
    """For `before_request`: sends whoever is not signed in to the sign-in page and afterwards back here."""
    if signed_in():
        return None
    there = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("security.login")})
    return redirect(url_for("security.login", next=there))
