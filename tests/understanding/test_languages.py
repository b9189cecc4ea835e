"""Dean's neighbours text in Welsh, Polish, Romanian, Punjabi and Urdu, and are understood by whoever's phone it is.

`texts/<language>.tsv` hold the stories. No native speaker has read them yet.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.meaning import DANGER, URGENT, Expecting
from bot.understanding import Understanding
from tests.understanding.labelled import labelled

MONDAY = datetime(2025, 5, 12, 9, 0, tzinfo=UTC)
VISIT = Expecting("answers", ("confirm", "decline", "reschedule", "running_late"))
FEELING = Expecting("answers", ("good", "struggling"))
YES_NO = Expecting("answers", ("yes", "no"))
LANGUAGES = ("cy", "pl", "ro", "pa", "ur")
STORIES = [(language, text, *intents) for language in LANGUAGES for text, intents in labelled(language)]
RAISED = {*DANGER, "phone_unsafe"}
ANYBODYS = {"stop", "sos", "paid", "na", "nai", "do", "da", "nu", "ji", "10 minute late", "help!", "phone dead hai"}
"""Texts that are English as well, or too little to show a language."""
ONE_ANOTHERS = {"pa": {"pa", "ur"}, "ur": {"pa", "ur"}}
"""Punjabi and Urdu in Latin letters share most words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_stories_of_every_kind(language: str) -> None:
    told = [intent for of, _, intent in STORIES if of == language]
    assert len(told) >= 50
    assert {*URGENT, "opt_out", "confirm", "decline", "running_late", "wrong_person", "calm"} <= set(told)


@pytest.mark.parametrize(("language", "text", "intent"), STORIES)
def test_somebody_is_understood_in_their_language(
    understand: Understanding, language: str, text: str, intent: str
) -> None:
    meaning = understand(text, language=language)
    assert meaning.language in (language, "en")
    if intent == "calm":
        assert not RAISED & set(meaning.intents)
    else:
        assert meaning.intent == intent
        assert intent == "language" or "language" not in meaning.intents


@pytest.mark.parametrize(("language", "text", "intent"), STORIES)
def test_whoever_is_down_as_english_is_understood_and_offered_the_language(
    understand: Understanding, language: str, text: str, intent: str
) -> None:
    meaning = understand(text)
    if intent == "calm":
        assert not RAISED & set(meaning.intents)
    elif text in ANYBODYS:
        assert meaning.language == "en"
    else:
        assert meaning.language in ONE_ANOTHERS.get(language, {language})
        assert {intent, "language"} <= set(meaning.intents)
        assert intent not in URGENT or meaning.intent == intent


@pytest.mark.parametrize("home", LANGUAGES)
def test_danger_in_any_language_counts_for_everybody(understand: Understanding, home: str) -> None:
    texts = [text for _, text, intent in STORIES if intent in URGENT and len(text.split()) > 2]
    texts += [text for text, _ in labelled("urgent") if understand(text).urgent]
    missed = [text for text in texts if not RAISED & set(understand(text, language=home).intents)]
    assert len(missed) <= len(texts) * 0.01, missed


@pytest.mark.parametrize("home", LANGUAGES)
def test_everyday_english_wakes_nobody_whatever_their_language(understand: Understanding, home: str) -> None:
    texts = [text for name in ("ordinary", "lookalikes") for text, _ in labelled(name)]
    calm = [text for text in texts if not RAISED & set(understand(text).intents)]
    # The offer of a language is one more thing that likeness weighs: one text in seven hundred may tip over.
    assert len([text for text in calm if RAISED & set(understand(text, language=home).intents)]) <= 1


@pytest.mark.parametrize("name", ["ordinary", "lookalikes", "urgent"])
def test_no_english_text_is_taken_for_another_language(understand: Understanding, name: str) -> None:
    assert not [text for text, _ in labelled(name) if understand(text).language != "en"]


@pytest.mark.parametrize(
    "text",
    [
        "no", "da", "do", "na", "paid", "ta", "ie", "nu", "bas", "dim", "mae", "mam", "od", "ja", "to", "on", "sa",
        "ma", "i got paid", "paid the rent", "do it", "na mate", "ta mate", "da bus is late", "my da is here", "Travis",
        "han solo", "main road", "cu then", "I no you do", "ok ta", "do i have to", "na im ok", "mar", "das it",
    ],
)  # fmt: skip
def test_a_word_that_two_languages_have_switches_nobody(understand: Understanding, text: str) -> None:
    for awaited in (None, YES_NO, VISIT):
        meaning = understand(text, awaited)
        assert meaning.language == "en"
        assert "language" not in meaning.intents


