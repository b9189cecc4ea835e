"""Finer labels of a text: what they find, what only looks like it, and what Marcus is told of a bad one."""

from __future__ import annotations

import pytest

from bot.core.meaning import DANGER, INTENTS
from bot.understanding import PhraseError, Understanding, describe
from bot.understanding.compiled import Vocabulary
from bot.understanding.concepts import Concepts
from bot.understanding.normalise import clean, tokens
from bot.understanding.phrases import read_language
from bot.understanding.spelling import Spelling
from bot.understanding.topics import Topics
from tests.understanding.labelled import labelled

DEAN = ("Dean", "Foster")

DIED = (
    "he passed away on tuesday, this is his mum",
    "this is his mum. he passed on sunday",
    "hi this is deans mum he passed away on tuesday",
    "Dean died last night",
    "dean foster passed away on sunday",
    "Dean's dead",
    "dean was found dead this morning",
    "she passed away last week this is her daughter",
    "he is dead this is his girlfriend",
    "this is his dad. Dean took his own life yesterday",
    "we lost him on sunday this is his dad",
    "sorry to tell you Dean has died",
    "stop texting he died",
    "dont text this number he died last week",
    "stop texting my son died this was his phone",
    "the person you are texting has died",
)
NOT_DIED = (
    "im dead lol",
    "im dead",
    "im dead tired",
    "dean is dead funny lol",
    "dean is dead chuffed",
    "he nearly died this is his mum",
    "i thought he was dead this is his mum",
    "he would be dead if it wasnt for you, this is his mum",
    "this is his mum his dad died yesterday",
    "this is his mum her sister died",
    "this is his wife, hes passed his course",
    "im his dad. hes not stopping till hes dead",
    "my mate dean died last night",
    "my brother called Dean passed away",
    "dean passed his test",
    "dean passed on the message",
    "deans phone died",
    "he died",
    "shaz died last night",
    "my nan passed away",
    "he died in that film on netflix",
    "my phone died this is his phone",
    "dead good thanks",
    "this is his mum, is he ok",
)


def topics(understand: Understanding, text: str, named: tuple[str, str] = DEAN) -> frozenset[str]:
    return understand(text, named=named).topics


@pytest.mark.parametrize("text", DIED)
def test_a_death_of_the_very_person_is_told(understand: Understanding, text: str) -> None:
    assert "reported_death" in topics(understand, text)


@pytest.mark.parametrize("text", NOT_DIED)
def test_what_only_looks_like_it_is_not(understand: Understanding, text: str) -> None:
    assert "reported_death" not in topics(understand, text)


def test_a_name_says_something_only_where_it_is_theirs(understand: Understanding) -> None:
    assert "reported_death" not in topics(understand, "Dean died last night", ("Leanne", "Foster"))
    assert "reported_death" not in topics(understand, "Dean died last night", ("", ""))
    assert topics(understand, "Dean died last night", ("Leanne", "Dean")) == {"bereavement"}
    assert "reported_death" in topics(understand, "MARY-ANNE passed away", ("Mary-Anne", ""))


