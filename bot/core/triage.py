"""What to do with a text, before any flow: danger, then opt-out, then wrong person, then answers, needs and chat.

The urgent class is read before it is known who is texting, and before caps and flood control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.effects import Urgency
from bot.core.meaning import NEVER_ASKED, Meaning, Reading


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who texts: `known` is exactly one active person whose number it is.

    `blocked` is the provider's own word that this very text stopped (or started) our texts; `late` means that we first
    see it too late for an automatic answer; `answered` that an unknown number had its one reply lately.
    """

    known: bool
    shared: bool = False
    opted_out: bool = False
    frozen: bool = False
    late: bool = False
    answered: bool = False
    blocked: bool = False


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
    """Raise an escalation; say nothing."""

    kind: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class OptOut:
    """`silently`: the provider has answered already, and would refuse another text."""

    silently: bool


@dataclass(frozen=True, slots=True)
class OptIn:
    """They ask for texts again."""


Action = Begin | Hear | Raise | OptOut | OptIn


def triage(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    """What a text asks of us, in order. `needs` maps an intent to the flow that answers it."""
    stop = "opt_out" in meaning.intents or (sender.blocked and "opt_in" not in meaning.intents)
    urgent = [reading for reading in meaning.readings if reading.intent in _FIRST]
    if urgent:
        return (*_danger(urgent, sender), *((OptOut(silently=True),) if stop else ()))
    if stop:
        return (OptOut(silently=sender.blocked),)
    if "phone_unsafe" in meaning.intents:
        return (Begin("phone_unsafe"),)
    if asked := next((one for one in awaited if one.danger and one.fits), None):
        return (Hear(asked.conversation),)
    if not sender.known:
        return _stranger(sender)
    return _known(meaning, sender, awaited, needs)


_FIRST = frozenset({"overdose_now", "suicide_risk", "danger", "alcohol_withdrawal", "medical", "safeguarding"})

FLOWS: frozenset[str] = frozenset(
    {
        *_FIRST,
        *(f"{intent}_unsure" for intent in _FIRST - NEVER_ASKED),
        *("phone_unsafe", "unknown_sender", "custody_hint", "wrong_person", "not_understood", "pass_on"),
    }
)
"""Every flow that triage begins by name; `needs` names the others."""


def _danger(urgent: Sequence[Reading], sender: Sender) -> tuple[Action, ...]:
    """Answer the most urgent, tell a human of every other; a stale automatic answer would mislead (safety rule 10)."""
    first, *others = urgent
    # "took too much cant breathe" is one emergency: two alarms would have one worker ring twice.
    told = [one for one in others if (first.intent, one.intent) != ("overdose_now", "medical")]
    rest = tuple(Raise(reading.intent, "urgent") for reading in told)
    if sender.late:
        return (Raise(first.intent, "urgent"), *rest)
    asks = first.asks and first.intent not in NEVER_ASKED
    return (Begin(f"{first.intent}_unsure" if asks else first.intent), *rest)


def _stranger(sender: Sender) -> tuple[Action, ...]:
    raised = Raise("number_shared" if sender.shared else "unclaimed", "today" if sender.shared else "routine")
    if sender.answered or sender.opted_out:
        return (raised,)
    return (Begin("unknown_sender"), raised)


def _known(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    sure = [reading.intent for reading in meaning.readings if not reading.asks]
    if "recalled_or_arrested" in meaning.intents:
        return (Begin("custody_hint"),)
    if sender.opted_out:
        return (OptIn(),) if "opt_in" in sure else (Raise("text_after_stop", "routine"),)
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
