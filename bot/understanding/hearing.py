"""In which language a text is written: the person's own, unless it makes no sense there and does in another.

Most words of a text are known to the person's language, and then no other is tried. A word that it does not know and
another language does is a *sign* of that one. Danger with a sign in it counts whatever language the rest is in. But
for a text to be read as another language's, that one must be *shown*: by a long sign or several, or by a short one
that its table `shows` lists, and it must know half of the words. So "no", "da", "paid" or "ta" change nothing.

English is everybody's: people of another language mix it in. Its danger counts for them, and one sign shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.meaning import INTENTS, URGENT, Reading
from bot.understanding.findings import NOT_BESIDE_DANGER, SAFETY, SURE, Told
from bot.understanding.normalise import Token, clean, tokens
from bot.understanding.tongue import Tongue

SCRIPTS = {"pa": ("\u0a00", "\u0a7f"), "ur": ("\u0600", "\u06ff")}
"""Scripts that one language here is written in: the first and the last character."""
OFFERED = "language"
"""The intent of a text in another language than the person's, and of who asks for one."""
LONG_SIGN = 4
DANGER_SIGN = 5
MENDED_FROM = 6
MANY_SIGNS = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """A text as one language reads it; `signs` are the words that speak for that language, none for the person's.

    `written`: the text is in that language's script. `everybodys`: it is English, and the person's is another.
    """

    tongue: Tongue
    told: Told
    found: tuple[Reading, ...]
    signs: frozenset[str] = frozenset()
    written: bool = False
    everybodys: bool = False

    def shown(self, split: Sequence[Token]) -> bool:
        """Whether the signs are enough to take the text for this language's."""
        enough = len(self.signs) > 1 or any(self.everybodys or len(word) >= LONG_SIGN for word in self.signs)
        known = sum(token.text in self.signs or self.tongue.knows(token.text) for token in split)
        return (enough or bool(self.signs & self.tongue.shows)) and 2 * known >= len(split)

    def fills(self, split: Sequence[Token]) -> bool:
        """Whether the text is so plainly this language's that it is, understood or not."""
        long = sum(len(word) >= LONG_SIGN for word in self.signs)
        signed = sum(token.text in self.signs for token in split)
        many = len(self.signs) >= MANY_SIGNS and 2 * signed >= len(split)
        return long > 1 and (many or signed == len(split))

    def weight(self, split: Sequence[Token]) -> tuple[bool, int, int, str]:
        """Least first: what understands the text, then by signs, by words typed as its phrases have them, by name."""
        phrased = sum(token.text in self.tongue.phrased for token in split)
        return (not self.found, -len(self.signs), -phrased, self.tongue.name)

    def danger(self, home: Tongue) -> Iterator[Reading]:
        """The danger in this language that counts for somebody whose language is `home`."""
        weighty = len(self.signs) > 1 or any(len(word) >= DANGER_SIGN for word in self.signs)
        for each in self.found:
            signed = not self.signs.isdisjoint(each.words) and (weighty or len(each.words) > 2)
            # Polish "od" (from) is no overdose.
            english = self.everybodys and not (len(each.words) == 1 and home.knows(each.words[0]))
            if each.intent in SAFETY and (self.written or english or signed):
                yield each

    def has_not(self, reading: Reading) -> bool:
        """Whether a reading stands in words that are the person's language's and not this one's."""
        words = reading.words
        return self.signs.isdisjoint(words) and not all(self.tongue.knows(word) for word in words)

    def understands(self) -> bool:
        """Whether it makes sense of the text by words of its own."""
        return any(self.everybodys or not self.signs.isdisjoint(each.words) for each in self.found)

    def offer(self) -> Reading:
        """That a text is in another language than the person's, so that this one can be offered."""
        return Reading(OFFERED, SURE, tuple(sorted(self.signs)))


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with the voice that it is read in, its readings whatever their language, and who else may answer."""

    cleaned: str
    voice: Voice
    found: tuple[Reading, ...]
    others: tuple[Voice, ...] = field(default=())
    uneasy: bool = False


class Listener:
    """Hears a text in the person's language (`home`) or in another of the `tongues`; `base` names English."""

    def __init__(self, tongues: Mapping[str, Tongue], base: str) -> None:
        self._tongues = tongues
        self._base = base

    def hear(self, text: str, home: Tongue) -> Heard:
        """1. Read it in the person's language. 2. And in others that show. 3. Danger of all; the rest of one."""
        cleaned = clean(text)
        split = tokens(cleaned)
        told = home.told(split)
        own = Voice(home, told, home.readings(told))
        script = self._script(cleaned, home)
        strange = [token.text for token in split if not home.knows(token.text)]
        if not strange and script is None and home.name == self._base:
            return Heard(cleaned, own, own.found)
        voices = list(self._voices(split, strange, home, script))
        danger = [each for voice in voices for each in voice.danger(home)]
        others = sorted((voice for voice in voices if voice.shown(split)), key=lambda voice: voice.weight(split))
        chosen = next((voice for voice in voices if voice.written), None) or _chosen(own, others, split)
        if chosen is None:
            mixed = [voice for voice in others if voice.everybodys]
            kept = [each for each in own.found if all(voice.has_not(each) for voice in mixed)]
            return Heard(cleaned, own, together(kept, danger), tuple(others))
        danger += [each for each in own.found if each.intent in SAFETY and chosen.has_not(each)]
        offer = () if chosen.everybodys and not chosen.fills(split) else (chosen.offer(),)
        return Heard(cleaned, chosen, together(chosen.found, (*danger, *offer)))

    def _script(self, cleaned: str, home: Tongue) -> Tongue | None:
        """The other language whose script most letters of a text are in."""
        if cleaned.isascii():
            return None
        letters = sum(map(str.isalpha, cleaned))
        for name, (first, last) in SCRIPTS.items():
            inside = sum(first <= letter <= last and letter.isalpha() for letter in cleaned)
            if inside and 2 * inside >= letters and name in self._tongues and name != home.name:
                return self._tongues[name]
        return None

    def _voices(
        self, split: Sequence[Token], strange: Sequence[str], home: Tongue, script: Tongue | None
    ) -> Iterator[Voice]:
        everybody = self._tongues[self._base]
        foreign = [word for word in strange if not everybody.knows(word)]
        long = [word for word in foreign if len(word) >= MENDED_FROM and home.near(word) is None]
        for tongue in self._tongues.values():
            written, everybodys = tongue is script, tongue is everybody
            signs = {word for word in (strange if everybodys else foreign) if word in tongue.own}
            if signs:  # a slip alone shows nothing: "Travis" is one away from a Welsh word for violence
                signs.update(word for word in long if tongue.near(word) in tongue.own)
            if tongue is not home and (signs or written or everybodys):
                told = tongue.told(split)
                yield Voice(tongue, told, tongue.readings(told), frozenset(signs), written, everybodys)


def together(found: Iterable[Reading], added: Iterable[Reading]) -> tuple[Reading, ...]:
    """Readings of several languages as one list, the surest of each intent, most urgent first."""
    best: dict[str, Reading] = {}
    for each in (*found, *added):
        if each.intent not in best or (each.intent in SAFETY and best[each.intent].asks and not each.asks):
            best[each.intent] = each
    hidden = NOT_BESIDE_DANGER if any(intent in best for intent in URGENT) else frozenset[str]()
    return tuple(best[intent] for intent in INTENTS if intent in best and intent not in hidden)


def _chosen(own: Voice, others: Sequence[Voice], split: Sequence[Token]) -> Voice | None:
    for voice in others:
        if voice.fills(split) or (voice.understands() and not any(voice.has_not(each) for each in own.found)):
            return voice
    return None
