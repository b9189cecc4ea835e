"""The states of a text on its way: receipts may come in any order, and a final state never goes back."""

from __future__ import annotations

from typing import Literal

State = Literal["waiting", "sending", "sent", "delivered", "undelivered", "failed", "unsure", "dropped"]
FINAL: frozenset[str] = frozenset({"delivered", "undelivered", "failed", "dropped"})
OPEN: tuple[State, ...] = ("waiting", "sending", "unsure")

_RECEIPTS: dict[str, State] = {
    "queued": "sent",
    "accepted": "sent",
    "scheduled": "sent",
    "sending": "sent",
    "sent": "sent",
    "initiated": "sent",
    "ringing": "sent",
    "in-progress": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "completed": "delivered",
    "undelivered": "undelivered",
    "failed": "undelivered",
    "busy": "undelivered",
    "no-answer": "undelivered",
    "canceled": "undelivered",
}
"""The provider's words for texts and for calls."""


def after_receipt(state: State, receipt: str) -> State:
    """The state after a receipt with the provider's word `receipt`; an unknown word changes nothing."""
    if state in FINAL:
        return state
    return _RECEIPTS.get(receipt, state)
