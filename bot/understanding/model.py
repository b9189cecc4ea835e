"""The second layer's fitted arrays: which features speak for which intent, and how far a margin may be trusted.

Plain arrays in one `.npz`, never a pickle; `examples` is the hash of what they were fitted on. Serving needs numpy
alone: what fits them stands in `fit.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import sums

THRESHOLDS = ("sure", "ask", "ask_short", "stands", "let_go", "calm", "certain")
"""`sure` and `ask`: danger's lead over everything else, to raise it or to ask (`ask_short` in two or three words).
`stands` and `let_go`: the lead from which a phrase's danger stays sure, and below which it is no danger. Below `calm` a
text may be taken for yes, no, STOP or chat. `certain`: an everyday intent's lead over the next, to act on it."""
LISTED = 0.2
"""How much less lead is needed to ask where a phrase found danger: the weight that it had in a regression."""


@dataclass(frozen=True)
class Model:
    """`keys` are sorted sums of features; a row of `weights` for each, a column for each of `intents`."""

    intents: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: NDArray[np.float16]
    importance: NDArray[np.float16]
    bias: NDArray[np.float32]
    thresholds: Mapping[str, float]
    examples: str

    def margins(self, found: Iterable[str]) -> NDArray[np.float32] | None:
        """How much the features speak for each intent; None where none of them is known."""
        asked = np.fromiter(sums(found), np.uint32)
        asked.sort()  # looked up in their order they are near each other in memory: half the time
        at = np.searchsorted(self.keys, asked)
        at = at[(at < len(self.keys)) & (self.keys[np.minimum(at, len(self.keys) - 1)] == asked)]
        if not len(at):
            return None
        length = float(np.sqrt(np.square(self.importance[at], dtype=np.float32).sum()))
        spoken: NDArray[np.float32] = self.weights[at].sum(0, dtype=np.float32) / length + self.bias
        return spoken

    def speaking(self, found: Iterable[str], intent: str, most: int = 5) -> list[str]:
        """The features that speak most for an intent, most first: what `--explain` shows."""
        column = self.intents.index(intent)
        weighed = []
        for each in dict.fromkeys(found):
            (key,) = sums([each])
            at = int(np.searchsorted(self.keys, key))
            if at < len(self.keys) and self.keys[at] == key:
                weighed.append((float(self.weights[at, column]), each))
        return [each for weight, each in sorted(weighed, reverse=True)[:most] if weight > 0]

    def packed(self) -> bytes:
        """The model as it is stored."""
        file = BytesIO()
        bounds = np.array([self.thresholds[name] for name in THRESHOLDS], np.float32)
        np.savez_compressed(
            file, intents=np.array(self.intents), keys=self.keys, weights=self.weights, importance=self.importance,
            bias=self.bias, thresholds=bounds, examples=np.array(self.examples),
        )  # fmt: skip
        return file.getvalue()


def unpacked(content: bytes) -> Model:
    """What `packed` made; raises ValueError for anything else."""
    try:
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            parts: dict[str, Any] = {name: kept[name] for name in kept.files}
        return Model(
            intents=tuple(str(each) for each in parts["intents"]),
            keys=parts["keys"],
            weights=parts["weights"],
            importance=parts["importance"],
            bias=parts["bias"],
            thresholds=dict(zip(THRESHOLDS, map(float, parts["thresholds"]), strict=True)),
            examples=str(parts["examples"]),
        )
    except (KeyError, OSError, EOFError) as error:
        raise ValueError("this is no fitted model: run `throughcare teach --fit`") from error
