"""What a rehearsal found, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

PENCE_A_PART = 4.0
"""An assumption, printed beside the cost: put your own contract's price in its place."""


CHANGES = ("release moved", "early release", "release postponed", "transferred", "in custody")


@dataclass(frozen=True)
class Tally:
    """What one cohort came to; tallies add up. `hours` are from raised to "mine", one for each escalation taken.

    `week_max` is the most routine texts that anybody got in seven days; `above_cap` counts people above the cap, and
    `at_night` texts in quiet hours that were neither replies nor danger. `done_by` are lines of people's trails.
    """

    texts: int = 0
    parts: int = 0
    received: int = 0
    escalations: Mapping[str, int] = field(default_factory=dict)
    hours: tuple[float, ...] = ()
    not_yet_taken: int = 0
    lost: int = 0
    week_max: int = 0
    above_cap: int = 0
    at_night: int = 0
    done_by: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.texts + other.texts,
            self.parts + other.parts,
            self.received + other.received,
            Counter(self.escalations) + Counter(other.escalations),
            self.hours + other.hours,
            self.not_yet_taken + other.not_yet_taken,
            self.lost + other.lost,
            max(self.week_max, other.week_max),
            self.above_cap + other.above_cap,
            self.at_night + other.at_night,
            Counter(self.done_by) + Counter(other.done_by),
        )


@dataclass(frozen=True)
class Report:
    """A whole rehearsal."""

    people: int
    days: int
    seed: int
    tally: Tally

    @property
    def cost_gbp(self) -> float:
        return round(self.tally.parts * PENCE_A_PART / 100, 2)

    def as_json(self) -> dict[str, Any]:
        """The contract's keys; hours are None where nobody had to take anything."""
        return {
            "people": self.people,
            "days": self.days,
            "texts": self.tally.texts,
            "parts": self.tally.parts,
            "cost_gbp": self.cost_gbp,
            "escalations": sum(self.tally.escalations.values()),
            "hours_to_human_p50": percentile(self.tally.hours, 50),
            "hours_to_human_p95": percentile(self.tally.hours, 95),
            "lost": self.tally.lost,
            "most_texts_in_a_week": self.tally.week_max,
            "above_weekly_cap": self.tally.above_cap,
            "texts_in_quiet_hours": self.tally.at_night,
            "pathways_added": self.tally.done_by.get("pathway added", 0),
            "plans_changed": sum(many for what, many in self.tally.done_by.items() if what in CHANGES),
        }

    def rows(self) -> list[tuple[str, str]]:
        """The same for people to read, line by line."""
        found, tally = self.as_json(), self.tally
        kinds = sorted(tally.escalations.items(), key=lambda item: (-item[1], item[0]))
        return [
            ("People, days, seed", f"{self.people}, {self.days}, {self.seed}"),
            ("Texts sent (people and staff)", f"{tally.texts:,}"),
            ("Parts", f"{tally.parts:,}"),
            (f"Cost, if a part costs {PENCE_A_PART} pence", f"{self.cost_gbp:,.2f} GBP"),
            ("Texts received", f"{tally.received:,}"),
            ("Escalations", f"{found['escalations']:,}"),
            *((f"  {kind}", f"{count:,}") for kind, count in kinds),
            ('Hours from raised to "mine", p50', _hours(found["hours_to_human_p50"])),
            ('Hours from raised to "mine", p95', _hours(found["hours_to_human_p95"])),
            ("Nobody's yet at the end", f"{tally.not_yet_taken:,}"),
            ("Pathways begun", f"{found['pathways_added']:,}"),
            ("Plans made anew (moved, early, put off, transferred, recalled)", f"{found['plans_changed']:,}"),
            ("Most routine texts to one person in seven days", f"{tally.week_max:,}"),
            ("People above the weekly cap", f"{tally.above_cap:,}"),
            ("Texts in quiet hours, but replies and danger", f"{tally.at_night:,}"),
            ("Lost", f"{tally.lost:,}"),
        ]


def percentile(values: tuple[float, ...], percent: int) -> float | None:
    """The nearest-rank percentile, to three places."""
    if not values:
        return None
    return round(sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)], 3)


def _hours(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
