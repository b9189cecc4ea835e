"""What was found in a text, settled: look-alikes, denials and jokes taken out, the rest made into readings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.meaning import INTENTS, NEVER_ASKED, URGENT, Reading
from bot.understanding.compiled import Found, Span
from bot.understanding.normalise import Token
from bot.understanding.phrases import IDIOMS
from bot.understanding.spelling import Word

CHAT_WORDS = 300
"""Beyond this many words only danger is looked for."""
DENIED_WITHIN = 3

SAFETY = frozenset({*URGENT, "safeguarding", "phone_unsafe"})
SURE, WHOLE, LOWERED, UNSURE, MENDED = 0.95, 0.99, 0.6, 0.55, 0.08
"""Confidence of a listed phrase, of one that is the whole text, of one beside a joke, of a `maybe`; less for a slip."""
_ONLY_ALONE = "thanks_or_chat"
NOT_BESIDE_DANGER = frozenset({"confirm", _ONLY_ALONE})


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one language that deny, those of them that also answer "no", and those that are mere politeness."""

    deny: frozenset[str] = frozenset()
    deny_between: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    polite: frozenset[str] = frozenset()
    also_no: frozenset[str] = frozenset()


class Told:
    """A text as words, with the tokens they came from."""

    def __init__(self, tokens: Sequence[Token], words: Sequence[Word], grammar: Grammar) -> None:
        self.tokens = tokens
        self.words = words
        self.grammar = grammar
        blunt = [at for at, word in enumerate(words) if word.text not in grammar.polite]
        self._first, self._last = (blunt[0], blunt[-1]) if blunt else (len(words), -1)

    def denied(self, start: int) -> bool:
        """Whether a "not" or "no" stands before the word at `start`, with nothing but going-to words between."""
        grammar = self.grammar
        if self.words[start].text in grammar.deny:
            return False
        for before in range(start - 1, max(-1, start - 2 - DENIED_WITHIN), -1):
            word = self.words[before]
            token = self.tokens[word.place]
            if token.ends:
                return False
            if word.text in grammar.deny:
                answers = word.text in grammar.also_no
                return not answers or not (token.pauses or self.words[start].text in grammar.subjects)
            if word.text not in grammar.deny_between:
                return False
        return False

    def is_whole(self, span: Span) -> bool:
        """Whether a span is the whole text, politeness at its edges left aside."""
        return span[0] <= self._first and span[1] > self._last

    def quoted(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """The words of the text, as typed, that the spans cover."""
        places = sorted({self.words[at].place for start, end in spans for at in range(start, end)})
        return tuple(self.tokens[place].text for place in places)

    def mended(self, spans: Iterable[Span]) -> bool:
        """Whether a slip of the thumb was mended within the spans."""
        return any(self.words[at].mended for start, end in spans for at in range(start, end))


class _Cover:
    """Spans by name, and whether one of a name touches or holds another span; each question costs a bisection."""

    def __init__(self, found: Iterable[tuple[str, Span]]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._reach: dict[str, list[int]] = {}
        for name, (start, end) in sorted(found):
            starts, reach = self._starts.setdefault(name, []), self._reach.setdefault(name, [])
            starts.append(start)
            reach.append(max(end, reach[-1]) if reach else end)

    def names(self) -> Iterable[str]:
        return self._starts

    def reach(self, name: str, start: int) -> int:
        """The furthest end of a span of that name that begins at `start` or before."""
        at = bisect_right(self._starts.get(name, ()), start)
        return self._reach[name][at - 1] if at else -1

    def touches(self, name: str, span: Span) -> bool:
        return self.reach(name, span[1] - 1) > span[0]

    def holds(self, name: str, span: Span) -> bool:
        return self.reach(name, span[0]) >= span[1]

    def holds_more(self, name: str, span: Span) -> bool:
        return self.reach(name, span[0]) > span[1] or self.reach(name, span[0] - 1) >= span[1]


def readings(
    found: Sequence[Found], told: Told, covers: Mapping[str, frozenset[str]], keeps_denied: frozenset[str]
) -> tuple[Reading, ...]:
    """Settle what was found into one reading for each intent, most urgent first."""
    softened = _softened(found)
    stands = standing(found, told, keeps_denied)
    said = _Cover((each.rule.intent, span) for each in stands for span in each.spans)
    best: dict[str, Reading] = {}
    for each in stands:
        if _inside_another(each, said):
            continue
        reading = _reading(each, told, each.rule.intent in softened)
        if reading is not None and _surer(reading, best.get(reading.intent)):
            best[reading.intent] = reading
    return _together(best, covers)


def standing(found: Sequence[Found], told: Told, keeps_denied: frozenset[str]) -> list[Found]:
    """What was found without what a look-alike hides, a "not" denies, or had to be the whole text and is not."""
    masks = _Cover(_hidden(found))
    return [each for each in found if _stands(each, told, masks, keeps_denied)]


def _hidden(found: Iterable[Found]) -> Iterator[tuple[str, Span]]:
    for each in found:
        if each.rule.kind == "not":
            for intent in SAFETY if each.rule.intent == IDIOMS else (each.rule.intent,):
                yield from ((intent, span) for span in each.spans)


def _softened(found: Iterable[Found]) -> frozenset[str]:
    """The intents that something in the text turns from sure to asking; idioms soften all that may be asked about."""
    names = frozenset(each.rule.intent for each in found if each.rule.kind == "unless")
    return names | SAFETY - NEVER_ASKED if IDIOMS in names else names


def _stands(each: Found, told: Told, masks: _Cover, keeps_denied: frozenset[str]) -> bool:
    rule = each.rule
    if rule.kind not in ("phrases", "maybe", "whole", "alone"):
        return False
    if rule.intent not in SAFETY and each.start >= CHAT_WORDS:
        return False
    if rule.kind in ("whole", "alone") and not told.is_whole(each.spans[0]):
        return False
    if any(masks.touches(rule.intent, span) for span in each.spans):
        return False
    return rule.intent in keeps_denied or not any(told.denied(start) for start, _ in each.spans)


def _inside_another(each: Found, said: _Cover) -> bool:
    """Whether a longer phrase of another intent holds it ("stop" in "cant stop using"); danger never gives way."""
    if each.rule.intent in SAFETY:
        return False
    return any(
        all(said.holds(name, span) for span in each.spans) and any(said.holds_more(name, span) for span in each.spans)
        for name in said.names()
        if name != each.rule.intent
    )


def _reading(each: Found, told: Told, joking: bool) -> Reading | None:
    intent, kind = each.rule.intent, each.rule.kind
    if kind in ("maybe", "alone"):
        if joking:
            return None
        confidence, asks = UNSURE, True
    else:
        confidence = LOWERED if joking else WHOLE if kind == "whole" else SURE
        asks = joking
    confidence -= MENDED if told.mended(each.spans) else 0
    return Reading(intent, round(confidence, 2), told.quoted(each.spans), asks and intent not in NEVER_ASKED)


def _surer(reading: Reading, than: Reading | None) -> bool:
    if than is None:
        return True
    return (reading.confidence, len(reading.words)) > (than.confidence, len(than.words))


def _together(best: dict[str, Reading], covers: Mapping[str, frozenset[str]]) -> tuple[Reading, ...]:
    covered = {name for intent, reading in best.items() if not reading.asks for name in covers.get(intent, ())}
    if any(intent in best for intent in URGENT):
        covered |= NOT_BESIDE_DANGER
    if len(best) > 1:
        covered.add(_ONLY_ALONE)
    return tuple(best[intent] for intent in INTENTS if intent in best and (intent in URGENT or intent not in covered))
