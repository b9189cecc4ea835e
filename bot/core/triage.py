"""What to do with a text, before any flow: danger, then opt-out, then wrong person, then answers, needs and chat.

The urgent class is read before it is known who is texting, and before caps and flood control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.actions import Action, Awaited, Begin, Death, Hear, More, OptIn, OptOut, Raise, Sender
from bot.core.meaning import DANGER, NEVER_ASKED, ONE_EMERGENCY, Meaning, Reading

REPORTED_DEATH = "reported_death"
"""The topic of a text that tells that the very person has died."""
BEREAVED = "bereavement"
"""The topic of a text that tells of somebody else's death: nobody who writes that hears "Good to hear" of ours."""
WELL = frozenset({"good", "ok"})


def triage(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    """What a text asks of us, in order. `needs` maps an intent or a topic to the flow that answers it."""
    stop = _meant(meaning, "opt_out") or (sender.blocked and "opt_in" not in meaning.intents)
    died = sender.known and REPORTED_DEATH in meaning.topics
    urgent = [reading for reading in meaning.readings if reading.intent in DANGER]
    stopped: tuple[Action, ...] = (OptOut(silently=True),) if stop else ()
    if urgent:
        watched = (Raise("phone_unsafe", "today"),) if _meant(meaning, "phone_unsafe") else ()
        return (*_danger(urgent, sender), *watched, *stopped, *((Death(silently=True),) if died else ()))
    # Whoever has the danger hears of a STOP, a watched phone and the answer to our question too.
    more: tuple[Action, ...] = (More(),) if sender.in_danger else ()
    if died:
        told = (*stopped, Death(silently=sender.blocked or sender.opted_out or sender.in_danger))
        return (*more, *told)
    if stop:
        # Who has stopped our texts already is not texted that they have: another bot would answer that, for ever.
        out = OptOut(silently=sender.blocked or sender.opted_out)
        told = (out, Raise(REPORTED_DEATH, "today")) if REPORTED_DEATH in meaning.topics else (out,)
        return (*more, *told)
    if _meant(meaning, "phone_unsafe"):
        return (*more, Begin("phone_unsafe"))
    if asked := next((one for one in awaited if one.danger and one.fits), None):
        return (*more, Hear(asked.conversation))
    usual = _known(meaning, sender, awaited, needs) if sender.known else _stranger(meaning, sender)
    return _while_danger(usual, sender) if sender.in_danger else usual


FLOWS: frozenset[str] = frozenset(
    {
        *DANGER,
        *(f"{intent}_unsure" for intent in DANGER if intent not in NEVER_ASKED),
        *("phone_unsafe", "unknown_sender", "custody_hint", "wrong_person", "not_understood", "pass_on"),
        *("danger_more", "reported_death", "came_back", "running_late"),
    }
)
"""Every flow that triage begins by name; `needs` names the others."""


def _danger(urgent: Sequence[Reading], sender: Sender) -> tuple[Action, ...]:
    """Answer the most urgent, tell a human of every other; a stale automatic answer would mislead (safety rule 10)."""
    first, *others = urgent
    # A sure emergency beside one that is asked about is told: a "no" to the question may not lower it.
    told = [one for one in others if ONE_EMERGENCY.get(one.intent) != first.intent or (first.asks and not one.asks)]
    rest = tuple(Raise(reading.intent, "urgent", sender.late) for reading in told)
    if sender.late:
        return (Raise(first.intent, "urgent", unanswered=True), *rest)
    asks = first.asks and first.intent not in NEVER_ASKED
    return (Begin(f"{first.intent}_unsure" if asks else first.intent), *rest)


_SAID_BY_MORE: frozenset[Action] = frozenset({
    Begin("not_understood"), Begin("unknown_sender"), Begin("came_back"), Raise("came_back", "today"),
    Raise("unclaimed", "routine"), Raise("unclaimed", "today"), Raise("number_shared", "today"),
    Raise("text_after_stop", "routine"), Raise("text_after_stop", "today"), Raise("text_while_frozen", "today"),
})  # fmt: skip


def _while_danger(usual: tuple[Action, ...], sender: Sender) -> tuple[Action, ...]:
    """An address, a cry, a "hello??": it belongs to the danger that is open, and nobody in it hears "I'm a bot"."""
    rest = tuple(action for action in usual if action not in _SAID_BY_MORE)
    hushed = sender.hushed or sender.late or any(isinstance(action, (Begin, Hear)) for action in rest)
    return (More(), *(() if hushed else (Begin("danger_more"),)), *rest)


def _stranger(meaning: Meaning, sender: Sender) -> tuple[Action, ...]:
    """A number that is nobody's, or several people's. Whoever stopped our texts there may start them again."""
    raised = _raised_by_a_stranger(meaning, sender)
    if sender.opted_out and "opt_in" in _sure(meaning):
        return (OptIn(), raised)
    if sender.answered or sender.opted_out:
        return (raised,)
    return (Begin("came_back" if sender.past else "unknown_sender"), raised)


def _raised_by_a_stranger(meaning: Meaning, sender: Sender) -> Raise:
    """Whoever comes back, and news of a death or of custody from another phone, do not wait for a working day."""
    if REPORTED_DEATH in meaning.topics:
        return Raise(REPORTED_DEATH, "today")
    if sender.shared:
        return Raise("number_shared", "today")
    if sender.past:
        return Raise("came_back", "today")
    return Raise("unclaimed", "today" if "recalled_or_arrested" in _sure(meaning) else "routine")


def _surely(meaning: Meaning) -> list[Reading]:
    return [reading for reading in meaning.readings if not reading.asks and not reading.guessed]


def _sure(meaning: Meaning) -> list[str]:
    return [reading.intent for reading in _surely(meaning)]


def _meant(meaning: Meaning, intent: str) -> bool:
    """Whether a text says so: a mere guess stops and freezes nothing."""
    return any(reading.intent == intent and not reading.guessed for reading in meaning.readings)


def _flow(reading: Reading, needs: Mapping[str, str]) -> str | None:
    """The flow that answers a reading: its topic's before its intent's."""
    return needs.get(reading.topic) or needs.get(reading.intent)


_CHAT = "thanks_or_chat"
_VAGUE = frozenset({"question_appointment", "speak_to_person", "naloxone_info", "overdose_info", "money_or_id"})
"""What "where is the needle exchange" is taken for as well, by likeness or by no other words than those."""


def _wanted(meaning: Meaning, needs: Mapping[str, str]) -> list[str]:
    """The flows that a text asks for, in its order; what only hides a topic that was named comes after it."""
    sure = _surely(meaning)
    named = [set(each.words) for each in sure if each.topic in needs]

    def hides(each: Reading) -> bool:
        vague = each.intent in _VAGUE and each.topic not in needs
        return vague and any(set(each.words) <= words for words in named)

    return [flow for each in sorted(sure, key=hides) if each.intent != _CHAT and (flow := _flow(each, needs))]


def _cheered(meaning: Meaning, needs: Mapping[str, str]) -> list[str]:
    """The flows for what is said in chat, where the text asks nothing: "cant come, got a job" is no mere good news."""
    sure = _surely(meaning)
    if not {each.intent for each in sure} <= {_CHAT, "confirm"}:
        return []
    return [flow for each in sure if each.intent == _CHAT and (flow := _flow(each, needs))]


_NO_FLOW_OF_NEEDS = {"reschedule": "pass_on", "running_late": "running_late"}
"""What is an answer where something is awaited, and goes to a human where nothing is."""


def _known(
    meaning: Meaning, sender: Sender, awaited: Sequence[Awaited], needs: Mapping[str, str]
) -> tuple[Action, ...]:
    sure, wanted, cheered = _sure(meaning), _wanted(meaning, needs), _cheered(meaning, needs)
    if _meant(meaning, "recalled_or_arrested"):
        return (Begin("custody_hint"),)
    if sender.opted_out:
        return (OptIn(),) if "opt_in" in sure else (Raise("text_after_stop", "today" if wanted else "routine"),)
    if sender.frozen:
        return (Raise("text_while_frozen", "today"),)
    if other := next((reading for reading in _surely(meaning) if reading.intent == "wrong_person"), None):
        return (Begin(needs.get(other.topic, "wrong_person")),)
    answering = next((one for one in awaited if one.fits), None)
    if BEREAVED in meaning.topics and BEREAVED in needs:
        heard = (Hear(answering.conversation),) if answering and meaning.answer not in WELL else ()
        return (Begin(needs[BEREAVED]), *heard)
    if answering:
        beside = [flow for flow in (*wanted, *cheered)[:1] if flow not in answering.flows]
        return (Hear(answering.conversation), *map(Begin, beside))
    if wanted:
        asking = next((one for one in awaited if wanted[0] in one.flows), None)
        return (Hear(asking.conversation) if asking else Begin(wanted[0]),)
    if sure and sure[0] in _NO_FLOW_OF_NEEDS:
        return (Begin(_NO_FLOW_OF_NEEDS[sure[0]]),)
    if cheered:
        return (Begin(cheered[0]),)
    if sure and sure[0] in (_CHAT, "opt_in"):
        return ()
    return (Hear(awaited[0].conversation),) if awaited else (Begin("not_understood"),)
