"""Staff teach it: a text that was misunderstood is offered, a second person looks it over.

What is kept never says whose text it was: names that we know, numbers and dates of birth are taken out here, whatever
was typed, and again from every wording that somebody mends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.core.anonymous import anonymous
from bot.core.meaning import INTENTS, SURE_ENOUGH
from bot.handlers.bot import Bot
from bot.handlers.refusal import Refusal
from bot.store import heard, inbound, lessons, people, staff
from bot.store.database import Work

NONE = "none"
"""The meaning of a text that means nothing which the list names."""
MEANINGS = (*INTENTS, NONE)
LONGEST = 1600
TAKEN_OUT = re.compile(r"\[[a-z-]+\]")
NO_NAMES = frozenset({
    "mum", "dad", "mam", "nan", "gran", "sister", "brother", "son", "daughter", "wife", "husband", "partner", "friend",
    "aunt", "auntie", "uncle", "mother", "father", "his", "her", "their", "the", "and", "or", "of", "at", "work",
    "home", "girlfriend", "boyfriend", "neighbour", "support", "worker", "probation", "hostel", "number",
    "phone", "call",
})  # fmt: skip
"""What stands in a line about whom to ring, and is nobody's name."""


def without_names(work: Work, text: Mapping[str, Any], worker_id: str, body: str | None = None) -> str:
    """The body of a text received, or the wording typed for it, without what says whose it is."""
    return anonymous(str(text["body"]) if body is None else body, _names(work, text, worker_id))


def offer(bot: Bot, text_id: str, worker_id: str, body: str, intent: str) -> str:
    """Put a text on the list to learn from; raises Refusal, or LookupError where there is no such text."""
    now = bot.clock.now()
    with bot.db.work() as work:
        text = inbound.get(work, text_id)
        if text is None:
            raise LookupError("there is no such text")
        said = _wording(without_names(work, text, worker_id, body))
        _meaning(intent)
        if intent == (text["intent"] or NONE) and not _unsure(text):
            raise Refusal("intent", "that is what it was understood as", "Choose what it meant, or leave it")
        language = str(text["meaning"].get("language") or "en")
        return lessons.add(
            work, text=said, intent=intent, was=text["intent"], language=language, offered_by=worker_id, offered_at=now
        )


def _unsure(text: Mapping[str, Any]) -> bool:
    """Whether it was only asked about or guessed: then it may be taught that it was right."""
    first = next(iter(text["meaning"].get("readings") or ()), None)
    return bool(first and (first["asks"] or first["confidence"] < SURE_ENOUGH))


def accept(bot: Bot, lesson_id: str, worker_id: str | None, body: str, intent: str, reason: str = "") -> None:
    """It goes into the next fitting; by whoever did not offer it, or on the command line (None); raises Refusal."""
    said = _wording(anonymous(body))
    _meaning(intent)
    _decide(bot, lesson_id, lessons.ACCEPTED, worker_id, reason, text=said, intent=intent)


def refuse(bot: Bot, lesson_id: str, worker_id: str | None, reason: str) -> None:
    """It is not learned from; whoever offered it may do this too; raises Refusal."""
    if not reason.strip():
        raise Refusal("reason", "the reason is missing", "Write why it is not learned from")
    _decide(bot, lesson_id, lessons.REFUSED, worker_id, reason)


def _decide(bot: Bot, lesson_id: str, state: str, worker_id: str | None, reason: str, **new: str) -> None:
    now = bot.clock.now()
    with bot.db.work() as work:
        one = lessons.get(work, lesson_id)
        if one is None:
            raise LookupError("there is no such lesson")
        if state == lessons.ACCEPTED and worker_id and one.offered_by == worker_id:
            raise Refusal("decision", "you offered this yourself", "Somebody else accepts it")
        why = anonymous(reason.strip())
        if not lessons.decide(work, lesson_id, state, by=worker_id, now=now, reason=why, **new):
            raise Refusal("decision", _decided(work, lesson_id), "Nothing was changed")


def _decided(work: Work, lesson_id: str) -> str:
    """Who was faster."""
    one = lessons.get(work, lesson_id)
    by = staff.get(work, one.decided_by) if one else None
    return f"{by.name if by else 'somebody'} has decided it already"


def _wording(body: str) -> str:
    said = " ".join(body.split())
    if not any(each.isalpha() or unicodedata.category(each) == "So" for each in TAKEN_OUT.sub("", said)):
        raise Refusal("text", "no words are left of the text", "Keep what shows its meaning")
    if len(said) > LONGEST:
        raise Refusal("text", f"it has {len(said)} characters", f"Write at most {LONGEST}")
    return said


def _meaning(intent: str) -> None:
    if intent not in MEANINGS:
        raise Refusal("intent", "no meaning was chosen", "Choose what it meant")


def _names(work: Work, text: Mapping[str, Any], worker_id: str) -> Iterator[str]:
    """Everybody whom we know in this: who may have texted it, their keyworkers and contacts, and who is reading it."""
    one = people.get(work, text["person_id"]) if text["person_id"] else None
    those = [one] if one else []
    those += [who for who in heard.whose(work, str(text["phone_hash"])) if one is None or who.id != one.id]
    for who in those:
        yield from (who.private.get("first_name", ""), who.private.get("last_name", ""), who.full_name)
        yield from _of_contact(who.private.get("emergency_contact") or "")
        yield who.private.get("reference") or ""
    for worker_of in {worker_id, *(who.keyworker_id for who in those)}:
        if worker := staff.get(work, worker_of):
            yield from (worker.first_name, worker.last_name, worker.name)
    if worker := staff.with_phone(work, str(text["phone_hash"])):
        yield from (worker.first_name, worker.last_name, worker.name)


def _of_contact(words: str) -> Iterable[str]:
    """The names in a line such as "sister Lou, 07700 900901"."""
    return [word for word in re.findall(r"[^\W\d_]{2,}", words) if word.lower() not in NO_NAMES]
