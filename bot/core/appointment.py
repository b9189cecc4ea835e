"""The kinds of appointment: one list for the console, imports and the API."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "key_work", "clinic", "prescriber", "pick_up", "doctor", "probation", "court_review", "test", "treatment",
    "housing", "jobcentre", "meeting",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
