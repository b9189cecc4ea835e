"""What the Twilio double does wrong, switched while it runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass
class Fault:
    """One fault of an answer. `kind`: "status" (answers `status`), "hang" (says nothing for `seconds`), "reset".

    `on`: "create", "list", "fetch" or "any"; `accepted`: it is recorded first; `times`: how often, None for ever.
    """

    kind: str
    on: str = "create"
    accepted: bool = False
    status: int = 503
    code: int | None = None
    retry_after: float | None = None
    seconds: float = 30.0
    times: int | None = 1


@dataclass(frozen=True)
class Receipts:
    """How receipts are posted: `delay` seconds apart by the double's clock, `copies` of each, last first (`reverse`).

    `hold`: none is posted and nothing moves, so that a sent date stays empty.
    """

    hold: bool = False
    delay: float = 0.0
    copies: int = 1
    reverse: bool = False


@dataclass(frozen=True)
class Lists:
    """How lists are told: fresh items only after `lag` seconds, neighbours swapped (`reorder`), pages of `most`."""

    lag: float = 0.0
    reorder: bool = False
    most: int = 1000


@dataclass
class Faults:
    """Every switch. `stop`: numbers that texted STOP; `bad`: number to error code of its receipts."""

    faults: list[Fault] = field(default_factory=list)
    receipts: Receipts = field(default_factory=Receipts)
    lists: Lists = field(default_factory=Lists)
    stop: set[str] = field(default_factory=set)
    bad: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def switch(self, wanted: dict[str, Any]) -> None:
        """Each key that is named replaces what stood; the others stay. Raises TypeError on an unknown switch."""
        unknown = set(wanted) - {"faults", "receipts", "lists", "stop", "bad"}
        if unknown:
            raise TypeError(f"no such switch: {', '.join(sorted(unknown))}")
        with self._lock:
            if "faults" in wanted:
                self.faults = [Fault(**each) for each in wanted["faults"]]
            if "receipts" in wanted:
                self.receipts = replace(Receipts(), **wanted["receipts"])
            if "lists" in wanted:
                self.lists = replace(Lists(), **wanted["lists"])
            self.stop = set(wanted.get("stop", self.stop))
            self.bad = {number: int(code) for number, code in wanted.get("bad", self.bad).items()}

    def reset(self) -> None:
        """Everything right again."""
        fresh = Faults()
        with self._lock:
            for each in fields(self):
                if not each.name.startswith("_"):
                    setattr(self, each.name, getattr(fresh, each.name))

    def next(self, doing: str) -> Fault | None:
        """The fault that this request meets, used up by one."""
        with self._lock:
            for fault in self.faults:
                if fault.on in (doing, "any") and fault.times != 0:
                    fault.times = None if fault.times is None else fault.times - 1
                    return fault
        return None
