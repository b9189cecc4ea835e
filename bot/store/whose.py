"""Whose a row is: a person's, or a number's that may be nobody's."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, false, or_


def about(table: Table, person_id: str | None, phone_hash: str | None) -> ColumnElement[bool]:
    """The rows of the person or of the number; no row where neither is known: not every row of nobody we know."""
    theirs = [table.c.phone_hash == phone_hash] if phone_hash else []
    theirs += [table.c.person_id == person_id] if person_id else []
    return or_(false(), *theirs)
