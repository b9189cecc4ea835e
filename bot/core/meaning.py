"""What a text was understood to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, Protocol, runtime_checkable

URGENT: tuple[str, ...] = ("overdose_now", "suicide_risk", "danger", "alcohol_withdrawal", "medical")
"""The urgent class, most urgent first: answered at once and told to a human (safety rules 1 to 5)."""

DANGER: tuple[str, ...] = (*URGENT, "safeguarding")
"""Danger to anybody: read before anything else, and danger whatever its urgency is now, until a human closes it."""

INTENTS: tuple[str, ...] = (
    *DANGER,
    "phone_unsafe",
    "recalled_or_arrested",
    "opt_out",
    "wrong_person",
    "opt_in",
    "decline",
    "reschedule",
    "running_late",
    "confirm",
    "missed_script",
    "used_or_lapse",
    "housing_tonight",
    "naloxone_info",
    "overdose_info",
    "money_or_id",
    "question_appointment",
    "speak_to_person",
    "phone_change",
    "language",
    "who_can_see",
    "who_is_this",
    "thanks_or_chat",
)
"""Every intent, in the order in which they are answered when one text holds several."""

NEVER_ASKED = frozenset({"danger", "phone_unsafe"})
"""Abuse and watched phones get one neutral answer and no question (safety rule 7)."""

SURE_ENOUGH = 0.5
"""The confidence from which a reading may act, or be asked about."""

ReplyKind = Literal["answers", "number", "date", "time", "text"]
Value = str | int | float | date | time | None


@dataclass(frozen=True, slots=True)
class Expecting:
    """What the awaited reply may be.

    `answers` names the answers of an `answers` question in the order of their numbers: a bare "2" is the second.
    """

    kind: ReplyKind
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One intent that was found, how surely (0 to 1), and the words that led to it."""

    intent: str
    confidence: float
    words: tuple[str, ...] = ()
    asks: bool = False
    """True between sure and nothing: a short question comes first (and, for danger, a human is told at once)."""

    @property
    def guessed(self) -> bool:
        """Whether it only helps whoever reads the text: nothing acts on it."""
        return self.confidence < SURE_ENOUGH


@dataclass(frozen=True, slots=True)
class Meaning:
    """Every intent of a text, most urgent first, and the answer it gives to what was awaited.

    `answer` is one of the awaited `Expecting.answers`; `value` the awaited number, date, time or text;
    `slots` whatever else was read: `date`, `time`, `day`, `number`, `phone`, each as ISO or E.164 text.
    """

    readings: tuple[Reading, ...] = ()
    language: str = "en"
    answer: str | None = None
    value: Value = None
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def intent(self) -> str | None:
        return self.readings[0].intent if self.readings else None

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(reading.intent for reading in self.readings)

    @property
    def asks(self) -> bool:
        return bool(self.readings) and self.readings[0].asks

    @property
    def confidence(self) -> float:
        return self.readings[0].confidence if self.readings else 0.0

    @property
    def urgent(self) -> Reading | None:
        """The first reading of the urgent class, sure or asked about."""
        return next((reading for reading in self.readings if reading.intent in URGENT), None)

    @property
    def understood(self) -> bool:
        return bool(self.readings) or self.answer is not None or self.value is not None


class Recognise(Protocol):
    """Text to meaning: deterministic, on this machine, in bounded time, and never an exception."""

    def __call__(
        self, text: str, expecting: Expecting | None = None, *, language: str = "en", now: datetime | None = None
    ) -> Meaning:
        """`now` is the person's local time: "tomorrow" needs it."""


@runtime_checkable
class Explains(Protocol):
    """An understanding that can say why."""

    def explain(self, text: str, *, language: str = "en") -> dict[str, list[str]]:
        """For each intent that is found, the phrase in the text, or what likeness to examples rests on."""