@pytest.mark.parametrize(
    ("language", "text", "awaited", "answer"),
    [
        ("pl", "no", VISIT, None), ("pl", "No", YES_NO, None), ("pl", "no tak", VISIT, "confirm"),
        ("pl", "no nie", YES_NO, "no"), ("pl", "nie", YES_NO, "no"), ("pl", "no thanks", YES_NO, "no"),
        ("pl", "yes", YES_NO, "yes"), ("pl", "dwa", VISIT, "decline"), ("pl", "tak ale nie moge", VISIT, None),
        ("pl", "dobrze", FEELING, "good"), ("pl", "źle", FEELING, "struggling"),
        ("pl", "nie najgorzej", FEELING, "good"), ("pl", "może w piątek?", VISIT, "reschedule"),
        ("ro", "da", VISIT, "confirm"), ("ro", "nu", YES_NO, "no"), ("ro", "bine", FEELING, "good"),
        ("ro", "rău", FEELING, "struggling"), ("ro", "doi", VISIT, "decline"), ("ro", "nu știu", YES_NO, None),
        ("cy", "do", YES_NO, "yes"), ("cy", "oes", YES_NO, "yes"), ("cy", "naddo", YES_NO, "no"),
        ("cy", "na", VISIT, "decline"), ("cy", "da", FEELING, "good"), ("cy", "da", VISIT, "confirm"),
        ("cy", "ddim yn dda", FEELING, "struggling"), ("cy", "dau", VISIT, "decline"), ("cy", "nac ydw", YES_NO, "no"),
        ("pa", "haan", VISIT, "confirm"), ("pa", "nai", YES_NO, "no"), ("pa", "na", YES_NO, "no"),
        ("pa", "ਹਾਂ", YES_NO, "yes"), ("pa", "ਨਹੀਂ ਜੀ", YES_NO, "no"), ("pa", "ਦੋ", VISIT, "decline"),
        ("pa", "੨", VISIT, "decline"), ("pa", "no", YES_NO, "no"), ("pa", "ਮਾੜਾ", FEELING, "struggling"),
        ("ur", "ji", YES_NO, "yes"), ("ur", "جی", YES_NO, "yes"), ("ur", "نہیں", VISIT, "decline"),
        ("ur", "۲", VISIT, "decline"), ("ur", "theek", FEELING, "good"), ("ur", "ٹھیک نہیں", FEELING, "struggling"),
        ("ur", "pata nahi", YES_NO, None),
        ("en", "tak", YES_NO, "yes"), ("en", "nie", YES_NO, "no"), ("en", "ydw", YES_NO, "yes"),
        ("en", "ਹਾਂ", YES_NO, "yes"), ("en", "ہاں جی", YES_NO, "yes"), ("en", "bine multumesc", FEELING, "good"),
    ],
)  # fmt: skip
def test_yes_and_no_are_the_persons_own(
    understand: Understanding, language: str, text: str, awaited: Expecting, answer: str | None
) -> None:
    assert understand(text, awaited, language=language).answer == answer


@pytest.mark.parametrize(
    ("language", "text"),
    [("pl", "w piątek"), ("ro", "vineri"), ("cy", "dydd Gwener"), ("pa", "ਸ਼ੁੱਕਰਵਾਰ"), ("ur", "جمعہ"), ("en", "w piatek")],
)
def test_a_day_is_read_in_every_language(understand: Understanding, language: str, text: str) -> None:
    assert understand(text, Expecting("date"), language=language, now=MONDAY).value == date(2025, 5, 16)


@pytest.mark.parametrize(
    ("language", "plain", "denied"),
    [
        ("pl", "chcę umrzeć", "nie chcę umrzeć"), ("ro", "vreau să mor", "nu vreau să mor"),
        ("cy", "dwi isio marw", "dwi ddim isio marw"), ("pa", "main marna chahunda", "main marna nahi chahunda"),
        ("ur", "میں مرنا چاہتا ہوں", "میں مرنا نہیں چاہتا"),
    ],
)  # fmt: skip
def test_a_no_that_stands_alone_hides_no_danger(
    understand: Understanding, language: str, plain: str, denied: str
) -> None:
    no = {"pl": "Nie", "ro": "Nu", "cy": "Na", "pa": "Nahi", "ur": "نہیں"}[language]
    comma = "،" if language == "ur" else ","
    assert understand(denied, language=language).urgent is None
    for text in (plain, f"{no}{comma} {plain}", f"{no}. {plain}", f"{no} - {plain}"):
        assert understand(text, language=language).intent == "suicide_risk", text


def test_text_in_another_script_is_that_languages_understood_or_not(understand: Understanding) -> None:
    for text, language in (("ਕੀ ਗੱਲ ਚੱਲਦੀ ਪਈ ਆ", "pa"), ("کل موسم بہت اچھا تھا", "ur")):
        meaning = understand(text)
        assert (meaning.language, meaning.intents) == (language, ("language",))


def test_chat_in_another_language_is_offered_it_though_it_is_not_understood(understand: Understanding) -> None:
    assert understand("kiedy jest moja wizyta i gdzie").language == "pl"
    assert understand("unde este programarea mea").language == "ro"
    assert understand("pryd mae fy apwyntiad a ble").language == "cy"


def test_whoever_has_another_language_may_text_english(understand: Understanding) -> None:
    for language in LANGUAGES:
        assert understand("cant make it tomorrow sorry", language=language).intent == "decline"
        assert understand("END", language=language).intent == "opt_out"
        assert understand("thanks", language=language).language in ("en", language)


def test_a_slip_in_a_danger_word_of_another_language_is_asked_about(understand: Understanding) -> None:
    assert understand("przedawkowalal", language="pl").asks
    assert not understand("przedawkował", language="pl").asks
