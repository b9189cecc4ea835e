"""Fits the second layer on labelled examples, and finds its thresholds on examples that it was not fitted on.

scikit-learn does the fitting; it is needed to teach, never to serve, and is imported only here and only when asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.meaning import DANGER, INTENTS
from bot.understanding.features import sums
from bot.understanding.model import LISTED, Model
from bot.understanding.second_layer import FEWEST_TO_RAISE

FOLDS = 5
SEEN_TWICE = 2
ORDINARY_RAISED, ORDINARY_STANDS, ORDINARY_ASKED = 0.001, 0.001, 0.025
"""How many everyday examples may be raised as danger by likeness alone, and by a phrase; and how many asked about.
One in four of them plays with alarming words, far more than in life: so more of these may be asked about."""
DANGER_LET_GO = 0.005
"""How many of the urgent examples in which a phrase found danger surely may be let go."""
URGENT_TAKEN_FOR_CALM = 0.02
"""How many urgent examples may look so calm that they could be taken for an answer."""
RIGHT_CERTAIN = 0.8
HEAVIEST = 0.6
"""The share of the features that is kept, those that say most for or against some intent: the rest changes nothing."""

Featured = Callable[[str], Sequence[str]]
Row = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the intent that comes first, others that a reader would accept, and the idea behind it."""

    text: str
    intent: str
    also: frozenset[str]
    family: str

    @property
    def look_alike(self) -> bool:
        return self.family.startswith("lookalike")


def read_examples(files: Mapping[str, str], language: str = "en") -> list[Example]:
    """Examples of five columns: text, intent, also, family, language; raises ValueError with the place."""
    found = []
    for name, content in sorted(files.items()):
        for number, line in enumerate(content.splitlines(), 1):
            cells = line.split("\t")
            if len(cells) != 5 or cells[1] not in (*INTENTS, "none"):
                raise ValueError(f"{name}, line {number}: write text, intent, also, family and language, tabs between")
            text, intent, also, family, tongue = cells
            if tongue == language:
                found.append(Example(text, intent, frozenset(also.split(",")) - {"-"}, family))
    return found


def hash_of(files: Mapping[str, str]) -> str:
    """What the examples and the kinds of words are known by: fitted arrays belong to exactly one."""
    whole = sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{files[name]}\0".encode())
    return whole.hexdigest()


def fit(examples: Sequence[Example], featured: Featured, name: str, told: Callable[[str], None] = print) -> Model:
    """The fitted model; about a minute for ten thousand examples."""
    found = [featured(each.text) for each in examples]
    rows = [np.array(sorted(sums(each)), np.uint32) for each in found]
    told(f"{len(rows)} examples read")
    labels = np.array([each.intent for each in examples])
    intents = tuple(sorted(set(labels)))
    held = _held_out(examples, rows, labels, intents, told)
    keys, matrix, importance = _matrix(rows)
    weights, bias = _fitted(matrix, labels, intents)
    weighed = weights * importance[:, None]
    most = np.abs(weighed).max(1)
    heavy = most >= np.quantile(most, 1 - HEAVIEST)
    told(f"{int(heavy.sum())} of {len(keys)} features kept")
    return Model(
        intents, keys[heavy], weighed[heavy].astype(np.float16), importance[heavy].astype(np.float16),
        bias.astype(np.float32), _thresholds(examples, found, held, intents), name,
    )  # fmt: skip


def _matrix(rows: Sequence[Row]) -> tuple[Any, Any, Any]:
    """Rows of features that were seen twice or more, weighed by how rare they are, each row of length one."""
    from scipy.sparse import csr_matrix, diags
    from sklearn.preprocessing import normalize

    many = Counter(key for row in rows for key in row.tolist())
    keys = np.array(sorted(key for key, times in many.items() if times >= SEEN_TWICE), np.uint32)
    at = [_places(row, keys) for row in rows]
    columns = np.concatenate(at) if at else np.array([], np.int64)
    ends = np.cumsum([0, *map(len, at)])
    plain = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(keys)))
    seen = np.asarray((plain > 0).sum(0)).ravel()
    importance = np.log((1 + len(rows)) / (1 + seen)) + 1
    return keys, normalize(plain @ diags(importance)), importance