@pytest.mark.parametrize(
    ("text", "intent", "topic"),
    [
        ("my nan passed away yesterday", "thanks_or_chat", "bereavement"),
        ("lost my mum on friday", "thanks_or_chat", "bereavement"),
        ("its my brothers funeral tomorrow", "thanks_or_chat", "bereavement"),
        ("he died", "thanks_or_chat", "bereavement"),
        ("buried my best mate today", "thanks_or_chat", "bereavement"),
        ("got the job!!", "thanks_or_chat", "practical_win"),
        ("30 days clean today", "thanks_or_chat", "practical_win"),
        ("got my keys today for the flat", "thanks_or_chat", "practical_win"),
        ("this is his mum", "wrong_person", "family"),
        ("deans sister here, how is he", "wrong_person", "family"),
        ("cravings are mad today", "used_or_lapse", "cravings"),
        ("want to use but trying not to", "used_or_lapse", "cravings"),
        ("missed my script 3 days", "missed_script", "three_days_missed"),
        ("not had my methadone for 4 days", "missed_script", "three_days_missed"),
        ("missed my script for a week", "missed_script", "three_days_missed"),
        ("sanctioned by universal credit", "money_or_id", "jobcentre"),
        ("lost my id", "money_or_id", "no_id"),
    ],
)
def test_a_topic_says_its_intent(understand: Understanding, text: str, intent: str, topic: str) -> None:
    [reading] = [one for one in understand(text, named=DEAN).readings if one.topic == topic]
    assert (reading.intent, reading.asks, reading.guessed) == (intent, False, False)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my phone died", "bereavement"),
        ("lost my mums number", "bereavement"),
        ("im going to my own funeral", "bereavement"),
        ("dead good thanks", "bereavement"),
        ("30 days clean gone", "practical_win"),
        ("got a job interview tomorrow", "practical_win"),
        ("need a job", "practical_win"),
        ("on his mums phone", "family"),
        ("had a slip, cravings mad now", "cravings"),
        ("craving a kebab", "cravings"),
        ("missed 2 days of my script", "three_days_missed"),
        ("script is in 3 days", "three_days_missed"),
        ("cant come got jobcentre at 10", "jobcentre"),
    ],
)
def test_a_look_alike_has_no_topic(understand: Understanding, text: str, topic: str) -> None:
    assert topic not in topics(understand, text)


def test_a_topic_changes_nothing_that_was_understood(understand: Understanding) -> None:
    """The readings of every labelled text stay in their order; a topic only adds its own intent at the end."""
    for text, _ in (*list(labelled("urgent"))[::4], *labelled("lookalikes")):
        before, after = understand._read(text, "en").found, understand(text).readings
        assert [one.intent for one in after[: len(before)]] == [one.intent for one in before]
        assert all(one.topic for one in after[len(before) :])
        dangers = [(one.intent, one.confidence, one.asks) for one in before if one.intent in DANGER]
        assert [(one.intent, one.confidence, one.asks) for one in after if one.intent in DANGER] == dangers


def test_why_says_the_phrase_of_a_topic(understand: Understanding) -> None:
    assert understand.explain("he died stop texting")["wrong_person"] == ["phrase: he died stop texting"]


def test_chat_has_no_topic_beside_danger(understand: Understanding) -> None:
    meaning = understand("my mate died and i want to kill myself")
    assert meaning.urgent and "bereavement" not in meaning.topics


def test_what_the_command_prints_names_the_fixed_intents_alone(understand: Understanding) -> None:
    text = "he passed away on tuesday, this is his mum"
    meaning = understand(text)
    said = describe(text, meaning)
    assert said["intent"] == "wrong_person" and frozenset(meaning.intents) <= frozenset(INTENTS)
    assert set(said) == {"text", "intent", "intents", "asks", "confidence", "language"}


ONE = "small_talk:\n  intent: thanks_or_chat\n  phrases: |\n    nice weather\n"


def test_a_topic_added_by_marcus_is_found(understand: Understanding) -> None:
    files = read_language({"en/topics.yaml": ONE})
    topics = Topics(files.topics, Vocabulary({}, Spelling({}, frozenset()), Concepts()))
    assert topics.intents == {"small_talk": "thanks_or_chat"}
    told = understand._base.told(tokens(clean("nice weather today")))
    assert [(one.intent, one.topic) for one in topics.beside((), told)] == [("thanks_or_chat", "small_talk")]


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("small_talk: |\n  nice weather\n", 1, "write `intent:`"),
        (ONE.replace("thanks_or_chat", "weather"), 2, "names no intent"),
        (ONE.replace("  intent: thanks_or_chat\n", ""), 2, "names no intent"),
        (ONE.replace("small_talk", "naloxone_info"), 2, "is an intent"),
        (ONE.replace("phrases", "maybe"), 2, "has maybe: use intent, adds_intent, phrases"),
        (ONE + "  adds_intent: yes\n", 2, "may only be 'no'"),
    ],
)
def test_a_bad_topic_names_file_line_and_what_to_do(content: str, line: int, told: str) -> None:
    with pytest.raises(PhraseError, match=told) as caught:
        read_language({"en/topics.yaml": content})
    assert (caught.value.file, caught.value.line) == ("en/topics.yaml", line)
