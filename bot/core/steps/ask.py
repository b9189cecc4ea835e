"""ask: text a question and wait, with a deadline and a way on for silence and for what is not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.effects import Effect, Remember, Say, Wait
from bot.core.meaning import Expecting, Meaning, ReplyKind
from bot.core.raw import Raw
from bot.core.span import Span
from bot.core.steps.base import Move

KEY = "ask"
EXPECTS: tuple[ReplyKind, ...] = ("answers", "number", "date", "time", "text")


@dataclass(frozen=True, slots=True)
class AskStep:
    """A question, its answers and its ways on."""

    message: str
    expects: ReplyKind
    answers: Mapping[str, str]
    then: str
    remember: str
    unclear_say: str
    unclear_times: int
    unclear_then: str
    silence_after: Span
    silence_then: str

    @property
    def expecting(self) -> Expecting:
        return Expecting(self.expects, tuple(self.answers))

    @property
    def _wait(self) -> Wait:
        return Wait(self.expecting, self.silence_after)

    def enter(self, facts: Mapping[str, Any]) -> Move:
        return Move((Say(self.message), self._wait))

    def hear(self, meaning: Meaning) -> Move | None:
        """Where an answer leads, or None: this is no answer to the question."""
        if self.expects == "answers":
            if meaning.answer is None or meaning.answer not in self.answers:
                return None
            return Move(self._kept(meaning.answer), self.answers[meaning.answer])
        return None if meaning.value is None else Move(self._kept(meaning.value), self.then)

    def not_understood(self, times: int) -> Move:
        """The n-th unclear reply (from 1): ask again in other words, or go on to `unclear.then`."""
        if times > self.unclear_times:
            return Move(to=self.unclear_then)
        return Move((Say(self.unclear_say), self._wait))

    def _kept(self, value: Any) -> tuple[Effect, ...]:
        return (Remember(self.remember, value),) if self.remember else ()

    def exits(self) -> tuple[str, ...]:
        onward = tuple(self.answers.values()) if self.expects == "answers" else (self.then,)
        return (*onward, self.unclear_then, self.silence_then)

    def messages(self) -> tuple[str, ...]:
        return (self.message, self.unclear_say)


def parse(raw: Raw) -> AskStep:
    raw.only(KEY, "expects", "answers", "then", "remember", "unclear", "silence")
    expects = raw.one_of("expects", EXPECTS, "answers")
    for needed in ("unclear", "silence", "answers" if expects == "answers" else "then"):
        if needed not in raw:
            raise raw.refuse(f"this question has no `{needed}`", f"Say what happens: `{needed}: ...`")
    unclear, silence = raw.down("unclear"), raw.down("silence")
    unclear.only("say", "times", "then")
    silence.only("after", "then")
    return AskStep(
        message=raw.text(KEY),
        expects=expects,
        answers=_answers(raw) if expects == "answers" else {},
        then=raw.text("then") if expects != "answers" else "",
        remember=str(raw.mapping().get("remember", "")),
        unclear_say=unclear.text("say"),
        unclear_times=unclear.number("times", 1),
        unclear_then=unclear.text("then"),
        silence_after=silence.span("after"),
        silence_then=silence.text("then"),
    )


def _answers(raw: Raw) -> Mapping[str, str]:
    answers = raw.down("answers")
    if not list(answers):
        raise answers.refuse("there are no answers", "Write `answers: {yes: a_step, no: another_step}`")
    return {str(name): answers.text(name) for name in answers}