def _places(row: Row, keys: Row) -> NDArray[np.int64]:
    at = np.searchsorted(keys, row)
    found: NDArray[np.int64] = at[(at < len(keys)) & (keys[np.minimum(at, len(keys) - 1)] == row)]
    return found


def _fitted(matrix: Any, labels: NDArray[Any], intents: Sequence[str]) -> tuple[Any, Any]:
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    machine.fit(matrix, labels)
    assert list(machine.classes_) == list(intents)
    return machine.coef_.T, machine.intercept_


def _held_out(
    examples: Sequence[Example], rows: Sequence[Row], labels: Any, intents: Sequence[str],
    told: Callable[[str], None],
) -> NDArray[np.float32]:  # fmt: skip
    """Margins of each example by a model that saw neither it nor any of its family."""
    margins = np.zeros((len(rows), len(intents)), np.float32)
    fold = np.array([int(sha256(each.family.encode()).hexdigest(), 16) % FOLDS for each in examples])
    for number in range(FOLDS):
        inside, outside = np.flatnonzero(fold != number).tolist(), np.flatnonzero(fold == number).tolist()
        keys, matrix, importance = _matrix([rows[at] for at in inside])
        weights, bias = _fitted(matrix, labels[inside], intents)
        weighed = weights * importance[:, None]
        for at in outside:
            places = _places(rows[at], keys)
            length = np.sqrt(np.square(importance[places]).sum()) or 1.0
            margins[at] = weighed[places].sum(0) / length + bias
        told(f"fold {number + 1} of {FOLDS}")
    return margins


def _thresholds(
    examples: Sequence[Example], found: Sequence[Sequence[str]], held: NDArray[np.float32], intents: Sequence[str]
) -> dict[str, float]:
    danger = np.array([intent in DANGER for intent in intents])
    lead = held[:, danger].max(1) - held[:, ~danger].max(1)
    sure, asked, short = (np.array(each) for each in zip(*map(_seen, found), strict=True))
    urgent = np.array([each.intent in DANGER for each in examples])
    everyday = ~urgent & ~np.array([each.look_alike for each in examples])
    usual = np.where(danger, -np.inf, held)
    order = np.sort(usual, axis=1)
    ahead = order[:, -1] - order[:, -2]
    named = [intents[at] for at in usual.argmax(1)]
    right = np.array([name == each.intent or name in each.also for name, each in zip(named, examples, strict=True)])
    many = int((everyday & ~short).sum())
    let_go = float(np.quantile(lead[urgent & sure], DANGER_LET_GO))
    return {
        "sure": _top(lead[everyday & ~short & ~sure], ORDINARY_RAISED * many),
        "ask": _top(
            np.where(sure & (lead >= let_go), np.inf, lead + LISTED * (sure | asked))[everyday & ~short],
            (ORDINARY_RAISED + ORDINARY_STANDS + ORDINARY_ASKED) * many,
        ),
        "ask_short": _top(lead[everyday & short], ORDINARY_ASKED * int((everyday & short).sum())),
        "stands": _top(lead[everyday & sure], ORDINARY_STANDS * many),
        "let_go": let_go,
        "calm": float(np.quantile(lead[urgent], URGENT_TAKEN_FOR_CALM)),
        "certain": _lowest(ahead[everyday], right[everyday], RIGHT_CERTAIN),
    }


def _seen(found: Sequence[str]) -> tuple[bool, bool, bool]:
    """Whether phrases found danger surely, or only ask about it, and whether the text is too short to raise any."""
    marks = {each for each in found if each[0] == "r" and each[1:].rstrip("?") in DANGER}
    sure = any(not each.endswith("?") for each in marks)
    return sure, bool(marks) and not sure, sum(each[0] == "a" for each in found) < FEWEST_TO_RAISE


def _top(leads: NDArray[Any], many: float) -> float:
    """The lead that so many of them reach."""
    return float(np.sort(leads)[::-1][min(len(leads) - 1, int(many))])


def _lowest(ahead: NDArray[Any], right: NDArray[Any], share: float) -> float:
    """The smallest lead at which examples with about that lead are right that often."""
    order = np.argsort(ahead)
    window = max(50, len(order) // 40)
    for start in range(0, len(order) - window, window // 2):
        at = order[start : start + window]
        if right[at].mean() >= share:
            return float(ahead[at[0]])
    return float(ahead.max())
