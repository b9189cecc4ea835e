"""What needs no database: the engine alone, and understanding alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle

from bot.bench.figures import Figure, rate
from bot.core import engine
from bot.core.events import Replied
from bot.core.meaning import Meaning
from bot.handlers.bot import Speech

TEXTS = (
    "yes", "good thanks", "not great tbh", "cant make it tomorrow can we do thursday", "who is this",
    "i missed my script and im rattling", "ok see you at 10", "stop", "he wont wake up and his lips are blue",
    "thanks asha", "my phone is nearly dead ill text later", "where do i go for the appointment on monday",
)  # fmt: skip
GOOD = Replied(Meaning(answer="good"))
FACTS = {"days_out": 7, "first_name": "Dean", "number": "verified", "discreet": "yes"}
TURNS_A_CONVERSATION = 2


def engine_turns(speech: Speech, runs: int, times: int) -> Figure:
    """Turns a second of the engine: a check-in begins, and the reply is heard."""
    now = datetime(2026, 6, 8, 10, tzinfo=UTC)

    def talk() -> None:
        begun = engine.start(speech.library, "check_in", FACTS, now)
        engine.resume(speech.library, begun.conversation, GOOD, now)

    return Figure.of([TURNS_A_CONVERSATION * rate(talk, times) for _ in range(runs)])


def understood(speech: Speech, runs: int, times: int) -> Figure:
    """Texts a second that are understood, on one core."""
    texts = cycle(TEXTS)
    return Figure.of([rate(lambda: speech.understand(next(texts)), times) for _ in range(runs)])
