"""Cohorts know nothing of each other: with several of them, each processor plays its own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from bot.handlers.bot import Bot
from bot.rehearsal.report import Tally

Progress = Callable[[float], None]
Harm = Callable[[Bot], None]


@dataclass(frozen=True)
class Part:
    """One cohort to play: its number, how many people and days, and their pathways."""

    seed: int
    number: int
    size: int
    days: int
    pathways: tuple[str, ...]


Play = Callable[[Part, Progress, Harm | None], Tally]
TOLD_EVERY = 0.5
_fractions: Any = None


def side_by_side(parts: list[Part], play: Play, progress: Progress, harm: Harm | None) -> list[Tally]:
    """Play every part; the same figures come out however many processors there are."""
    many = min(len(parts), os.cpu_count() or 1)
    if many == 1 or harm is not None:
        return [play(part, _share(progress, number, len(parts)), harm) for number, part in enumerate(parts)]
    # Started afresh, not forked: a fork would copy whatever threads of the parent held locked.
    context = multiprocessing.get_context("spawn")
    fractions: Any = context.Array("d", len(parts))
    with ProcessPoolExecutor(many, context, _begin, (fractions,)) as pool:
        running: list[Future[Tally]] = [pool.submit(_one, play, part, number) for number, part in enumerate(parts)]
        left = set(running)
        while left:
            _, left = wait(left, TOLD_EVERY, FIRST_COMPLETED)
            progress(sum(fractions[:]) / len(parts))
        return [each.result() for each in running]


def _share(progress: Progress, number: int, of: int) -> Progress:
    return lambda fraction: progress((number + fraction) / of)


def _begin(fractions: Any) -> None:
    global _fractions
    _fractions = fractions


def _one(play: Play, part: Part, number: int) -> Tally:
    def told(fraction: float) -> None:
        _fractions[number] = fraction

    return play(part, told, None)
