"""Measuring: several runs of one thing, and their least, middle and most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing over several runs."""

    min: float
    median: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Figure:
        return cls(*(float(f"{value:.4g}") for value in (min(values), median(values), max(values))))

    def as_json(self) -> dict[str, float]:
        return {"min": self.min, "median": self.median, "max": self.max}


def rate(act: Callable[[], object], times: int) -> float:
    """How often a second it can be done, measured over so many times."""
    began = perf_counter()
    for _ in range(times):
        act()
    return times / (perf_counter() - began)


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = perf_counter()
    act()
    return perf_counter() - began
