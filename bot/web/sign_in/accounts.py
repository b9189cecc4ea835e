"""Accounts as Flask-Security wants them, on the account table and without an ORM."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore
from sqlalchemy import func, insert, select, update

from bot.handlers.bot import Bot
from bot.store.staff import Staff, account
from bot.store.staff import get as get_staff

LOOKED_UP_BY = ("id", "email", "fs_uniquifier", "staff_id")


class Role(RoleMixin):
    """A member of staff's one role, by name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class User(UserMixin):
    """An account and the member of staff that it belongs to."""

    fs_uniquifier = ""

    def __init__(self, row: Any, staff: Staff) -> None:
        self.id: int = row.id
        self.staff = staff
        self.email: str = row.email
        self.password: str | None = row.password
        self.active: bool = row.active and staff.active
        self.fs_uniquifier = row.fs_uniquifier
        self.roles: list[RoleMixin] = [Role(staff.role)]


class Accounts(UserDatastore):
    """Finds accounts, and keeps the hash when a stronger one replaces it; each is a piece of work of its own."""

    def __init__(self, bot: Bot) -> None:
        super().__init__(User, Role)
        self._db = bot.db

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        name, value = next(iter(by.items()))
        if name not in LOOKED_UP_BY:
            return None
        found = account.c[name]
        same = func.lower(found) == str(value).lower() if case_insensitive else found == value
        with self._db.look() as work:
            row = work.execute(select(account).where(same)).first()
            staff = get_staff(work, row.staff_id) if row else None
        return User(row, staff) if staff else None

    def find_role(self, role: str) -> Role:
        return Role(role)

    def put(self, model: User) -> User:
        with self._db.work() as work:
            work.execute(update(account).where(account.c.id == model.id).values(password=model.password))
        return model

    def commit(self) -> None:
        """Every `put` is committed already."""


def keep_account(bot: Bot, staff_id: str, email: str, hashed: str) -> None:
    """Give a member of staff this hash; an account that is there gets it as its new one, and its sessions end."""
    values = {"email": email.strip().lower(), "password": hashed, "active": True, "fs_uniquifier": uuid4().hex}
    with bot.db.work() as work:
        known = update(account).where(account.c.staff_id == staff_id)
        if not work.execute(known.values(**values)).rowcount:
            work.execute(insert(account).values(staff_id=staff_id, **values))
