"""Floor 2: from what a person texted to what it means, by phrases that staff edit.

It knows nothing of people, flows or rows: a text and what is awaited go in, a `bot.core.meaning.Meaning` comes out.
It reads no file and asks no time: the phrase files' contents and the person's local time are given to it.
"""

from bot.understanding.phrases import PhraseError
from bot.understanding.recognise import Understanding, describe

__all__ = ["PhraseError", "Understanding", "describe"]
