"""The engine: a conversation and an event in; the new conversation and what to do, out.

It never sends, saves, sleeps or asks the time, so one engine serves the webhook, the studio's phone, the rehearsal
and the proof. Every walk stops at the next wait, at the end, or at the step cap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from bot.core.conversation import Conversation, Frame, Turn
from bot.core.effects import Effect, Escalate, Finish, Remember
from bot.core.events import Cancelled, Event, Replied, Returned, Silent
from bot.core.flow import Flow
from bot.core.meaning import Expecting, Meaning
from bot.core.span import Span
from bot.core.steps import END, Move
from bot.core.steps.ask import AskStep

STEP_CAP = 50
"""Steps in one turn: data may drive a loop, so a loop is cut short, done once and told to a person."""


class Flows(Protocol):
    """What the engine needs of a library."""

    @property
    def flows(self) -> Mapping[str, Flow]: ...


def start(library: Flows, flow: str, facts: Mapping[str, Any], now: datetime) -> Turn:
    """Begin a flow. `now` (UTC) is given as a fact to its choices; raises KeyError for a flow that is not there."""
    first = Frame(flow, library.flows[flow].start)
    facts = {**facts, "now": now}
    return _walk(library, Conversation(flow, (first,), facts=facts), _enter(library, first, facts))


def resume(library: Flows, conversation: Conversation, event: Event, now: datetime) -> Turn:
    """What one event does to a conversation."""
    conversation = replace(conversation, turn=conversation.turn + 1, facts={**conversation.facts, "now": now})
    match event:
        case Replied(meaning):
            return _replied(library, conversation, meaning)
        case Silent():
            return _silent(library, conversation)
        case Returned():
            return _returned(library, conversation)
        case Cancelled(reason):
            return _finished(replace(conversation, late=()), f"cancelled: {reason}", ())


def expecting(library: Flows, conversation: Conversation) -> Expecting | None:
    """What reply would be heard now: to the question that waits, else to the one whose silence ran out."""
    ask = _question(library, conversation.frames) or _question(library, conversation.late)
    return ask.expecting if ask else None


def flows_of(library: Flows, conversation: Conversation) -> frozenset[str]:
    """The flows that a conversation stands in, and those that these go through."""
    standing = frozenset(frame.flow for frame in (*conversation.frames, *conversation.late))
    return standing.union(*(library.flows[name].goes_through() for name in standing))


def patience(library: Flows, conversation: Conversation) -> Span | None:
    """How long the question that waits waits for its answer."""
    ask = _question(library, conversation.frames)
    return ask.silence_after if ask else None


def fits(library: Flows, conversation: Conversation, meaning: Meaning) -> bool:
    """Whether the reply answers the question that waits, or the late one."""
    asked = (_question(library, conversation.frames), _question(library, conversation.late))
    return any(ask is not None and ask.hear(meaning) is not None for ask in asked)


def _replied(library: Flows, conversation: Conversation, meaning: Meaning) -> Turn:
    for frames in (conversation.frames, conversation.late):
        ask = _question(library, frames)
        move = ask.hear(meaning) if ask else None
        if move is not None:
            return _walk(library, replace(conversation, frames=frames, late=(), outcome=None), move)
    ask = _question(library, conversation.frames)
    if ask is None:
        return Turn(conversation, heard=False)
    here = replace(conversation.here, unclear=conversation.here.unclear + 1)
    turn = _walk(library, _standing(conversation, here), ask.not_understood(here.unclear))
    return replace(turn, heard=False)


def _silent(library: Flows, conversation: Conversation) -> Turn:
    ask = _question(library, conversation.frames)
    if ask is None:
        return Turn(conversation)
    return _walk(library, replace(conversation, late=conversation.frames), Move(to=ask.silence_then))


def _returned(library: Flows, conversation: Conversation) -> Turn:
    ask = _question(library, conversation.frames)
    if ask is None:
        return Turn(conversation)
    if library.flows[conversation.flow].interrupted == "closes":
        return _finished(conversation, "closed after an interruption", ())
    return Turn(conversation, ask.enter(conversation.facts).effects)


def _walk(library: Flows, conversation: Conversation, move: Move) -> Turn:
    """Follow `move` from step to step until a wait, the end or the cap."""
    effects: list[Effect] = []
    outcome = "done"
    for _ in range(STEP_CAP):
        effects += move.effects
        conversation = _knowing(conversation, move.effects)
        outcome = move.outcome or outcome
        if move.into:
            conversation = _going_into(library, conversation, move)
        elif move.to is None:
            return Turn(conversation, tuple(effects))
        elif move.to != END:
            conversation = _standing(conversation, replace(conversation.here, step=move.to, unclear=0))
        else:
            conversation = replace(conversation, frames=conversation.frames[:-1])
            if not conversation.frames:
                return _finished(conversation, outcome, tuple(effects))
            if conversation.here.step == END:
                move = Move(to=END)
                continue
        move = _enter(library, conversation.here, conversation.facts)
    once = tuple(effect for n, effect in enumerate(effects) if effect not in effects[:n])
    return _finished(conversation, "step cap", (*once, Escalate("flow_fault", "today")))


def _going_into(library: Flows, conversation: Conversation, move: Move) -> Conversation:
    """The parent stands where it goes on afterwards; the sub-flow stands on top."""
    back = replace(conversation.here, step=move.to or END, unclear=0)
    name = move.into or ""
    frames = (*conversation.frames[:-1], back, Frame(name, library.flows[name].start))
    return replace(conversation, frames=frames)


def _enter(library: Flows, frame: Frame, facts: Mapping[str, Any]) -> Move:
    return library.flows[frame.flow].steps[frame.step].enter(facts)


def _standing(conversation: Conversation, here: Frame) -> Conversation:
    return replace(conversation, frames=(*conversation.frames[:-1], here))


def _knowing(conversation: Conversation, effects: tuple[Effect, ...]) -> Conversation:
    learnt = {effect.name: effect.value for effect in effects if isinstance(effect, Remember)}
    return replace(conversation, facts={**conversation.facts, **learnt}) if learnt else conversation


def _finished(conversation: Conversation, outcome: str, effects: tuple[Effect, ...]) -> Turn:
    return Turn(replace(conversation, frames=(), outcome=outcome), (*effects, Finish(outcome)))


def _question(library: Flows, frames: tuple[Frame, ...]) -> AskStep | None:
    if not frames:
        return None
    step = library.flows[frames[-1].flow].steps.get(frames[-1].step)
    return step if isinstance(step, AskStep) else None
