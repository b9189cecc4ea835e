"""What to do with a text, before any flow: danger, then opt-out, then wrong person, then answers, needs and chat.

The urgent class is read before it is known who is texting, and before caps and flood control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.effects import Urgency
from bot.core.meaning import DANGER, NEVER_ASKED, ONE_EMERGENCY, Meaning, Reading


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who texts: `known` is exactly one active person whose number it is.

    `blocked` is the provider's own word that this very text stopped (or started) our texts; `late` means that we first
    see it too late for an automatic answer; `answered` that an unknown number had its one reply lately.
    `in_danger`: danger is open for them; `hushed`: they hear nothing of ours about it (watched, or told just now).
    """

    known: bool
    shared: bool = False
    opted_out: bool = False
    frozen: bool = False
    late: bool = False
    answered: bool = False
    blocked: bool = False
    in_danger: bool = False
    hushed: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """A conversation that awaits a reply; `fits` says whether this text answers it."""

    conversation: str
    fits: bool
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin this flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Give the reply to this conversation."""

    conversation: str


@dataclass(frozen=True, slots=True)
class Raise:
    """Raise an escalation; say nothing. `unanswered`: too late for an answer, which whoever is told must know."""

    kind: str
    urgency: Urgency
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class OptOut:
    """`silently`: the provider has answered already, and would refuse another text."""

    silently: bool


@dataclass(frozen=True, slots=True)
class OptIn:
    """They ask for texts again."""


@dataclass(frozen=True, slots=True)
class More:
    """Another text while danger is open: whoever has it hears of it."""


Action = Begin | Hear | Raise | OptOut | OptIn | More


def triage(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    """What a text asks of us, in order. `needs` maps an intent to the flow that answers it."""
    stop = _meant(meaning, "opt_out") or (sender.blocked and "opt_in" not in meaning.intents)
    urgent = [reading for reading in meaning.readings if reading.intent in DANGER]
    if urgent:
        return (*_danger(urgent, sender), *((OptOut(silently=True),) if stop else ()))
    if stop:
        # Who has stopped our texts already is not texted that they have: another bot would answer that, for ever.
        return (OptOut(silently=sender.blocked or sender.opted_out),)
    if _meant(meaning, "phone_unsafe"):
        return (Begin("phone_unsafe"),)
    if asked := next((one for one in awaited if one.danger and one.fits), None):
        return (Hear(asked.conversation),)
    usual = _known(meaning, sender, awaited, needs) if sender.known else _stranger(meaning, sender)
    return _while_danger(usual, sender) if sender.in_danger else usual


FLOWS: frozenset[str] = frozenset(
    {
        *DANGER,
        *(f"{intent}_unsure" for intent in DANGER if intent not in NEVER_ASKED),
        *("phone_unsafe", "unknown_sender", "custody_hint", "wrong_person", "not_understood", "pass_on"),
        "danger_more",
    }
)
"""Every flow that triage begins by name; `needs` names the others."""


def _danger(urgent: Sequence[Reading], sender: Sender) -> tuple[Action, ...]:
    """Answer the most urgent, tell a human of every other; a stale automatic answer would mislead (safety rule 10)."""
    first, *others = urgent
    told = [one for one in others if ONE_EMERGENCY.get(one.intent) != first.intent]
    rest = tuple(Raise(reading.intent, "urgent", sender.late) for reading in told)
    if sender.late:
        return (Raise(first.intent, "urgent", unanswered=True), *rest)
    asks = first.asks and first.intent not in NEVER_ASKED
    return (Begin(f"{first.intent}_unsure" if asks else first.intent), *rest)


_SAID_BY_MORE: frozenset[Action] = frozenset({
    Begin("not_understood"), Begin("unknown_sender"), Raise("unclaimed", "routine"), Raise("number_shared", "today"),
    Raise("text_after_stop", "routine"), Raise("text_after_stop", "today"), Raise("text_while_frozen", "today"),
})  # fmt: skip


def _while_danger(usual: tuple[Action, ...], sender: Sender) -> tuple[Action, ...]:
    """An address, a cry, a "hello??": it belongs to the danger that is open, and nobody in it hears "I'm a bot"."""
    rest = tuple(action for action in usual if action not in _SAID_BY_MORE)
    hushed = sender.hushed or sender.late or any(isinstance(action, (Begin, Hear)) for action in rest)
    return (More(), *(() if hushed else (Begin("danger_more"),)), *rest)


def _stranger(meaning: Meaning, sender: Sender) -> tuple[Action, ...]:
    """A number that is nobody's, or several people's. Whoever stopped our texts there may start them again."""
    raised = Raise("number_shared" if sender.shared else "unclaimed", "today" if sender.shared else "routine")
    if sender.opted_out and "opt_in" in _sure(meaning):
        return (OptIn(), raised)
    if sender.answered or sender.opted_out:
        return (raised,)
    return (Begin("unknown_sender"), raised)


def _sure(meaning: Meaning) -> list[str]:
    return [reading.intent for reading in meaning.readings if not reading.asks and not reading.guessed]


def _meant(meaning: Meaning, intent: str) -> bool:
    """Whether a text says so: a mere guess stops and freezes nothing."""
    return any(reading.intent == intent and not reading.guessed for reading in meaning.readings)


def _known(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    sure = _sure(meaning)
    if _meant(meaning, "recalled_or_arrested"):
        return (Begin("custody_hint"),)
    if sender.opted_out:
        needy = any(intent in needs for intent in sure)
        return (OptIn(),) if "opt_in" in sure else (Raise("text_after_stop", "today" if needy else "routine"),)
    if sender.frozen:
        return (Raise("text_while_frozen", "today"),)
    if "wrong_person" in sure:
        return (Begin("wrong_person"),)
    wanted = [needs[intent] for intent in sure if intent in needs]
    if answering := next((one for one in awaited if one.fits), None):
        return (Hear(answering.conversation), *(Begin(flow) for flow in wanted[:1]))
    if wanted:
        return (Begin(wanted[0]),)
    if sure and sure[0] in ("reschedule", "running_late"):
        return (Begin("pass_on"),)
    if sure and sure[0] in ("thanks_or_chat", "opt_in"):
        return ()
    return (Hear(awaited[0].conversation),) if awaited else (Begin("not_understood"),)
