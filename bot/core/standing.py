"""How a person stands with us: whether we may text them now, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.flow import Manner

Status = Literal["active", "closed", "died"]
Custody = Literal["in_prison", "released", "to_verify"]
NumberState = Literal["none", "unverified", "verified", "wrong", "bad", "conflict", "unsafe"]


NOT_VERIFIED = "number not verified"
DEATH_REPORTED = "a death is reported: verify"


@dataclass(frozen=True, slots=True)
class Standing:
    """`custody`: `to_verify` freezes texts until somebody has looked (safety rule 15); so does `death_reported`."""

    status: Status
    custody: Custody
    number: NumberState
    opted_out: bool
    death_reported: bool = False

    def refusal(self, manner: Manner, *, introducing: bool = False) -> str | None:
        """Why a text of this manner may not go now, in words for staff; None: it may.

        `introducing` is the text that asks whether the number is theirs. Danger answers pass everything but a number
        that does not exist (safety rule 5).
        """
        if self.number in ("none", "bad"):
            return "no working number"
        if manner == "danger":
            return None
        if self.death_reported:
            return DEATH_REPORTED
        if self.opted_out:
            return "they asked us to stop"
        if self.status != "active":
            return f"case {self.status}"
        return self._held_back(manner, introducing)

    def _held_back(self, manner: Manner, introducing: bool) -> str | None:
        if self.custody != "released":
            return "in prison" if self.custody == "in_prison" else "may be in custody: verify"
        if self.number in ("wrong", "conflict", "unsafe"):
            return {"wrong": "not their number", "conflict": "number shared by two people", "unsafe": "phone not safe"}[
                self.number
            ]
        if self.number == "unverified" and not introducing and manner != "reply":
            return NOT_VERIFIED
        return None
